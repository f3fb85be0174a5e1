import Clinic
import Foundation
import Postgres

/// Queries about counselling notes.
package enum CounsellingNotes {
  /// The notes of a patient, the latest session first.
  package static func of(_ patient: Patient.ID) -> Query<[CounsellingNote]> {
    .all(
      """
      SELECT id, patient_id, at, text
      FROM clinic.counselling_note
      WHERE organization_id = (SELECT access.organization()) AND patient_id = \(patient) AND known_to = 'infinity'
      ORDER BY at DESC, id DESC
      """
    ) { row in
      CounsellingNote(
        id: try row["id"], patientID: try row["patient_id"], at: try row["at"], text: try row["text"])
    }
  }
}

extension Records {
  /// Keeps a note apart from the chart.
  package func write(
    _ note: CounsellingNote, as caller: Caller, once: Once<CounsellingNote>? = nil
  ) async throws {
    let insert: SQL = """
      INSERT INTO clinic.counselling_note (organization_id, id, patient_id, at, text, known_from, recorded_by)
      VALUES (
        access.organization(), \(note.id), \(note.patientID), \(note.at), \(note.text), \(clock()),
        access.staff_member())
      """
    try await write(
      [Patients.mustExist(note.patientID), insert], as: caller,
      Action(.counsellingNoteWrite, patients: [note.patientID], subject: note.id.rawValue), once: once,
      for: note)
  }
}
