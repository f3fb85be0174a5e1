import ArgumentParser
import Clinic
import Foundation
import Interchange
import Records

/// Imports a TEDS state submission.
struct ImportTEDS: Answering {
  static let need = Need.permission(.importRun)
  static let configuration = CommandConfiguration(
    commandName: "teds",
    abstract: "Import treatment episodes in the codes of a TEDS state submission.",
    discussion: """
      Every row is stored or reported. The file is stored as a whole or not at all; a second run changes nothing. \
      The status is 0 also when rows were rejected: the result counts them.

      Examples:
        stepwell import teds episodes.csv --dry-run --errors errors.csv
        stepwell import teds episodes.csv --json
      """)

  @OptionGroup var options: ImportOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    try await Desk.use(place, output, need: Self.need, source: .dataImport, purpose: .operations) { desk in
      let bar = ProgressBar()
      defer { bar.end() }
      let zone = clock.zone.flatMap(TimeZone.init(identifier:)) ?? .gmt
      let summary = try await TEDSImport(desk.records, as: desk.caller, timeZone: zone).run(
        file: options.fileURL, errors: options.errorsURL, dryRun: options.dryRun
      ) { $0.show(bar) }
      bar.end()
      try options.show(summary, output)
    }
  }
}
