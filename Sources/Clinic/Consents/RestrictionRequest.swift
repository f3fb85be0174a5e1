import Foundation

/// What a patient asked the clinic not to disclose, and what came of it (42 CFR 2.26).
package struct RestrictionRequest: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<RestrictionRequest>

  package let id: ID
  package let patientID: Patient.ID
  package let at: Date
  package let categories: Set<RecordCategory>
  /// Everybody when nil.
  package let recipient: Line?
  /// Whether the clinic has agreed; then it holds, except in an emergency and under a court's order.
  package let isAgreed: Bool
  /// What the patient was told.
  package let answer: Line

  package init(
    id: ID, patientID: Patient.ID, at: Date, categories: Set<RecordCategory>, recipient: Line?,
    isAgreed: Bool, answer: Line
  ) {
    self.id = id
    self.patientID = patientID
    self.at = at
    self.categories = categories
    self.recipient = recipient
    self.isAgreed = isAgreed
    self.answer = answer
  }
}
