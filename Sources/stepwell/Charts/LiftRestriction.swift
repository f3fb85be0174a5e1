import ArgumentParser
import Clinic
import Records

/// Lifts the restriction of a chart.
struct LiftRestriction: ClinicCommand {
  static let need = Need.permission(.chartRestrict)
  static let configuration = CommandConfiguration(
    commandName: "lift",
    abstract: "Open a restricted chart again to all whose role lets them.",
    discussion: """
      Examples:
        stepwell chart lift $PATIENT
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.lift(of: patient, as: desk.caller)
    try desk.output.show(["lifted": patient.description]) { _ in "The chart is open again.\n" }
  }
}
