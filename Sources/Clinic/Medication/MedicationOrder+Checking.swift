import Foundation

extension MedicationOrder.Terms {
  /// Refuses terms that cannot be carried out, for an order of `orderedAt` in `stay`, at the instant `now`.
  package func check(orderedAt: Date, in stay: Stay, now: Date) throws(InvalidValue) {
    try amount.checkAmount(field: "amount")
    guard orderedAt <= now else { throw .inFuture("ordered_at") }
    guard stay.during.contains(orderedAt) else {
      throw InvalidValue(
        "outside-stay", field: "ordered_at", problem: "is not within the stay that goes on",
        remedy: "Give a time since the person came to this stage.")
    }
    guard orderedAt <= starts else {
      throw InvalidValue(
        "before-order", field: "starts", problem: "is before the order",
        remedy: "Give a time from the order on, and say when it was ordered where that was earlier.")
    }
    if let until, until <= starts {
      throw InvalidValue(
        "end-before-start", field: "until", problem: "is not after the start",
        remedy: "Give a later end, or none while it goes on.")
    }
    try checkSchedule()
  }

  private func checkSchedule() throws(InvalidValue) {
    switch schedule {
    case .regular(let timing): try timing.check()
    case .taper(let taper, let timing):
      try timing.check()
      guard taper.amounts.first == amount, until != nil else {
        throw InvalidValue(
          "taper-never-ends", field: "until", problem: "is missing for a taper",
          remedy: "Let the taper say its own end.")
      }
    case .asNeeded(let limits):
      guard (5...10_080).contains(limits.minimumMinutes) else {
        throw InvalidValue(
          "out-of-range", field: "minimum_minutes", problem: "is not from 5 minutes to 7 days",
          remedy: "Give the shortest time between two doses, e.g. 360 for six hours.")
      }
      try limits.maximumIn24Hours.checkAmount(field: "maximum_in_24_hours")
      guard limits.maximumIn24Hours >= amount else {
        throw InvalidValue(
          "out-of-range", field: "maximum_in_24_hours", problem: "is less than one dose",
          remedy: "Give at least the amount of one dose.")
      }
    case .once:
      guard until == nil else {
        throw InvalidValue(
          "once-has-no-end", field: "until", problem: "is given for a single dose",
          remedy: "Leave it out; a single dose is due at its start.")
      }
    }
  }
}
