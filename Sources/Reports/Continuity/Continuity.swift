import Clinic
import Foundation
import Postgres
import Records
import Statistics

/// How many of those who left a stage were in the next care within 7, 14 and 30 days.
///
/// An end of detox or residential counts where no other stay of the same stage follows at once. Next care is a stay in a
/// later stage or an appointment that was kept, of any episode of the person. Deaths and arrests are left out and counted
/// beside; so is, for each length, whoever left too recently to be followed that long. After NQF/P4QM measure 3590.
package struct Continuity: Hashable, Sendable {
  package let facilityID: Facility.ID
  /// The facility's short name.
  package let facility: String
  /// The stage that was left.
  package let stage: Stage
  /// All ends of stays in the time, whoever is left out later.
  package let ended: Int64
  package let died: Int64
  package let incarcerated: Int64
  /// For 7, 14 and 30 days.
  package let within: [Within]

  /// The share for one length of time.
  package struct Within: Hashable, Sendable {
    package let days: Int
    /// Who left long enough ago.
    package let followed: Int64
    package let continued: Int64

    /// The share with its limits of Wilson at 95 %; nil when nobody was followed.
    package var share: Share? {
      Proportion(Int(continued), of: Int(followed)).map {
        let limits = $0.wilson()
        return Share(value: $0.share, lower: limits.lower, upper: limits.upper)
      }
    }
  }

  /// From 0 to 1, with the limits of its confidence interval.
  package struct Share: Hashable, Sendable {
    package let value: Double
    package let lower: Double
    package let upper: Double
  }

  /// Whether next care on the very day of the end counts.
  package enum SameDay: String, CaseIterable, Hashable, Sendable, Codable {
    /// It does: who goes on at once has continued.
    case counts
    /// It does not, as in the NCQA measure of follow-up after high-intensity care.
    case excluded
  }

  /// The lengths of time, in days.
  package static let lengths = [7, 14, 30]
}

extension Continuity {
  /// The ends of stays from `start` and before `end`, followed until `now`, by facility and stage.
  ///
  /// With `knownAt` as it was known then; otherwise as it is known now.
  package static func query(
    from start: Date, to end: Date, facility: Facility.ID?, sameDay: SameDay, knownAt: Date?, now: Date
  ) -> Query<[Continuity]> {
    let known: (SQL) -> SQL = { fact in
      guard let knownAt else { return "\(fact).known_to = 'infinity'" }
      return "\(fact).known_from <= \(knownAt) AND \(fact).known_to > \(knownAt)"
    }
    let facilities = Facilities.isLookedAt(facility, "s.facility_id")
    let firstDay = sameDay == .counts ? 0 : 1
    return .all(
      """
      WITH ended AS MATERIALIZED (
        SELECT s.facility_id, s.stage, s.end_reason,
          (s.ends AT TIME ZONE f.time_zone)::date AS day, (\(now) AT TIME ZONE f.time_zone)::date AS today,
          (least(stay.at, appointment.at) AT TIME ZONE f.time_zone)::date AS next_day
        FROM clinic.stay_fact AS s
        JOIN clinic.facility AS f ON f.organization_id = s.organization_id AND f.id = s.facility_id
        CROSS JOIN LATERAL (
          SELECT greatest(
            s.ends,
            ((s.ends AT TIME ZONE f.time_zone)::date + \(firstDay)::integer)::timestamp AT TIME ZONE f.time_zone) AS at
        ) AS first
        LEFT JOIN LATERAL (
          SELECT min(later.at) AS at
          FROM (
            -- In order, so that it is read by the tree that is ordered; that of the exclusion constraint is far slower.
            SELECT e.organization_id, e.episode_id
            FROM clinic.episode_fact AS e
            WHERE e.organization_id = s.organization_id AND e.patient_id = s.patient_id AND \(known("e"))
            ORDER BY lower(e.valid)
            OFFSET 0
          ) AS e
          CROSS JOIN LATERAL (
            SELECT lower(n.valid) AS at
            FROM clinic.stay_fact AS n
            WHERE n.organization_id = e.organization_id AND n.episode_id = e.episode_id AND \(known("n"))
              AND n.stage > s.stage AND lower(n.valid) >= first.at
            ORDER BY lower(n.valid)
            LIMIT 1
          ) AS later
          WHERE later.at <= \(now)
        ) AS stay ON true
        LEFT JOIN LATERAL (
          SELECT min(a.at) AS at
          FROM clinic.appointment AS a
          WHERE a.organization_id = s.organization_id AND a.patient_id = s.patient_id AND \(known("a"))
            AND a.state = 'kept' AND a.at >= first.at AND a.at <= \(now)
        ) AS appointment ON true
        WHERE s.organization_id = (SELECT access.organization()) AND \(known("s"))
          AND s.stage IN ('detox', 'residential') AND s.ends >= \(start) AND s.ends < \(end) AND s.ends <= \(now)
          AND \(facilities)
          AND NOT EXISTS (
            SELECT FROM clinic.stay_fact AS n
            WHERE n.organization_id = s.organization_id AND n.episode_id = s.episode_id AND \(known("n"))
              AND n.stage = s.stage AND lower(n.valid) = s.ends)
      )
      SELECT f.id AS facility_id, f.slug AS facility, ended.stage::text AS stage, count(*) AS ended,
        count(*) FILTER (WHERE end_reason = 6) AS died, count(*) FILTER (WHERE end_reason = 5) AS incarcerated,
        count(*) FILTER (WHERE end_reason NOT IN (5, 6) AND day + 7 <= today) AS followed_7,
        count(*) FILTER (WHERE end_reason NOT IN (5, 6) AND day + 7 <= today AND next_day <= day + 7) AS continued_7,
        count(*) FILTER (WHERE end_reason NOT IN (5, 6) AND day + 14 <= today) AS followed_14,
        count(*) FILTER (WHERE end_reason NOT IN (5, 6) AND day + 14 <= today AND next_day <= day + 14) AS continued_14,
        count(*) FILTER (WHERE end_reason NOT IN (5, 6) AND day + 30 <= today) AS followed_30,
        count(*) FILTER (WHERE end_reason NOT IN (5, 6) AND day + 30 <= today AND next_day <= day + 30) AS continued_30
      FROM ended
      JOIN clinic.facility AS f ON f.organization_id = (SELECT access.organization()) AND f.id = ended.facility_id
      GROUP BY f.id, f.slug, ended.stage
      ORDER BY f.slug, ended.stage
      """
    ) { row in
      Continuity(
        facilityID: try row["facility_id"], facility: try row["facility"], stage: try row["stage"],
        ended: try row["ended"], died: try row["died"], incarcerated: try row["incarcerated"],
        within: try lengths.map {
          Within(days: $0, followed: try row["followed_\($0)"], continued: try row["continued_\($0)"])
        })
    }
  }
}
