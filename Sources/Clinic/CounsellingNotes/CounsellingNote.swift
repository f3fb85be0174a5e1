import Foundation

/// What a counsellor wrote to analyse what was said in a session, kept apart from the chart (42 CFR 2.11).
package struct CounsellingNote: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<CounsellingNote>

  package let id: ID
  package let patientID: Patient.ID
  /// When the session was.
  package let at: Date
  package let text: Note

  package init(id: ID, patientID: Patient.ID, at: Date, text: Note) {
    self.id = id
    self.patientID = patientID
    self.at = at
    self.text = text
  }
}
