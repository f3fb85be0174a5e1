import Foundation

extension OrderCourse {
  /// Says which dose `request` is about and how much is given, or why it cannot be.
  ///
  /// `acts` is what was done about the order's doses in the day before and since. Throws `DoseActed`, `NotYet`,
  /// `DoseOutOfTime`, `OrderNotLive` or `InvalidValue`.
  package func judge(
    _ request: DoseRequest, acts: [Dose], policy: MedicationPolicy, now: Date
  ) throws -> JudgedDose {
    guard request.at <= now else {
      throw InvalidValue(
        "date-in-future", field: "at", problem: "is in the future",
        remedy: "Give the time at which it happened.")
    }
    guard order.orderedAt.microsecond <= request.at.microsecond else {
      throw InvalidValue(
        "before-order", field: "at", problem: "is before the order",
        remedy: "Give a time since the order; nothing is given before it is ordered.")
    }
    if case .asNeeded(let limits) = order.terms.schedule {
      return try judgeAsNeeded(request, limits, acts: acts, policy: policy)
    }
    let due = try dueDose(of: request, acts: acts, policy: policy)
    if let dose = due.dose { throw DoseActed(dose, zone: zone) }
    try checkTime(of: request, due.dueAt, policy)
    return JudgedDose(dueAt: due.dueAt, amount: try amount(of: request, ordered: due.amount))
  }

  /// The dose that is meant: the one named, or the first that waits.
  private func dueDose(
    of request: DoseRequest, acts: [Dose], policy: MedicationPolicy
  ) throws -> DueDose {
    if let dueAt = request.dueAt {
      // A time that was told before it was stored may be a microsecond off.
      let window = dueAt.addingTimeInterval(-0.5)..<dueAt.addingTimeInterval(0.5)
      if let due = dueDoses(in: window, acts: acts, graceHours: policy.graceHours).first(where: {
        abs($0.dueAt.timeIntervalSince(dueAt)) < 0.001
      }) {
        return due
      }
      throw notDue(dueAt, policy)
    }
    return try meantDose(at: request.at, acts: acts, policy: policy)
  }

  /// The dose that somebody means who names none at `time`: the first that waits since then or before; where none does, the
  /// nearest, so that whoever comes second is told of the first and does not give the next one early.
  private func meantDose(at time: Date, acts: [Dose], policy: MedicationPolicy) throws -> DueDose {
    let back = Double(policy.missedMinutes) * 60
    let window = time.addingTimeInterval(-back)..<time.addingTimeInterval(86_400)
    let around = dueDoses(in: window, acts: acts, graceHours: policy.graceHours)
    if let waiting = around.first(where: { $0.dose == nil && $0.dueAt <= time }) { return waiting }
    func distance(_ due: DueDose) -> Double { abs(due.dueAt.timeIntervalSince(time)) }
    let near = around.filter { distance($0) <= Double(policy.earlyMinutes) * 60 }
    if let nearest = near.min(by: { distance($0) < distance($1) }) { return nearest }
    if let next = around.first(where: { $0.dose == nil }) { return next }
    throw notDue(time, policy)
  }

  private func notDue(_ time: Date, _ policy: MedicationPolicy) -> any Refusal {
    let standing = standing(at: time, graceHours: policy.graceHours)
    if standing != .active && standing != .awaiting {
      return OrderNotLive(standing: standing, at: turn(to: standing), by: stop?.by, zone: zone)
    }
    return InvalidValue(
      "not-due", field: "due_at", problem: "is not a time at which a dose of the order is due",
      remedy: "Take a time from the list of doses that are due, or leave it out for the dose of now.")
  }

  /// When it came to stand so.
  private func turn(to standing: Standing) -> Date? {
    switch standing {
    case .planned: order.terms.starts
    case .stopped: stop?.at
    case .ended: order.terms.until
    case .discharged: episodeEnd
    case .active, .awaiting, .lapsed: nil
    }
  }

  private func checkTime(of request: DoseRequest, _ dueAt: Date, _ policy: MedicationPolicy) throws {
    let first = dueAt.addingTimeInterval(-Double(policy.earlyMinutes) * 60)
    guard first <= request.at else {
      throw DoseOutOfTime(dueAt: dueAt, isEarly: true, limit: first, zone: zone)
    }
    let last = dueAt.addingTimeInterval(Double(policy.missedMinutes) * 60)
    if request.outcome == .given, last < request.at {
      throw DoseOutOfTime(dueAt: dueAt, isEarly: false, limit: last, zone: zone)
    }
  }

