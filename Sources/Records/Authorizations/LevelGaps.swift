import Clinic
import Foundation
import Postgres

/// Days of a stay that no payer authorized at the level that was given.
package struct LevelGap: Sendable, Hashable {
  package let record: StayRecord
  package let patientName: String
  /// How many days, of those that were asked about.
  package let days: Int64
  package let firstDay: Day
  package let lastDay: Day
  /// Whether some of them are authorized at another level.
  package let hasOtherLevel: Bool
}

/// Queries about the gap between the level of care that is given and the one that is authorized.
package enum LevelGaps {
  /// Stays that go on at `now` with a gap in the last `days` days, the most gap days first.
  ///
  /// A day counts where the person is at the midnight that ends it; see `LevelTimeline`.
  package static func all(facility: Facility.ID?, days: Int, at now: Date) -> PatientList<LevelGap> {
    PatientList(
      """
      SELECT \(Stays.columns), concat_ws(' ', coalesce(d.preferred_name, d.given_name), d.family_name) AS patient_name,
        gap.days, gap.first_day, gap.last_day, gap.has_other_level
      FROM clinic.stay_fact AS s
      JOIN clinic.facility AS f ON f.organization_id = s.organization_id AND f.id = s.facility_id
      LEFT JOIN clinic.demographics AS d ON d.organization_id = s.organization_id AND d.patient_id = s.patient_id
        AND d.known_to = 'infinity'
      CROSS JOIN LATERAL (
        SELECT count(*) AS days, min(day) AS first_day, max(day) AS last_day, bool_or(other.level) AS has_other_level
        FROM (
          SELECT day::date AS day
          FROM generate_series(
            greatest(
              (lower(s.valid) AT TIME ZONE f.time_zone)::date, (\(now) AT TIME ZONE f.time_zone)::date - \(days)::integer
            )::timestamp,
            ((\(now) AT TIME ZONE f.time_zone)::date - 1)::timestamp, '1 day') AS day
        ) AS lived
        CROSS JOIN LATERAL (
          SELECT bool_or((z.level_edition, z.level_code) = (s.level_edition, s.level_code)) AS same,
            count(*) > 0 AS level
          FROM clinic.authorization AS z
          WHERE z.organization_id = s.organization_id AND z.episode_id = s.episode_id AND z.known_to = 'infinity'
            AND z.decision IN ('approved', 'not_required') AND z.days @> lived.day
        ) AS other
        WHERE other.same IS NOT TRUE
      ) AS gap
      WHERE s.organization_id = (SELECT access.organization()) AND s.known_to = 'infinity' AND s.valid @> \(now)
        AND s.facility_id = coalesce(\(facility), s.facility_id) AND gap.days > 0
      ORDER BY gap.days DESC, lower(s.valid), s.stay_id
      """, patient: "patient_id"
    ) { row in
      LevelGap(
        record: try StayRecord(row: row), patientName: try row["patient_name"], days: try row["days"],
        firstDay: try row["first_day"], lastDay: try row["last_day"],
        hasOtherLevel: try row["has_other_level"])
    }
  }
}
