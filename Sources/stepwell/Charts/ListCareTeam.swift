import ArgumentParser
import Clinic
import Records
import Service

/// Lists a care team.
struct ListCareTeam: ClinicCommand {
  static let need = Need.permission(.patientRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List who cares for a person.",
    discussion: """
      Examples:
        stepwell care-team list $PATIENT
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let (found, members) = try await desk.records.run(
      as: desk.caller, Action("care_team.list", needs: .patientRead, patients: [patient]),
      Patients.find(patient), CareTeams.of(patient, at: desk.now))
    guard found != nil else { throw NotFound("patient") }
    try desk.output.show(members.map(CareTeamMemberRepresentation.init)) { style in
      var table = Table(.text("Who"), .text("Name"), .text("Since"))
      for member in members { table.add(member.handle, member.name, clock.show(member.since)) }
      return members.isEmpty ? "Nobody is of the care team.\n" : table.text(style)
    }
  }
}
