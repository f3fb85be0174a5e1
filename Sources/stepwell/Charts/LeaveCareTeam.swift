import ArgumentParser
import Clinic
import Records

/// Removes somebody from a care team.
struct LeaveCareTeam: ClinicCommand {
  static let need = Need.permission(.careTeamAssign)
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Say that somebody no longer cares for a person.",
    discussion: """
      Examples:
        stepwell care-team remove $PATIENT ada
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Argument(help: "The short name of the member of staff.") var handle: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let handle = try Line(handle, field: "handle").rawValue
    try await desk.records.leave(handle, from: patient, as: desk.caller)
    try desk.output.show(["removed": handle]) { _ in "\(handle) is no longer of the care team.\n" }
  }
}
