import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists what is to be given.
struct ListDueDoses: ClinicCommand {
  static let need = Need.permission(.medicationRead)
  static let configuration = CommandConfiguration(
    commandName: "due",
    abstract: "List the doses that wait: missed, late, due now and in the next hours.",
    discussion: """
      Orders that nobody has accepted since the stage changed stand below.

      Examples:
        stepwell medication due
        stepwell medication due --facility north --within 8
      """)

  @Option(help: "Only this facility, by short name.") var facility: String?
  @Option(help: "How many hours ahead.") var within = 4
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...48).contains(within) else { throw ValidationError("--within goes from 1 to 48.") }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let list = try await desk.records.dueDoses(
      facility: facility, within: within, at: desk.now, as: desk.caller)
    try desk.output.show(list) { list.text($0, clock) }
  }
}
