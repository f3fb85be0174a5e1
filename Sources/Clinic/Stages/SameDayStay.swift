import Foundation

/// How many days a stay counts that ended on the day on which it began: the great counts do not agree.
package enum SameDayStay: String, CaseIterable, Hashable, Sendable, Codable {
  /// One day, as TEDS counts.
  case teds
  /// No day, as the hospital statistics (HCUP) count.
  case hcup

  /// The days of a stay that ended on the day on which it began.
  package var days: Int { self == .teds ? 1 : 0 }

  /// The length of a stay in days of the calendar where the clocks show `timeZone`: the day of discharge less the day of
  /// admission, whatever the hours, so that neither midnight nor the change of the clocks adds or takes one.
  package func lengthOfStay(from start: Date, to end: Date, in timeZone: TimeZone) -> Int {
    max(days, Day(of: end, in: timeZone).days(since: Day(of: start, in: timeZone)))
  }
}
