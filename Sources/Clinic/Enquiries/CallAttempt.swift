import Foundation

/// One try to call somebody back.
package struct CallAttempt: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<CallAttempt>

  package let id: ID
  package let enquiryID: Enquiry.ID
  package let at: Date
  package let by: Staff.ID
  package let outcome: Outcome
  package let note: Note?

  package init(
    id: ID, enquiryID: Enquiry.ID, at: Date, by: Staff.ID, outcome: Outcome, note: Note? = nil
  ) {
    self.id = id
    self.enquiryID = enquiryID
    self.at = at
    self.by = by
    self.outcome = outcome
    self.note = note
  }

  /// What came of the call.
  package enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
    case answered, voicemail
    case leftMessage = "left_message"
    case noAnswer = "no_answer"
    case wrongNumber = "wrong_number"
  }
}
