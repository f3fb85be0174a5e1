/// What a payer says of a level of care, by days.
///
/// A day is authorized for the night that follows it: what counts is where the person is at midnight.
package struct Authorization: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Authorization>

  package let id: ID
  package let episodeID: Episode.ID
  package let payer: Line
  /// The payer's number, once there is one.
  package let reference: Line?
  package let level: LevelOfCare
  package let firstDay: Day
  /// The last day, which is authorized too.
  package let lastDay: Day
  package let decision: Decision
  /// Why it was denied or withdrawn, in words.
  package let reason: Line?

  /// Refuses a last day before the first.
  package init(
    id: ID, episodeID: Episode.ID, payer: Line, reference: Line? = nil, level: LevelOfCare, firstDay: Day,
    lastDay: Day, decision: Decision, reason: Line? = nil
  ) throws(InvalidValue) {
    guard firstDay <= lastDay else {
      throw InvalidValue(
        "end-before-start", field: "last_day", problem: "is before the first day",
        remedy: "Give the last authorized day; it may be the first one.")
    }
    self.id = id
    self.episodeID = episodeID
    self.payer = payer
    self.reference = reference
    self.level = level
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.decision = decision
    self.reason = reason
  }

  /// Where the request stands.
  package enum Decision: String, CaseIterable, Hashable, Sendable, Codable {
    case requested, approved, denied
    /// Nobody has to be asked: the person pays, or the payer does not manage this level.
    case notRequired = "not_required"
    case enteredInError = "entered_in_error"

    /// Whether care at the level is paid for, or needs nobody's leave.
    package var allows: Bool { self == .approved || self == .notRequired }
  }

  /// Whether a day at a level of care is allowed by it.
  package func allows(_ day: Day, at level: LevelOfCare) -> Bool {
    decision.allows && self.level == level && firstDay <= day && day <= lastDay
  }
}
