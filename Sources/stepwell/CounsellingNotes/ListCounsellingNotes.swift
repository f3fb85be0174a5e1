import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists counselling notes.
struct ListCounsellingNotes: ClinicCommand {
  static let need = Need.permission(.counsellingNoteRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the counselling notes of a person.",
    discussion: """
      Examples:
        stepwell counselling-note list $PATIENT
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let (isThere, notes) = try await desk.records.run(
      as: desk.caller, Action(.counsellingNoteRead, patients: [patient]), Patients.exists(patient),
      CounsellingNotes.of(patient))
    guard isThere else { throw NotFound("patient") }
    try desk.output.show(notes.map(CounsellingNoteRepresentation.init)) { _ in
      notes.map { "\($0.at.formatted(.iso8601))\n\($0.text)\n" }.joined(separator: "\n")
    }
  }
}
