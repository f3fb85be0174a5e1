import Foundation

/// A dose that falls due, and what was done about it.
package struct DueDose: Hashable, Sendable {
  package let dueAt: Date
  package let amount: Decimal
  package let dose: Dose?

  package init(dueAt: Date, amount: Decimal, dose: Dose? = nil) {
    self.dueAt = dueAt
    self.amount = amount
    self.dose = dose
  }

  /// How it stands at `now`.
  package func state(at now: Date, policy: MedicationPolicy) -> State {
    if let dose { return State(dose.outcome) }
    let minutes = now.timeIntervalSince(dueAt) / 60
    if minutes < -Double(policy.earlyMinutes) { return .planned }
    if minutes <= Double(policy.lateMinutes) { return .due }
    return minutes <= Double(policy.missedMinutes) ? .late : .missed
  }

  package enum State: String, CaseIterable, Hashable, Sendable, Codable {
    /// Too early to be given.
    case planned
    case due, late
    /// Nobody acted in time.
    case missed
    case given, held, refused

    fileprivate init(_ outcome: Dose.Outcome) {
      self =
        switch outcome {
        case .given: .given
        case .held: .held
        case .refused: .refused
        }
    }
  }
}

extension OrderCourse {
  /// Every dose that falls due in `window`, in order of time; none of an order that is given as needed.
  package func dueDoses(in window: Range<Date>, graceHours: Int) -> [(dueAt: Date, amount: Decimal)] {
    live(graceHours: graceHours).flatMap { range -> [(dueAt: Date, amount: Decimal)] in
      let part = range.clamped(to: window)
      return part.isEmpty ? [] : doses(in: part)
    }
  }

  private func doses(in part: Range<Date>) -> [(dueAt: Date, amount: Decimal)] {
    let terms = order.terms
    switch terms.schedule {
    case .regular(let timing):
      return timing.dueTimes(from: terms.starts, in: part, zone: zone).map { ($0, terms.amount) }
    case .taper(let taper, let timing):
      let first = Day(of: terms.starts, in: zone)
      return timing.dueTimes(from: terms.starts, in: part, zone: zone).compactMap { time in
        taper.amount(onDay: Day(of: time, in: zone).days(since: first)).map { (time, $0) }
      }
    case .asNeeded: return []
    case .once: return part.contains(terms.starts) ? [(terms.starts, terms.amount)] : []
    }
  }

  /// The doses that fall due in `window` with what was done about them.
  ///
  /// What was done about a dose that the order no longer gives rise to stays in the list.
  package func dueDoses(in window: Range<Date>, acts: [Dose], graceHours: Int) -> [DueDose] {
    let acted = Dictionary(
      acts.compactMap { dose in dose.dueAt.map { ($0.microsecond, dose) } },
      uniquingKeysWith: { first, _ in first })
    let planned = dueDoses(in: window, graceHours: graceHours)
    let times = Set(planned.map(\.dueAt.microsecond))
    let others = acted.values.compactMap { dose -> DueDose? in
      guard let dueAt = dose.dueAt, window.contains(dueAt), !times.contains(dueAt.microsecond) else {
        return nil
      }
      return DueDose(dueAt: dueAt, amount: dose.amount ?? order.terms.amount, dose: dose)
    }
    return
      (planned.map { DueDose(dueAt: $0.dueAt, amount: $0.amount, dose: acted[$0.dueAt.microsecond]) } + others)
      .sorted { $0.dueAt < $1.dueAt }
  }
}

extension Date {
  /// The instant as the database knows it, in microseconds.
  ///
  /// Times that came by different ways, added up, read or sent, may differ by less than one.
  var microsecond: Int64 { Int64((timeIntervalSinceReferenceDate * 1_000_000).rounded()) }
}
