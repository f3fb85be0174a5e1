import Clinic
import Foundation
import Postgres

/// Queries about episodes.
package enum Episodes {
  /// One episode; nil when there is none that the caller may see.
  ///
  /// With an instant the record tells where the episode stands then, and what is planned beyond it; without one it tells
  /// where it will stand when all that is planned has happened.
  package static func find(_ id: Episode.ID, at instant: Date? = nil) -> Query<EpisodeRecord?> {
    .first(select("e.id = \(id)", at: instant)) { try EpisodeRecord(row: $0, at: instant) }
  }

  /// All episodes of a person, the latest first.
  package static func of(_ patient: Patient.ID, at instant: Date? = nil) -> Query<[EpisodeRecord]> {
    .all(select(openChart("e.patient_id", of: patient), at: instant)) {
      try EpisodeRecord(row: $0, at: instant)
    }
  }

  private static func select(_ condition: SQL, at instant: Date?) -> SQL {
    """
    SELECT e.id, e.version, f.patient_id, f.facility_id, f.intake_id, f.readmission_of, f.discharge_reason,
      place.time_zone, before.ended_at AS before_ended_at, before.discharge_reason AS before_reason,
      stay.ids, stay.stages, stay.editions, stay.codes, stay.services, stay.starts, stay.ends, stay.reasons,
      moved.ids AS move_ids, moved.events, moved.states, moved.times, moved.due_back, moved.happened,
      bed.id AS bed_id, bed.label AS bed_label, bed.unit AS bed_unit
    FROM clinic.episode AS e
    JOIN clinic.episode_fact AS f ON f.organization_id = e.organization_id AND f.episode_id = e.id
    JOIN clinic.facility AS place ON place.organization_id = f.organization_id AND place.id = f.facility_id
    CROSS JOIN LATERAL (
      SELECT array_agg(s.stay_id) AS ids, array_agg(s.stage) AS stages, array_agg(s.level_edition) AS editions,
        array_agg(s.level_code) AS codes, array_agg(s.service::smallint) AS services, array_agg(lower(s.valid)) AS starts,
        array_agg(upper(s.valid)) AS ends, array_agg(s.end_reason::smallint) AS reasons
      FROM (
        SELECT s.*
        FROM clinic.stay_fact AS s
        WHERE s.organization_id = f.organization_id AND s.episode_id = f.episode_id AND s.known_to = 'infinity'
        ORDER BY lower(s.valid)
      ) AS s
    ) AS stay
    CROSS JOIN LATERAL (
      SELECT array_agg(m.id) AS ids, array_agg(m.event) AS events, array_agg(m.to_state) AS states,
        array_agg(m.effective_at) AS times, array_agg(m.due_back_at) AS due_back,
        array_agg(\(instant)::timestamptz IS NULL OR m.effective_at <= \(instant)) AS happened
      FROM (
        SELECT m.*
        FROM clinic.move AS m
        WHERE m.organization_id = f.organization_id AND m.episode_id = f.episode_id AND m.known_to = 'infinity'
        ORDER BY m.effective_at, m.sequence
      ) AS m
    ) AS moved
    LEFT JOIN LATERAL (
      SELECT upper(p.valid) AS ended_at, p.discharge_reason
      FROM clinic.episode_fact AS p
      WHERE p.organization_id = f.organization_id AND p.episode_id = f.readmission_of AND p.known_to = 'infinity'
    ) AS before ON true
    LEFT JOIN LATERAL (
      SELECT b.id, b.label, u.name AS unit
      FROM clinic.occupation AS o
      JOIN clinic.bed AS b ON b.organization_id = o.organization_id AND b.id = o.bed_id
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      WHERE o.organization_id = f.organization_id AND o.episode_id = f.episode_id AND o.known_to = 'infinity'
        AND CASE WHEN \(instant)::timestamptz IS NULL THEN upper_inf(o.valid) ELSE o.valid @> \(instant)::timestamptz END
      LIMIT 1
    ) AS bed ON true
    WHERE e.organization_id = access.organization() AND \(condition) AND f.known_to = 'infinity'
    ORDER BY lower(f.valid) DESC
    """
  }
}

extension ServiceSetting: PostgresEncodable, PostgresDecodable {}
