import Foundation

/// The time in which a protocol runs for a person.
package struct MonitoringCourse: Hashable, Sendable {
  /// The instant from which hours are counted: the admission.
  package let countedFrom: Date
  /// When the first checks are due.
  package let startedAt: Date
  /// When it was stopped, or the person is discharged; nil while neither is known.
  package let endsAt: Date?

  package init(countedFrom: Date, startedAt: Date, endsAt: Date? = nil) {
    self.countedFrom = countedFrom
    self.startedAt = startedAt
    self.endsAt = endsAt
  }
}

/// What follows from a protocol and from all that was observed: when each check is due, and what became of those before.
package struct MonitoringPlan: Hashable, Sendable {
  /// In the order of the protocol.
  package let checks: [CheckPlan]
  /// When it ends by what is known now; nil where scores decide and have not.
  package let endsAt: Date?
  /// Whether it ends because it has done its work, rather than by being stopped or by discharge.
  package let isCompleted: Bool

  /// Whether nothing of it is due any more at `now`.
  package func isOver(at now: Date) -> Bool { endsAt.map { $0 <= now } ?? false }
}

/// One check of a protocol for one person.
package struct CheckPlan: Hashable, Sendable {
  package let name: String
  /// What is due next; nil where the protocol ends before it would be.
  package let dueAt: Date?
  /// How many minutes lie between two checks by what was last found; nil before the first.
  package let minutes: Int?
  /// Every check that was settled, in order of time.
  package let slots: [Slot]
  /// What somebody was or is to be told of; nil once a later check was free of it.
  package let raised: Raised?

  /// A check that was settled.
  package struct Slot: Hashable, Sendable {
    /// Nil for what was observed before the protocol began.
    package let dueAt: Date?
    package let at: Date
    package let outcome: CheckOutcome
    package let score: Int?

    /// Whether it came later than the grace allows.
    package func isLate(graceMinutes: Int) -> Bool {
      dueAt.map { at.timeIntervalSince($0) > Double(graceMinutes) * 60 } ?? false
    }
  }

  /// What was found that somebody has to be told of.
  package struct Raised: Hashable, Sendable {
    package let at: Date
    package let escalation: MonitoringProtocol.Escalation
    package let score: Int?
    /// When somebody answered.
    package var answeredAt: Date?

    package var answerBy: Date { at.addingTimeInterval(Double(escalation.withinMinutes) * 60) }
  }

  /// The latest score that is known, and when it was found.
  package var lastScore: (at: Date, score: Int)? {
    slots.last { $0.score != nil }.flatMap { slot in slot.score.map { (slot.at, $0) } }
  }

  /// Whether it should have been settled by now.
  package func isLate(at now: Date, graceMinutes: Int) -> Bool {
    dueAt.map { now.timeIntervalSince($0) > Double(graceMinutes) * 60 } ?? false
  }
}
