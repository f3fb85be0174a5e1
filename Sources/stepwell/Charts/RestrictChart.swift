import ArgumentParser
import Clinic
import Records
import Service

/// Restricts a chart to its care team.
struct RestrictChart: ClinicCommand {
  static let need = Need.permission(.chartRestrict)
  static let configuration = CommandConfiguration(
    commandName: "restrict",
    abstract: "Close a chart to everybody but its care team.",
    discussion: """
      Examples:
        stepwell chart restrict $PATIENT --reason 'known to the staff'
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Option(help: "Why.") var reason: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let restriction = ChartRestriction(
      id: desk.new(), patientID: patient, reason: try Line(reason, field: "reason"), at: desk.now)
    try await desk.records.restrict(restriction, as: desk.caller)
    try desk.output.show(ChartRestrictionRepresentation(restriction)) { _ in
      "The chart is open to its care team only.\n"
    }
  }
}
