import ArgumentParser
import Clinic
import Records
import Service

/// Shows what somebody must not have.
struct ShowAllergies: ClinicCommand {
  static let need = Need.permission(.medicationRead)
  static let configuration = CommandConfiguration(
    commandName: "allergies",
    abstract: "Show what is known of somebody's allergies.",
    discussion: """
      Examples:
        stepwell medication allergies $PATIENT
      """)

  @Argument(help: "The patient.") var patient: Patient.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let allergies = try await desk.records.allergies(of: patient, as: desk.caller)
    try desk.output.show(AllergiesRepresentation(allergies)) { allergies.text($0) }
  }
}
