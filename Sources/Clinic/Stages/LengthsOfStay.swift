import Foundation

/// The length of a stay or an episode under each convention for stays that end on their first day.
package struct LengthsOfStay: Hashable, Sendable {
  package let teds: Int
  package let hcup: Int

  /// Counts days of the calendar where the clocks show `timeZone`; what goes on is counted until `now`.
  package init(of time: Interval, in timeZone: TimeZone, now: Date) {
    let end = max(time.start, min(time.end ?? now, now))
    teds = SameDayStay.teds.lengthOfStay(from: time.start, to: end, in: timeZone)
    hcup = SameDayStay.hcup.lengthOfStay(from: time.start, to: end, in: timeZone)
  }
}
