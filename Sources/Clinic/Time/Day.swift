import Foundation

/// A calendar day, of the Gregorian calendar and of no time zone: a birthday, a day of a report.
package struct Day: Hashable, Sendable {
  /// Days since 2000-01-01, which is how PostgreSQL stores a date.
  package let daysSince2000: Int32

  /// The days that can be written with four digits of year: 0001-01-01 to 9999-12-31.
  package static let range = -730_119...2_921_939 as ClosedRange<Int32>

  /// Nil outside the years 1 to 9999.
  package init?(daysSince2000: Int32) {
    guard Self.range.contains(daysSince2000) else { return nil }
    self.daysSince2000 = daysSince2000
  }

  /// Nil when there is no such day, as on 2023-02-29.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9_999).contains(year), (1...12).contains(month),
      (1...Self.length(ofMonth: month, in: year)).contains(day)
    else { return nil }
    daysSince2000 = Int32(Self.serial(year, month, day))
  }

  /// Reads `2024-02-29`, and nothing else.
  package init(_ text: String) throws(InvalidValue) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let isShaped = parts.map(\.count) == [4, 2, 2] && parts.joined().allSatisfy { (48...57).contains($0) }
    // Only what has the right shape is counted: longer digits would overflow.
    let numbers = isShaped ? parts.map { $0.reduce(0) { 10 * $0 + Int($1) - 48 } } : []
    guard isShaped, let day = Day(year: numbers[0], month: numbers[1], day: numbers[2]) else {
      // The text is not repeated: it may be somebody's birthday.
      throw InvalidValue(
        "invalid-date", field: nil, problem: "is not a day of the calendar",
        remedy: "Write a day that exists as year-month-day, e.g. 2024-02-29.")
    }
    self = day
  }

  /// The day on which `time` falls where the clocks show `timeZone`.
  package init(of time: Date, in timeZone: TimeZone) {
    let seconds = time.timeIntervalSince1970 + Double(timeZone.secondsFromGMT(for: time))
    let days = (seconds / 86_400).rounded(.down) - 10_957
    let (first, last) = (Double(Self.range.lowerBound), Double(Self.range.upperBound))
    daysSince2000 = Int32(days > first ? min(days, last) : first)
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Counts days in years that begin in March, so that the leap day comes last.
  private static func serial(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 730_425
  }
}
