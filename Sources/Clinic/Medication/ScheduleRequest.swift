import Foundation

/// A schedule as it was asked for: what a kind of order needs must be there, and nothing else.
package struct ScheduleRequest: Hashable, Sendable {
  package var kind: MedicationOrder.Kind
  /// Of one dose; of a taper the first, which may be left out beside a list.
  package var amount: Decimal?
  package var times: [TimeOfDay]?
  package var everyMinutes: Int?
  package var minimumMinutes: Int?
  package var maximumIn24Hours: Decimal?
  package var taper: TaperRequest?

  package init(_ kind: MedicationOrder.Kind, amount: Decimal? = nil) {
    self.kind = kind
    self.amount = amount
  }

  /// A taper by its rule, or by its list of amounts.
  package struct TaperRequest: Hashable, Sendable {
    package var days: Int
    package var step: Decimal?
    package var floor: Decimal?
    package var amounts: [Decimal]?

    package init(days: Int, step: Decimal? = nil, floor: Decimal? = nil, amounts: [Decimal]? = nil) {
      self.days = days
      self.step = step
      self.floor = floor
      self.amounts = amounts
    }
  }

  /// The amount of the first dose and the schedule.
  package func schedule() throws(InvalidValue) -> (amount: Decimal, schedule: MedicationOrder.Schedule) {
    let isTimed = kind == .regular || kind == .taper
    try expect((times != nil || everyMinutes != nil) == isTimed, "times", isTimed)
    guard times == nil || everyMinutes == nil else {
      throw InvalidValue(
        "two-timings", field: "every_minutes", problem: "is given beside times of the day",
        remedy: "Give one of the two.")
    }
    try expect((minimumMinutes != nil) == (kind == .asNeeded), "minimum_minutes", kind == .asNeeded)
    try expect((maximumIn24Hours != nil) == (kind == .asNeeded), "maximum_in_24_hours", kind == .asNeeded)
    try expect((taper != nil) == (kind == .taper), "taper", kind == .taper)
    if let taper { return try tapering(taper) }
    guard let amount else { throw missing("amount") }
    switch kind {
    case .once: return (amount, .once)
    case .asNeeded:
      return (
        amount,
        .asNeeded(
          AsNeededLimits(minimumMinutes: minimumMinutes ?? 0, maximumIn24Hours: maximumIn24Hours ?? 0))
      )
    default: return (amount, .regular(timing))
    }
  }

  private var timing: DoseTiming { times.map(DoseTiming.times) ?? .every(minutes: everyMinutes ?? 0) }

  private func tapering(
    _ request: TaperRequest
  ) throws(InvalidValue) -> (amount: Decimal, schedule: MedicationOrder.Schedule) {
    let taper: Taper
    if let amounts = request.amounts {
      guard request.step == nil, request.floor == nil else {
        throw InvalidValue(
          "two-tapers", field: "amounts", problem: "is given beside a step or a floor",
          remedy: "Give the list of amounts, or the rule.")
      }
      taper = try Taper(amounts: amounts, days: request.days)
    } else {
      guard let amount else { throw missing("amount") }
      guard let step = request.step else {
        throw InvalidValue(
          "taper-never-ends", field: "step", problem: "is missing, so that the taper would never end",
          remedy: "Give the amount by which each step is smaller, or a list of amounts.")
      }
      taper = try Taper(from: amount, by: step, to: request.floor ?? 0, days: request.days)
    }
    guard let first = taper.amounts.first, amount == nil || amount == first else {
      throw InvalidValue(
        "two-amounts", field: "amount", problem: "is not the first of the taper",
        remedy: "Leave the amount out beside a list.")
    }
    return (first, .taper(taper, timing))
  }

  private func expect(_ holds: Bool, _ field: String, _ isNeeded: Bool) throws(InvalidValue) {
    guard !holds else { return }
    if isNeeded { throw missing(field) }
    throw InvalidValue(
      "not-of-this-kind", field: field, problem: "does not belong to an order of this kind",
      remedy: "Leave it out, or order by another kind.")
  }

  private func missing(_ field: String) -> InvalidValue {
    InvalidValue(
      "missing-required", field: field, problem: "is missing for an order of this kind",
      remedy: "Give the field \(field).")
  }
}

extension MedicationOrder.Terms {
  /// The same, where a taper says by the clocks of `zone` when it ends.
  package func settled(in zone: TimeZone) -> MedicationOrder.Terms {
    guard case .taper(let taper, _) = schedule else { return self }
    return MedicationOrder.Terms(
      drug: drug, code: code, amount: amount, unit: unit, route: route, schedule: schedule, starts: starts,
      until: taper.end(from: starts, in: zone), indication: indication, isControlled: isControlled,
      needsWitness: needsWitness)
  }
}
