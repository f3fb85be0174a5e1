import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows the screenings of a person.
struct ShowScreenings: ClinicCommand {
  static let need = Need.permission(.screeningRead)
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the scores of a person, the latest first.",
    discussion: """
      Examples:
        stepwell screening show --patient $PATIENT
        stepwell screening show --patient $PATIENT --instrument phq_9 --json
      """)

  @Option(help: "The patient's identifier.") var patient: Patient.ID
  @Option(help: "Only this instrument.") var instrument: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let (person, shown) = try await desk.records.run(
      as: desk.caller, Action(.patientRead, patients: [patient]), Patients.find(patient),
      Screenings.of(patient, instrument: instrument))
    guard person != nil else { throw NotFound("patient") }
    try desk.output.show(shown.map(ScreeningRepresentation.init)) { style in
      shown.isEmpty ? "No screening is on record.\n" : shown.table(clock).text(style)
    }
  }
}
