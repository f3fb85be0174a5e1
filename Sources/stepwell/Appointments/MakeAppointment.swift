import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Makes an appointment.
struct MakeAppointment: ClinicCommand {
  static let need = Need.permission(.stepDownWork)
  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Make an appointment for somebody after a stay.",
    discussion: """
      Examples:
        stepwell appointment make --patient $PATIENT --at 'in 3 days' --where 'Zz Clinic' --with 'Dr Zz'
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(parsing: .unconditional, help: "When.") var at: String
  @Option(help: "Where.") var `where`: String
  @Option(help: "With whom.") var with: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let appointment = Appointment(
      id: desk.new(), episodeID: record.episode.id,
      at: try clock.read(at, "at", facility: record.episode.facilityID),
      place: try Line(`where`, field: "where"),
      with: try with.line("with"))
    try await desk.records.make(appointment, as: desk.caller)
    try desk.output.show(AppointmentRepresentation(appointment)) { style in
      [appointment].table(clock, record.episode.facilityID).text(style)
    }
  }
}

extension [Appointment] {
  func table(_ clock: WallClock, _ facility: Facility.ID) -> Table {
    var table = Table(
      .text("When", limit: 16), .text("Where", limit: 16), .text("With", limit: 12), .text("State", limit: 9),
      .text("Appointment"))
    for appointment in self {
      table.add(
        clock.show(appointment.at, facility: facility), appointment.place.rawValue,
        appointment.with?.rawValue,
        appointment.state.rawValue, appointment.id.description)
    }
    return table
  }
}
