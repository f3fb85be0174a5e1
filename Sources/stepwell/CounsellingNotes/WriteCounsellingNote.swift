import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Writes a counselling note.
struct WriteCounsellingNote: ClinicCommand {
  static let need = Need.permission(.counsellingNoteWrite)
  static let configuration = CommandConfiguration(
    commandName: "write",
    abstract: "Keep a note of a session that has just ended.",
    discussion: """
      Examples:
        stepwell counselling-note write $PATIENT --file note.txt
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Option(help: "The note as text; - reads the standard input.", completion: .file()) var file: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let text = String(decoding: try InputFile(file).bytes(), as: UTF8.self)
    let note = CounsellingNote(
      id: desk.new(), patientID: patient, at: desk.now, text: try Note(text, field: "text"))
    try await desk.records.write(note, as: desk.caller)
    try desk.output.show(CounsellingNoteRepresentation(note)) { _ in "The note is kept.\n" }
  }
}
