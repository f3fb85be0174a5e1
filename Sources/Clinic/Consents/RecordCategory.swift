/// A part of a record that can be disclosed by itself.
package enum RecordCategory: String, CaseIterable, Hashable, Sendable, Codable {
  case demographics, contacts, intake
  case substanceUse = "substance_use"
  case treatment, screenings
  /// Orders, what was done about their doses, and allergies.
  case medication
  /// Only under a consent of its own kind.
  case counsellingNotes = "counselling_notes"
}
