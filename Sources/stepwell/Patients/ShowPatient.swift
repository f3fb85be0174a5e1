import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows a chart.
struct ShowPatient: ClinicCommand {
  static let need = Need.permission(.patientRead)
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the chart of a person.",
    discussion: """
      Examples:
        stepwell patient show $PATIENT
        stepwell patient show $PATIENT --json
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let chart = try await desk.records.chart(of: patient, as: desk.caller)
    try desk.output.show(ChartRepresentation(chart)) { chart.text($0, clock) }
  }
}
