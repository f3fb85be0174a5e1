import Clinic
import Foundation

/// How often a report is made by itself: every day, week or month, at a time of a facility's clocks.
package struct Rhythm: Hashable, Sendable {
  package enum Every: String, CaseIterable, Sendable, Codable { case day, week, month }

  package let every: Every
  /// Of the week, Monday is 1; of the month, the last one where it has fewer; nil for every day.
  package let day: Int?
  package let hour: Int
  package let minute: Int

  /// Nil when there is no such day or time.
  package init?(every: Every, day: Int?, hour: Int, minute: Int) {
    let days: ClosedRange<Int>? =
      switch every {
      case .day: nil
      case .week: 1...7
      case .month: 1...31
      }
    guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
    if let days { guard let day, days.contains(day) else { return nil } } else if day != nil { return nil }
    (self.every, self.day, self.hour, self.minute) = (every, day, hour, minute)
  }

  /// One as people write it, with the time as `HH:MM`.
  ///
  /// - Throws: `InvalidValue` of the field `at` or `day`.
  package init(every: Every, day: Int?, at time: String) throws {
    let parts = time.split(separator: ":", omittingEmptySubsequences: false)
    let isTime = parts.count == 2 && parts.allSatisfy { $0.utf8.count == 2 }
    guard isTime, let hour = UInt8(parts[0]), let minute = UInt8(parts[1]), hour < 24, minute < 60 else {
      throw InvalidValue(
        "invalid-time", field: "at", problem: "is not a time of the day",
        remedy: "Write hours and minutes, such as 06:30.")
    }
    guard let rhythm = Rhythm(every: every, day: day, hour: Int(hour), minute: Int(minute)) else {
      throw InvalidValue(
        "out-of-range", field: "day", problem: "does not go with how often it is made",
        remedy: "Give 1 (Monday) to 7 with week, 1 to 31 with month, and none with day.")
    }
    self = rhythm
  }

  /// The first time after `instant`, by the clocks of `zone`.
  ///
  /// A time that the clocks skip in spring is the first one after the gap; one that they show twice in autumn counts once.
  package func next(after instant: Date, in zone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let start = calendar.startOfDay(for: instant)
    for offset in 0...62 {
      guard let midday = calendar.date(byAdding: DateComponents(day: offset, hour: 12), to: start) else {
        continue
      }
      var parts = calendar.dateComponents([.year, .month, .day], from: midday)
      guard fits(midday, calendar) else { continue }
      (parts.hour, parts.minute) = (hour, minute)
      if let time = calendar.date(from: parts), time > instant { return time }
    }
    // No month is without the day, so there is a time in any two of them.
    return instant.addingTimeInterval(86_400)
  }

  /// The last time up to `now` when there were several since `due`, which is one itself.
  package func latest(since due: Date, until now: Date, in zone: TimeZone) -> Date {
    var due = due
    while true {
      let next = next(after: due, in: zone)
      if next > now { return due }
      due = next
    }
  }

  private func fits(_ midday: Date, _ calendar: Calendar) -> Bool {
    switch every {
    case .day: return true
    case .week: return (calendar.component(.weekday, from: midday) + 5) % 7 + 1 == day
    case .month:
      let last = calendar.range(of: .day, in: .month, for: midday)?.count ?? 31
      return calendar.component(.day, from: midday) == min(day ?? 1, last)
    }
  }
}

extension Rhythm {
  /// The time of the day, such as `06:30`.
  package var time: String { "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)" }

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// Such as `every week on Monday at 06:30`.
  package var words: String {
    switch every {
    case .day: "every day at \(time)"
    case .week: "every week on \(Self.weekdays[(day ?? 1) - 1]) at \(time)"
    case .month: "every month on day \(day ?? 1) at \(time)"
    }
  }
}