  /// What is given: as ordered, or less with a note; nothing where the dose is held or refused.
  fileprivate func amount(of request: DoseRequest, ordered: Decimal) throws(InvalidValue) -> Decimal? {
    guard request.outcome == .given else {
      guard request.amount == nil else {
        throw InvalidValue(
          "amount-of-nothing", field: "amount", problem: "is given for a dose that was not",
          remedy: "Leave the amount out.")
      }
      guard request.cause != nil else {
        throw InvalidValue(
          "missing-required", field: "cause", problem: "is missing",
          remedy: "Say why nothing was given: one of \(DoseCause.listing).")
      }
      return nil
    }
    guard request.cause == nil else {
      throw InvalidValue(
        "cause-of-given", field: "cause", problem: "is for doses that are held or refused",
        remedy: "Leave it out; what is to be said of a dose that was given stands in the note.")
    }
    guard !order.terms.needsWitness || request.witness != nil else {
      throw InvalidValue(
        "witness-needed", field: "witness", problem: "is missing: the order asks for a second person",
        remedy: "Name the colleague who saw it.")
    }
    let amount = request.amount ?? ordered
    try amount.checkAmount(field: "amount")
    guard amount <= ordered else {
      throw InvalidValue(
        "more-than-ordered", field: "amount", problem: "is more than ordered",
        remedy: "Give at most \(ordered) \(order.terms.unit.rawValue), or ask for another order.")
    }
    guard amount == ordered || request.note != nil else {
      throw InvalidValue(
        "missing-required", field: "note", problem: "is missing, and less than ordered was given",
        remedy: "Say why less was given.")
    }
    return amount
  }
}

extension OrderCourse {
  private func judgeAsNeeded(
    _ request: DoseRequest, _ limits: AsNeededLimits, acts: [Dose], policy: MedicationPolicy
  ) throws -> JudgedDose {
    guard request.outcome == .given else {
      throw InvalidValue(
        "not-due", field: "outcome", problem: "is for doses that are due, and this order is given as needed",
        remedy: "Write down only what was given.")
    }
    guard request.dueAt == nil else {
      throw InvalidValue(
        "not-due", field: "due_at", problem: "is given, and doses as needed are never due",
        remedy: "Leave it out.")
    }
    guard live(graceHours: policy.graceHours).contains(where: { $0.contains(request.at) }) else {
      throw notDue(request.at, policy)
    }
    let amount = try amount(of: request, ordered: order.terms.amount) ?? 0
    let given = acts.filter { $0.outcome == .given }.sorted { $0.at < $1.at }
    if let refusal = limits.refusal(of: amount, at: request.at, given: given, terms: order.terms, zone: zone)
    {
      throw refusal
    }
    return JudgedDose(dueAt: nil, amount: amount)
  }
}

extension AsNeededLimits {
  /// Why `amount` may not be given at `time` after and before the doses `given`, which are in order; nil when it may.
  package func refusal(
    of amount: Decimal, at time: Date, given: [Dose], terms: MedicationOrder.Terms, zone: TimeZone
  ) -> NotYet? {
    let apart = Double(minimumMinutes) * 60
    if let near = given.last(where: { abs($0.at.timeIntervalSince(time)) < apart }) {
      return NotYet(
        limit: .minimum(minutes: minimumMinutes), last: near, from: near.at.addingTimeInterval(apart),
        zone: zone)
    }
    // The fullest 24 hours with the new dose in them end with it, or with a dose that was given after it.
    let ends = [time] + given.map(\.at).filter { $0 > time && $0 < time.addingTimeInterval(86_400) }
    for end in ends {
      let within = given.filter { $0.at > end.addingTimeInterval(-86_400) && $0.at <= end }
      let sum = within.reduce(amount) { $0 + ($1.amount ?? 0) }
      guard sum > maximumIn24Hours, let last = within.last else { continue }
      return NotYet(
        limit: .maximum(amount: maximumIn24Hours, given: sum, unit: terms.unit), last: last,
        from: release(of: amount, within), zone: zone)
    }
    return nil
  }

  /// When enough of the doses `within` lie more than 24 hours back; nil when that never helps.
  private func release(of amount: Decimal, _ within: [Dose]) -> Date? {
    var sum = within.reduce(amount) { $0 + ($1.amount ?? 0) }
    for dose in within {
      sum -= dose.amount ?? 0
      if sum <= maximumIn24Hours { return dose.at.addingTimeInterval(86_400) }
    }
    return nil
  }
}
