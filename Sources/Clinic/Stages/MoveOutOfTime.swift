import Foundation

/// The time of a move does not fit the other moves of the episode, or the clock.
package struct MoveOutOfTime: Refusal, Hashable {
  package let time: Date
  package let conflict: Conflict

  /// What the time does not fit.
  package enum Conflict: Hashable, Sendable {
    case inFuture(now: Date)
    case beforeAdmission(Date)
    case beforeEnd(Date)
    /// Another stay goes on at that time.
    case insideEarlierStay(until: Date)
    /// The latest move took effect then or later.
    case notAfterLastMove(Date)
  }

  package init(_ time: Date, _ conflict: Conflict) {
    self.time = time
    self.conflict = conflict
  }

  package var code: String { "move-out-of-time" }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "effective_at" }
  package var value: String? { time.formatted(.iso8601) }

  package var message: String {
    let what =
      switch conflict {
      case .inFuture(let now): "is after now, \(now.formatted(.iso8601))"
      case .beforeAdmission(let time): "is before the admission at \(time.formatted(.iso8601))"
      case .beforeEnd(let time): "is before the end of the episode at \(time.formatted(.iso8601))"
      case .insideEarlierStay(let time):
        "falls into an earlier stay, which lasted until \(time.formatted(.iso8601))"
      case .notAfterLastMove(let time):
        "is not after the latest move, which was at \(time.formatted(.iso8601))"
      }
    return "The time \(time.formatted(.iso8601)) \(what)."
  }

  package var remedy: String {
    switch conflict {
    case .inFuture: "Give the time when it happened, or say that the move is planned."
    case .beforeAdmission, .beforeEnd, .insideEarlierStay, .notAfterLastMove:
      "Give a later time; if an earlier move was wrong, correct that one."
    }
  }
}
