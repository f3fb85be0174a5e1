import Foundation

/// Somebody has acted on the dose already.
package struct DoseActed: Refusal, Hashable {
  package let dose: Dose
  /// The clock by which people read times.
  package let zone: TimeZone

  package var code: String { "dose-acted" }
  package var kind: RefusalKind { .conflict }
  package var field: String? { "due_at" }
  package var message: String {
    let due = dose.dueAt.map { " that was due at \(wall($0, zone))" } ?? ""
    return "The dose\(due) was \(dose.outcome.rawValue) by \(dose.by.rawValue) at \(wall(dose.at, zone))."
  }
  package var remedy: String {
    "Leave it as it is; where what is written is wrong, it is entered in error first, with the reason."
  }

  package init(_ dose: Dose, zone: TimeZone) {
    self.dose = dose
    self.zone = zone
  }
}

/// The order does not allow another dose as needed yet.
package struct NotYet: Refusal, Hashable {
  package enum Limit: Hashable, Sendable {
    case minimum(minutes: Int)
    case maximum(amount: Decimal, given: Decimal, unit: DoseUnit)
  }

  package let limit: Limit
  /// The dose that stands in the way, the latest of them.
  package let last: Dose
  /// When the amount asked for may be given.
  package let from: Date?
  package let zone: TimeZone

  package var code: String {
    switch limit {
    case .minimum: "dose-too-soon"
    case .maximum: "maximum-reached"
    }
  }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "at" }
  package var message: String {
    let who = "\(last.by.rawValue) gave \(last.amount?.description ?? "a dose") at \(wall(last.at, zone))"
    return switch limit {
    case .minimum(let minutes): "\(who), and there are at least \(minutes) minutes between two doses."
    case .maximum(let amount, let given, let unit):
      "With it \(given) \(unit.rawValue) would be given within 24 hours, and \(amount) \(unit.rawValue) is the most; \(who) last."
    }
  }
  package var remedy: String {
    from.map { "It may be given from \(wall($0, zone)) on; before that, ask the prescriber." }
      ?? "Give less, or ask the prescriber."
  }
}

/// The dose cannot be given at this time.
package struct DoseOutOfTime: Refusal, Hashable {
  package let dueAt: Date
  package let isEarly: Bool
  /// From or until when it may be given.
  package let limit: Date
  package let zone: TimeZone

  package var code: String { isEarly ? "dose-too-early" : "dose-missed" }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "at" }
  package var message: String {
    isEarly
      ? "The dose is due at \(wall(dueAt, zone)), and is not given before \(wall(limit, zone))."
      : "The dose was due at \(wall(dueAt, zone)), and is not given after \(wall(limit, zone))."
  }
  package var remedy: String {
    isEarly
      ? "Wait until then, or ask the prescriber for another order."
      : "If it was given in time, say when with at; otherwise write it down as held or refused, and ask the prescriber."
  }
}

/// Nothing is given under an order that is over, or not accepted for the stage.
package struct OrderNotLive: Refusal, Hashable {
  package let standing: OrderCourse.Standing
  /// When it came to stand so.
  package let at: Date?
  package let by: Line?
  package let zone: TimeZone

  package init(standing: OrderCourse.Standing, at: Date?, by: Line?, zone: TimeZone) {
    self.standing = standing
    self.at = at
    self.by = by
    self.zone = zone
  }

  package var code: String { "order-\(standing.rawValue)" }
  package var kind: RefusalKind { .refusedByRule }
  package var message: String {
    let time = at.map { " at \(wall($0, zone))" } ?? ""
    let who = by.map { " by \($0.rawValue)" } ?? ""
    return switch standing {
    case .planned: "The order begins\(time)."
    case .stopped: "The order was stopped\(time)\(who)."
    case .ended: "The order ended\(time)."
    case .discharged: "The person was discharged\(time), and the order ended with that."
    case .awaiting, .lapsed: "The stage has changed, and nobody has accepted the order for it."
    case .active: "The order has no dose at that time."
    }
  }
  package var remedy: String {
    switch standing {
    case .awaiting, .lapsed: "Let a prescriber accept the order, or stop it."
    case .planned: "Wait until then."
    default: "Ask a prescriber for an order."
    }
  }
}

/// By the clock of `zone`, with its offset so that programs can read it too: `2026-06-16T08:00:00-04:00`.
private func wall(_ date: Date, _ zone: TimeZone) -> String {
  date.formatted(Date.ISO8601FormatStyle(timeZone: zone).timeZoneSeparator(.colon))
}
