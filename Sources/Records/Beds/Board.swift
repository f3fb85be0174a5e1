import Clinic
import Foundation
import Postgres

/// The board for any instant, past or planned.
package enum Board {
  /// Every bed in use at `instant` and what stood in it, of one facility or of all that the caller works in.
  ///
  /// With `knownAt` as it was known then, before later entries and corrections; otherwise as it is known now.
  package static func at(_ instant: Date, knownAt: Date?, facility: Facility.ID?) -> PatientList<BoardPlace> {
    PatientList(
      """
      SELECT \(Beds.columns), coalesce(o.kind, closed.kind) AS kind,
        upper(coalesce(o.valid, closed.valid)) AS until,
        o.patient_id, o.episode_id, o.enquiry_id, o.cause, closed.bed_id IS NOT NULL AS is_restricted,
        lower(coalesce(o.valid, closed.valid)) AS since,
        concat_ws(' ', coalesce(d.preferred_name, d.given_name), d.family_name) AS patient_name, d.sex,
        extract(year FROM age((\(instant) AT TIME ZONE f.time_zone)::date, d.birth_date))::int AS age,
        s.stage AS stay_stage, s.level_edition, s.level_code,
        (\(instant) AT TIME ZONE f.time_zone)::date - (lower(s.valid) AT TIME ZONE f.time_zone)::date + 1 AS stage_day,
        following.kind AS next_kind, following.starts AS next_from, plan.expected_end
      FROM clinic.bed AS b
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
      \(Beds.standing(at: instant, knownAt: knownAt, facility: facility))
      LEFT JOIN LATERAL (\(Beds.next(after: instant, knownAt: knownAt))) AS following ON true
      LEFT JOIN LATERAL (\(stay(knownAt: knownAt))) AS s ON true
      LEFT JOIN LATERAL (\(plan(knownAt: knownAt))) AS plan ON true
      LEFT JOIN clinic.demographics AS d ON d.organization_id = b.organization_id AND d.patient_id = o.patient_id
        AND d.known_to = 'infinity'
      WHERE b.organization_id = (SELECT access.organization()) AND \(Beds.isOf(facility)) AND b.in_use @> \(instant)
      ORDER BY f.name, u.name, b.label
      """, patient: "patient_id", { try BoardPlace(row: $0, at: instant) })
  }

  /// The stay that takes the bed.
  private static func stay(knownAt: Date?) -> SQL {
    let of: SQL = "s.organization_id = b.organization_id AND s.stay_id = o.stay_id"
    let columns: SQL = "s.stage, s.level_edition, s.level_code, s.valid"
    guard let knownAt else {
      return "SELECT \(columns) FROM clinic.stay_fact AS s WHERE \(of) AND s.known_to = 'infinity'"
    }
    return """
      SELECT \(columns) FROM clinic.stay_fact AS s
      WHERE \(of) AND s.known_to = 'infinity' AND s.known_from <= \(knownAt)
      UNION ALL
      SELECT \(columns) FROM clinic.stay_fact AS s
      WHERE \(of) AND s.known_to <> 'infinity' AND s.known_from <= \(knownAt) AND s.known_to > \(knownAt)
      """
  }

  /// What is planned for the end of the stay that takes the bed.
  private static func plan(knownAt: Date?) -> SQL {
    let of: SQL = "p.organization_id = b.organization_id AND p.stay_id = o.stay_id"
    guard let knownAt else {
      return "SELECT p.expected_end FROM clinic.step_down_plan AS p WHERE \(of) AND p.known_to = 'infinity'"
    }
    return """
      SELECT p.expected_end FROM clinic.step_down_plan AS p
      WHERE \(of) AND p.known_to = 'infinity' AND p.known_from <= \(knownAt)
      UNION ALL
      SELECT p.expected_end FROM clinic.step_down_plan AS p
      WHERE \(of) AND p.known_to <> 'infinity' AND p.known_from <= \(knownAt) AND p.known_to > \(knownAt)
      """
  }

  /// How many beds stand how at `instant`, where the caller works; it says nothing of who is in them.
  package static func census(at instant: Date) -> Query<Census> {
    at(instant, knownAt: nil, facility: nil).told { Census($0) }
  }

  /// Tells whoever watches a board on which a unit of work has changed something for an episode.
  static func tell(of episode: Episode.ID, at now: Date) -> SQL {
    """
    SELECT access.tell_board(changed.facility_id)
    FROM (
      SELECT DISTINCT facility_id FROM clinic.occupation
      WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode)
        AND (known_from = \(now) OR known_to = \(now))
    ) AS changed
    """
  }
}
