import Clinic
import Foundation
import Postgres

/// A check of somebody who is in treatment, with where the person is.
package struct DueLine: Sendable, Hashable {
  package let monitoringID: MonitoringRecord.ID
  package let episodeID: Episode.ID
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  package let patientName: String
  /// Nil for somebody without a bed.
  package let unit: String?
  package let bed: String?
  package let protocolName: String
  package let check: String
  package let title: String
  package let dueAt: Date?
  package let lateAt: Date?
  /// Minutes between two checks now, and before that changed last.
  package let minutes: Int32?
  package let minutesBefore: Int32?
  package let changedAt: Date
  package let lastAt: Date?
  package let lastOutcome: CheckOutcome?
  package let lastScore: Int16?
  package let raised: Raised?

  /// What somebody is to be told of.
  package struct Raised: Sendable, Hashable {
    package let at: Date
    package let tell: String
    package let then: String
    package let score: Int16?
    package let answerBy: Date
    package let answeredAt: Date?
  }

  package func isLate(at now: Date) -> Bool { lateAt.map { $0 < now } ?? false }
}

/// Which lines a list of what is due has.
package struct DueFilter: Sendable, Hashable {
  package var facility: Facility.ID?
  package var unit: Clinic.Unit.ID?
  /// Due up to then; what is late is due.
  package var until: Date
  /// Also what changed from then on, and what was raised; nil for what is due alone.
  package var since: Date?
  /// At most so many lines, the most pressing ones.
  package var limit: Int32

  package init(
    facility: Facility.ID? = nil, unit: Clinic.Unit.ID? = nil, until: Date, since: Date? = nil,
    limit: Int32 = 100
  ) {
    self.facility = facility
    self.unit = unit
    self.until = until
    self.since = since
    self.limit = limit
  }
}

/// Queries about what is due.
package enum DueChecks {
  /// The most pressing checks of people who are in treatment at `now`, what is due first standing first.
  ///
  /// It reads the stays that go on and one row for each of their checks, and no history.
  package static func list(_ filter: DueFilter, at now: Date) -> PatientList<DueLine> {
    PatientList(
      """
      SELECT d.*, concat_ws(' ', coalesce(p.preferred_name, p.given_name), p.family_name) AS patient_name
      FROM (
        SELECT c.monitoring_id, c.check_name, c.episode_id, c.patient_id, c.facility_id, c.protocol, c.title, c.due_at,
          c.late_at, c.minutes, c.minutes_before, c.changed_at, c.last_at, c.last_outcome, c.last_score, c.raised_at,
          c.raised_tell, c.raised_then, c.raised_score, c.answer_by, c.answered_at, place.unit, place.bed
        FROM clinic.stay_fact AS s
        JOIN clinic.due_check AS c ON c.organization_id = s.organization_id AND c.episode_id = s.episode_id
        \(place(filter.unit, at: now))
        WHERE s.organization_id = (SELECT access.organization()) AND \(facility(filter.facility))
          AND s.known_to = 'infinity' AND s.ends > \(now) AND lower(s.valid) <= \(now) AND c.ends_at > \(now)
          AND \(wanted(filter))
        ORDER BY c.due_at NULLS LAST, c.monitoring_id, c.check_name
        LIMIT \(filter.limit)
      ) AS d
      LEFT JOIN clinic.demographics AS p ON p.organization_id = (SELECT access.organization())
        AND p.patient_id = d.patient_id AND p.known_to = 'infinity'
      ORDER BY d.due_at NULLS LAST, d.monitoring_id, d.check_name
      """, patient: "patient_id", DueLine.init(row:))
  }

  private static func facility(_ facility: Facility.ID?) -> SQL {
    facility.map { "s.facility_id = \($0)" } ?? "s.facility_id = ANY (access.facilities())"
  }

  private static func wanted(_ filter: DueFilter) -> SQL {
    guard let since = filter.since else { return "c.due_at <= \(filter.until)" }
    return "(c.due_at <= \(filter.until) OR c.changed_at >= \(since) OR c.raised_at IS NOT NULL)"
  }

  /// The bed in which the person is: the last that the stay took and that still is taken.
  private static func place(_ unit: Clinic.Unit.ID?, at now: Date) -> SQL {
    let found: SQL = """
      SELECT u.id AS unit_id, u.name AS unit, b.label AS bed
      FROM (
        SELECT o.bed_id, o.valid
        FROM clinic.occupation AS o
        WHERE o.organization_id = s.organization_id AND o.episode_id = s.episode_id AND o.stay_id = s.stay_id
          AND o.known_to = 'infinity' AND o.starts <= \(now)
        ORDER BY o.starts DESC
        LIMIT 1
      ) AS taken
      JOIN clinic.bed AS b ON b.organization_id = s.organization_id AND b.id = taken.bed_id
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      WHERE taken.valid @> \(now)
      """
    guard let unit else { return "LEFT JOIN LATERAL (\(found)) AS place ON true" }
    return "JOIN LATERAL (\(found) AND u.id = \(unit)) AS place ON true"
  }
}

extension DueLine {
  init(row: Row) throws {
    let raisedAt: Date? = try row["raised_at"]
    self.init(
      monitoringID: try row["monitoring_id"], episodeID: try row["episode_id"],
      patientID: try row["patient_id"],
      facilityID: try row["facility_id"], patientName: try row["patient_name"], unit: try row["unit"],
      bed: try row["bed"], protocolName: try row["protocol"], check: try row["check_name"],
      title: try row["title"], dueAt: try row["due_at"], lateAt: try row["late_at"],
      minutes: try row["minutes"], minutesBefore: try row["minutes_before"], changedAt: try row["changed_at"],
      lastAt: try row["last_at"], lastOutcome: try row["last_outcome"], lastScore: try row["last_score"],
      raised: try raisedAt.map {
        Raised(
          at: $0, tell: try row["raised_tell"], then: try row["raised_then"], score: try row["raised_score"],
          answerBy: try row["answer_by"], answeredAt: try row["answered_at"])
      })
  }
}
