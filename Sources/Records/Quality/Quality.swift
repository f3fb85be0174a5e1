import Clinic
import Foundation
import Postgres

/// Queries for the board of data quality.
package enum Quality {
  /// How many items there are, by facility and member of staff, the most first.
  package static func board(of scope: QualityScope, at now: Date) -> Query<[QualityCount]> {
    let all = QualityPurpose.allCases.map { purpose -> SQL in
      "SELECT \(purpose.rawValue)::text AS purpose, item.facility_id, item.owner FROM (\(items(purpose, of: scope, at: now))) AS item"
    }
    return .all(
      """
      SELECT item.facility_id, s.handle,
        count(*) FILTER (WHERE item.purpose = 'missing') AS missing,
        count(*) FILTER (WHERE item.purpose = 'late') AS late,
        count(*) FILTER (WHERE item.purpose = 'contradictory') AS contradictory,
        count(*) FILTER (WHERE item.purpose = 'idle') AS idle
      FROM (\(all[0]) UNION ALL \(all[1]) UNION ALL \(all[2]) UNION ALL \(all[3])) AS item
      LEFT JOIN access.staff AS s ON s.organization_id = (SELECT access.organization()) AND s.id = item.owner
      GROUP BY item.facility_id, s.handle
      ORDER BY count(*) DESC, item.facility_id, s.handle
      """
    ) { row in
      QualityCount(
        facilityID: try row["facility_id"], staff: try row["handle"],
        counts: [
          .missing: try row["missing"], .late: try row["late"], .contradictory: try row["contradictory"],
          .idle: try row["idle"],
        ])
    }
  }

  /// The items of a purpose, of one member of staff or of all, the oldest first.
  package static func list(
    _ purpose: QualityPurpose, of scope: QualityScope, staff: String? = nil, limit: Int, at now: Date
  ) -> PatientList<QualityItem> {
    PatientList(
      """
      SELECT item.what, item.patient_id, item.episode_id, item.facility_id, item.at, s.handle
      FROM (\(items(purpose, of: scope, at: now))) AS item
      LEFT JOIN access.staff AS s ON s.organization_id = (SELECT access.organization()) AND s.id = item.owner
      WHERE \(staff)::text IS NULL OR s.handle = \(staff)::text
      ORDER BY item.at, item.episode_id, item.what
      LIMIT \(limit)
      """, patient: "patient_id"
    ) { row in
      QualityItem(
        purpose: purpose, what: try row["what"], patientID: try row["patient_id"],
        episodeID: try row["episode_id"], facilityID: try row["facility_id"], at: try row["at"],
        staff: try row["handle"])
    }
  }

  static func items(_ purpose: QualityPurpose, of scope: QualityScope, at now: Date) -> SQL {
    switch purpose {
    case .missing: missing(scope)
    case .late: late(scope)
    case .contradictory: contradictory(scope)
    case .idle: idle(scope, at: now)
    }
  }

  /// The facilities that are looked at.
  static func isLookedAt(_ scope: QualityScope, _ column: SQL) -> SQL {
    let isOpen = Facilities.isLookedAt(nil, column)
    return scope.facility.map { "\(column) = \($0) AND \(isOpen)" } ?? isOpen
  }

  /// The episodes that went on in that time.
  static func episodes(_ scope: QualityScope) -> SQL {
    """
    SELECT e.episode_id, e.patient_id, e.facility_id, e.intake_id, e.last_contact, e.recorded_by,
        lower(e.valid) AS starts, upper(e.valid) AS ends,
        (lower(e.valid) AT TIME ZONE f.time_zone)::date AS admitted,
        (upper(e.valid) AT TIME ZONE f.time_zone)::date AS discharged, f.time_zone
      FROM clinic.episode_fact AS e
      JOIN clinic.facility AS f ON f.organization_id = e.organization_id AND f.id = e.facility_id
      WHERE e.organization_id = (SELECT access.organization()) AND e.known_to = 'infinity'
        AND \(isLookedAt(scope, "e.facility_id")) AND lower(e.valid) < \(scope.to)
        AND (upper_inf(e.valid) OR upper(e.valid) > \(scope.from))
    """
  }
}
