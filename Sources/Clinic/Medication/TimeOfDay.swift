import Foundation

/// A time by the clock on the wall, to the minute, of no day and no time zone.
package struct TimeOfDay: Hashable, Sendable, Comparable {
  /// Minutes after midnight, from 0 to 1439.
  package let minutes: Int16

  /// Nil outside the day.
  package init?(minutes: Int) {
    guard (0..<1_440).contains(minutes) else { return nil }
    self.minutes = Int16(minutes)
  }

  /// Reads `08:00`.
  package init(_ text: String, field: String? = nil) throws(InvalidValue) {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let isShaped =
      parts.count == 2 && (1...2).contains(parts[0].count) && parts[1].count == 2
      && parts.joined().allSatisfy { (48...57).contains($0) }
    let numbers = isShaped ? parts.map { $0.reduce(0) { 10 * $0 + Int($1) - 48 } } : []
    guard isShaped, numbers[1] < 60, let time = TimeOfDay(minutes: 60 * numbers[0] + numbers[1]) else {
      throw InvalidValue(
        "invalid-time-of-day", field: field, problem: "is not a time of the day",
        remedy: "Write it as hours and minutes, e.g. 08:00 or 20:30.")
    }
    self = time
  }

  package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }

  /// The instant at which the clocks of `zone` show it on `day`.
  ///
  /// Where they show it twice it is the first time. Where they skip it, it is the instant that is as long after that of the
  /// day before as on any other day.
  package func instant(on day: Day, in zone: TimeZone) -> Date {
    // 2000-01-01 is 946,684,800 seconds after 1970; first as if the clocks showed UTC.
    let wall = Double(day.daysSince2000) * 86_400 + 946_684_800 + Double(minutes) * 60
    func shift(at seconds: Double) -> Double {
      Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)))
    }
    let (before, after) = (shift(at: wall - 86_400), shift(at: wall + 86_400))
    let isLate = shift(at: wall - before) != before && shift(at: wall - after) == after
    return Date(timeIntervalSince1970: wall - (isLate ? after : before))
  }
}

extension TimeOfDay: CustomStringConvertible {
  /// `08:00`.
  package var description: String {
    let (hours, minutes) = (minutes / 60, minutes % 60)
    return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
  }
}
