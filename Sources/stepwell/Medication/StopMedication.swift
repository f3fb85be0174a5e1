import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Stops an order.
struct StopMedication: ClinicCommand {
  static let need = Need.permission(.medicationOrder)
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Stop an order; with the discharge all orders stop by themselves.",
    discussion: """
      Doses that were due before can still be written down. Ends with status 75 when it was stopped before.

      Examples:
        stepwell medication stop $ORDER --reason 'not needed any more'
        stepwell medication stop $ORDER --reason 'after the last dose of today' --at 'tomorrow 00:00'
      """)

  @Argument(help: "The order's identifier.") var order: MedicationOrder.ID
  @Option(help: "Why.") var reason: String
  @Option(parsing: .unconditional, help: "From when on.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let time = try clock.read(at, "at")
    try await desk.records.stop(order, at: time, reason: try Line(reason, field: "reason"), as: desk.caller)
    try desk.output.show(MadeRepresentation(order)) { _ in "Stopped from \(clock.show(time)) on.\n" }
  }
}
