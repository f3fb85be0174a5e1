import ArgumentParser
import Clinic
import Records
import Service

/// Adds somebody to a care team.
struct JoinCareTeam: ClinicCommand {
  static let need = Need.permission(.careTeamAssign)
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Say that somebody cares for a person from now on.",
    discussion: """
      Examples:
        stepwell care-team add $PATIENT ada
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Argument(help: "The short name of the member of staff.") var handle: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let handle = try Line(handle, field: "handle").rawValue
    let member: CareTeamMember.ID = desk.new()
    try await desk.records.join(handle, to: patient, as: desk.caller, id: member)
    try desk.output.show(JoinedRepresentation(id: member, patientID: patient, handle: handle)) { _ in
      "\(handle) is of the care team from now on.\n"
    }
  }
}
