import ArgumentParser
import Clinic
import Records
import Service

/// Lists the appointments of an episode.
struct ListAppointments: ClinicCommand {
  static let need = Need.permission(.episodeRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the appointments of an episode.",
    discussion: """
      Examples:
        stepwell appointment list --patient $PATIENT
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let found = try await desk.records.run(
      as: desk.caller,
      Action("appointment.list", needs: .episodeRead, patients: [record.episode.patientID]),
      Appointments.of(record.episode.id))
    try desk.output.show(found.map(AppointmentRepresentation.init)) { style in
      found.isEmpty
        ? "There is no appointment.\n" : found.table(clock, record.episode.facilityID).text(style)
    }
  }
}
