import Clinic
import Foundation
import Postgres

/// A schedule whose time has come, as the runner finds it before it acts for anybody.
///
/// What may heal by itself, such as a full disk, is tried again after 5 minutes, 15 minutes and an hour, for the time for which
/// it failed. After that, and where somebody has to do something about it, it waits for the next time of its rhythm; as long as
/// it goes on failing it is tried once each time.
struct DueSchedule: Sendable {
  static let pauses: [TimeInterval] = [300, 900, 3_600]

  let id: ReportSchedule.ID
  let organizationID: Organization.ID
  /// Of the token that it acts by.
  let digest: [UInt8]
  let rhythm: Rhythm
  let zone: TimeZone
  /// The time for which it is made.
  let nextAt: Date
  /// How often it failed, one after the other.
  let faults: Int

  /// When it comes next after a failure, and when it is tried again before.
  func afterFailure(heals: Bool, at now: Date) -> (next: Date, retry: Date?) {
    let next = rhythm.next(after: now, in: zone)
    guard heals, faults < Self.pauses.count else { return (next, nil) }
    let retry = now.addingTimeInterval(Self.pauses[faults])
    return retry < next ? (nextAt, retry) : (next, nil)
  }

  /// Writes a failure down; where another runner was at work meanwhile, it does nothing.
  func failed(_ fault: String, heals: Bool, at now: Date) -> SQL {
    let (next, retry) = afterFailure(heals: heals, at: now)
    return """
      SELECT FROM access.report_schedule_failed(
        \(id), \(digest), \(nextAt), \(next), \(retry), \(fault), \(now))
      """
  }

  /// Those of every organization.
  static func all(at now: Date) -> Query<[DueSchedule]> {
    .all("SELECT * FROM access.due_report_schedules(\(now))") { try DueSchedule($0) }
  }

  init(_ row: Row) throws {
    let (every, zone): (String, String) = (try row["every"], try row["time_zone"])
    let day = (try row["day"] as Int16?).map { Int($0) }
    let (hour, minute) = (Int(try row["hour"] as Int32), Int(try row["minute"] as Int32))
    guard
      let rhythm = Rhythm(every: Rhythm.Every(rawValue: every) ?? .day, day: day, hour: hour, minute: minute)
    else { throw NotFound("report schedule") }
    (self.rhythm, self.zone) = (rhythm, TimeZone(identifier: zone) ?? .gmt)
    (id, organizationID, digest) = (try row["id"], try row["organization_id"], try row["token_digest"])
    (nextAt, faults) = (try row["next_at"], Int(try row["faults"] as Int32))
  }
}
