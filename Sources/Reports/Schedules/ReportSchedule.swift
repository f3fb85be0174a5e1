import Clinic
import Foundation
import Postgres
import Records

/// A report that is made again and again by itself, and written into a folder.
package struct ReportSchedule: Identifiable, Sendable, Hashable {
  package typealias ID = Identifier<ReportSchedule>

  package enum Form: String, CaseIterable, Sendable, Codable { case text, csv, json, html, svg }
  package enum State: String, Sendable, Codable { case active, paused, removed }

  package let id: ID
  /// That of its definition.
  package let name: String
  package let definition: String
  package let rhythm: Rhythm
  /// Whose clocks these are.
  package let facilityID: Facility.ID
  package let zone: TimeZone
  package let forms: [Form]
  /// Under the root that the service is given.
  package let folder: String
  /// How many outputs are kept.
  package let keep: Int
  package let state: State
  package let nextAt: Date
  /// When it is tried again after a failure, before its next time comes; nil when it is not.
  package let retryAt: Date?
  /// The time that it was last made for; nil before the first.
  package let lastAt: Date?
  /// When it was last made, or failed.
  package let lastEndedAt: Date?
  /// Why it failed, as a code; nil when it went well.
  package let lastFault: String?
  /// How often it failed, one after the other.
  package let faults: Int
  /// The short name of whoever set it up.
  package let createdBy: String
}

extension ReportSchedule {
  /// All schedules that the caller may see, those that were removed left out.
  package static let all = Query<[ReportSchedule]>.all(select("schedule.state <> 'removed'")) {
    try ReportSchedule($0)
  }

  /// One schedule; nil when there is none that the caller may see, or when it was removed.
  static func find(_ id: ID) -> Query<ReportSchedule?> {
    .first(select("schedule.id = \(id) AND schedule.state <> 'removed'")) { try ReportSchedule($0) }
  }

  private static func select(_ condition: SQL) -> SQL {
    """
    SELECT schedule.*, extract(hour FROM schedule.at)::integer AS hour, extract(minute FROM schedule.at)::integer AS minute,
      place.time_zone, maker.handle AS maker
    FROM access.report_schedule AS schedule
    JOIN clinic.facility AS place
      ON place.organization_id = schedule.organization_id AND place.id = schedule.facility_id
    JOIN access.staff AS maker
      ON maker.organization_id = schedule.organization_id AND maker.id = schedule.created_by
    WHERE schedule.organization_id = (SELECT access.organization()) AND \(condition)
    ORDER BY schedule.folder, schedule.id
    """
  }

  init(_ row: Row) throws {
    let every: String = try row["every"]
    let day = (try row["day"] as Int16?).map { Int($0) }
    let (hour, minute) = (Int(try row["hour"] as Int32), Int(try row["minute"] as Int32))
    guard
      let rhythm = Rhythm(every: Rhythm.Every(rawValue: every) ?? .day, day: day, hour: hour, minute: minute)
    else { throw NotFound("report schedule") }
    let zone: String = try row["time_zone"]
    let (forms, state): ([String], String) = (try row["formats"], try row["state"])
    self.init(
      id: try row["id"], name: try row["name"], definition: try row["definition"], rhythm: rhythm,
      facilityID: try row["facility_id"], zone: TimeZone(identifier: zone) ?? .gmt,
      forms: forms.compactMap { Form(rawValue: $0) }, folder: try row["folder"],
      keep: Int(try row["keep"] as Int32), state: State(rawValue: state) ?? .paused,
      nextAt: try row["next_at"], retryAt: try row["retry_at"],
      lastAt: try row["last_at"], lastEndedAt: try row["last_ended_at"], lastFault: try row["last_fault"],
      faults: Int(try row["faults"] as Int32), createdBy: try row["maker"])
  }
}

/// What a schedule is to be; in CSV where it names no form.
package struct NewReportSchedule: Sendable {
  package let id: ReportSchedule.ID
  /// The text of the definition.
  package let text: String
  package let file: String
  package let rhythm: Rhythm
  /// Whose clocks these are.
  package let facilityID: Facility.ID
  package let forms: [ReportSchedule.Form]
  package let folder: String
  package let keep: Int

  package init(
    id: ReportSchedule.ID, text: String, file: String, rhythm: Rhythm, facilityID: Facility.ID,
    forms: [ReportSchedule.Form], folder: String, keep: Int
  ) throws {
    let letters = folder.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95
    }
    guard letters, (1...60).contains(folder.count), folder.utf8.first.map({ $0 != 45 && $0 != 95 }) ?? false
    else {
      throw InvalidValue(
        "invalid-name", field: "folder", problem: "is not the name of a folder",
        remedy:
          "Use at most 60 letters a to z, digits, dashes and underscores, and begin with a letter or digit.")
    }
    guard (1...1_000).contains(keep) else {
      throw InvalidValue(
        "out-of-range", field: "keep", problem: "is not from 1 to 1000",
        remedy: "Give how many outputs are kept.")
    }
    (self.id, self.text, self.file, self.rhythm, self.facilityID) = (id, text, file, rhythm, facilityID)
    (self.forms, self.folder, self.keep) = (forms.isEmpty ? [.csv] : forms, folder, keep)
  }
}
