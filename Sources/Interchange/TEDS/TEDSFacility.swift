import Clinic
import Foundation
import Records

/// The facility behind a provider id, with its noons.
///
/// TEDS has days and no times. A stay counts from noon of the day of admission to noon of the day of discharge, where
/// the clocks show the facility's time zone; a stay that ends on its first day lasts one hour, and what follows on the
/// same day begins where it ends. So the days of both ends can be read back, and their difference is the length of
/// stay (TEDS counts a same-day stay as 1, HCUP as 0; that is for reports to say).
struct TEDSFacility {
  static let hour: Int64 = 3_600_000_000

  let id: UUIDWords
  /// Whether the session may add to it.
  let isPermitted: Bool
  /// Whether it is in the database already.
  let isKnown: Bool
  private let timeZone: TimeZone
  private let isUTC: Bool

  init(id: UUIDWords, timeZone: TimeZone, isKnown: Bool, isPermitted: Bool) {
    self.id = id
    self.timeZone = timeZone
    self.isKnown = isKnown
    self.isPermitted = isPermitted
    isUTC = timeZone == .gmt || timeZone.identifier == "UTC" || timeZone.identifier == "Etc/UTC"
  }

  /// Noon of a day there, in microseconds since 2000-01-01 00:00 UTC.
  func noon(of day: Day) -> Int64 {
    let local = Int64(day.daysSince2000) * 86_400 + 43_200
    if isUTC { return local * 1_000_000 }
    // The offset at noon by the clocks is asked for twice, because the first guess is off by the offset itself.
    func offset(_ seconds: Int64) -> Int64 {
      Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds + 946_684_800))))
    }
    return (local - offset(local - offset(local))) * 1_000_000
  }
}
