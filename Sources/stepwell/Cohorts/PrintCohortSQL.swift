import ArgumentParser
import Clinic
import Foundation
import Reports

/// Prints the statement that a cohort becomes; needs no database.
struct PrintCohortSQL: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Print the SQL statement that a cohort becomes.",
    discussion: """
      Examples:
        stepwell cohort sql retention_by_stage
        stepwell cohort sql --file ours.yaml --known-at 2026-06-15T12:00:00Z
      """)

  @OptionGroup var definition: DefinitionOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) throws {
    let now = Date()
    let zone = clock.zone.flatMap(TimeZone.init(identifier:)) ?? .gmt
    let clock = WallClock(now: now, zone: zone, facilities: [])
    let sql = try Reports.sql(
      definition.definition(), asOf: clock.read(moment.asOf, "as_of") ?? now,
      knownAt: clock.read(moment.knownAt, "known_at"))
    try output.show(["sql": sql]) { _ in sql + "\n" }
  }
}

/// The two instants that a report speaks of.
struct MomentOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "What had happened up to then counts.") var asOf: String?
  @Option(parsing: .unconditional, help: "As it was on record then, before later entries and corrections.")
  var knownAt: String?
}
