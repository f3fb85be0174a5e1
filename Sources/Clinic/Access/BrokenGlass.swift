import Foundation

/// A chart that was opened in an emergency by somebody to whom it is closed.
///
/// It closes again by itself, and another looks at why.
package struct BrokenGlass: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<BrokenGlass>

  /// What the one who looked at it found.
  package enum Finding: String, CaseIterable, Sendable, Codable {
    case justified
    case notJustified = "not_justified"
  }

  /// How it was signed off.
  package struct Review: Hashable, Sendable {
    package let at: Date
    package let by: Staff.ID
    package let finding: Finding
    package let note: Line?

    package init(at: Date, by: Staff.ID, finding: Finding, note: Line?) {
      self.at = at
      self.by = by
      self.finding = finding
      self.note = note
    }
  }

  package let id: ID
  package let patientID: Patient.ID
  package let staffID: Staff.ID
  package let staffName: String
  package let reason: String
  package let at: Date
  /// When the chart is closed again.
  package let until: Date
  /// Nil while nobody has looked at it.
  package let review: Review?

  package init(
    id: ID, patientID: Patient.ID, staffID: Staff.ID, staffName: String, reason: String, at: Date,
    until: Date, review: Review?
  ) {
    self.id = id
    self.patientID = patientID
    self.staffID = staffID
    self.staffName = staffName
    self.reason = reason
    self.at = at
    self.until = until
    self.review = review
  }
}

extension BrokenGlass {
  /// Whose chart is to be opened.
  package enum Person: Hashable, Sendable {
    case patient(Patient.ID)
    /// Two things that are known of somebody whose chart does not show up.
    case named(family: Patient.Name, born: Day)
  }

  /// Why and for how long a chart is to be opened.
  package struct Grounds: Hashable, Sendable {
    package static let minutesAtMost: Int16 = 240
    package static let reasonLengths = 10...1_000

    package let person: Person
    package let reason: String
    package let minutes: Int16

    /// Throws where the reason says too little, or the time is too long.
    package init(_ person: Person, reason: String, minutes: Int16 = 60) throws(InvalidValue) {
      let reason = try Note(reason, field: "reason").rawValue
      guard Self.reasonLengths.contains(reason.unicodeScalars.count) else {
        throw InvalidValue(
          "out-of-range", field: "reason", problem: "is not of 10 to 1000 characters",
          remedy: "Say why the chart is needed now; somebody will read it.")
      }
      guard (1...Self.minutesAtMost).contains(minutes) else {
        throw InvalidValue(
          "out-of-range", field: "minutes",
          problem: "is not a whole number from 1 to \(Self.minutesAtMost)",
          remedy: "Ask for an hour, and again if it must be longer.")
      }
      self.person = person
      self.reason = reason
      self.minutes = minutes
    }
  }
}
