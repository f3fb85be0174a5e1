import Foundation

/// When the doses of an order fall due.
package enum DoseTiming: Hashable, Sendable {
  /// At these times of every day, by the clock on the wall.
  case times([TimeOfDay])
  /// Every so many minutes from the first dose on, whatever the clock on the wall does.
  case every(minutes: Int)

  /// Every dose from `first` on that falls into `window`, in order of time.
  ///
  /// Two times of the day that fall on one instant, because the clocks skip an hour, are one dose.
  package func dueTimes(from first: Date, in window: Range<Date>, zone: TimeZone) -> [Date] {
    let start = max(first, window.lowerBound)
    guard start < window.upperBound else { return [] }
    switch self {
    case .times(let times):
      let last = Day(of: window.upperBound, in: zone)
      // A day earlier too: an instant may belong to a day that the clocks show no longer.
      var day = Day(of: start, in: zone).adding(days: -1)
      var found: Set<Date> = []
      while day <= last {
        for time in times { found.insert(time.instant(on: day, in: zone)) }
        day = day.adding(days: 1)
      }
      return found.filter { start <= $0 && $0 < window.upperBound }.sorted()
    case .every(let minutes):
      let step = Double(minutes) * 60
      let skipped = (start.timeIntervalSince(first) / step).rounded(.up)
      var time = first.addingTimeInterval(max(0, skipped) * step)
      var found: [Date] = []
      while time < window.upperBound {
        found.append(time)
        time = time.addingTimeInterval(step)
      }
      return found
    }
  }

  /// The shortest distance between doses that is taken, in minutes.
  package static let shortest = 30

  /// Throws `InvalidValue` when no dose would ever fall due by it, or too many.
  package func check() throws(InvalidValue) {
    switch self {
    case .times(let times):
      guard (1...24).contains(times.count), Set(times).count == times.count else {
        throw InvalidValue(
          "invalid-times", field: "times", problem: "is not a list of 1 to 24 different times of the day",
          remedy: "Give each time once, e.g. 08:00 and 20:00.")
      }
    case .every(let minutes):
      guard (Self.shortest...10_080).contains(minutes) else {
        throw InvalidValue(
          "out-of-range", field: "every_minutes", problem: "is not from \(Self.shortest) minutes to 7 days",
          remedy: "Give an interval like 360 for every six hours.")
      }
    }
  }
}
