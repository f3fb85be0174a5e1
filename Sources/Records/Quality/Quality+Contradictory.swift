import Clinic
import Foundation
import Postgres

extension Quality {
  /// What breaks an edit rule of the report to the state, by the number of the rule, whether a state is reported to or not.
  ///
  /// The rules are those of `TEDSRule` that speak of two things on record; what is missing or of another form is told
  /// elsewhere, or cannot be stored.
  static func contradictory(_ scope: QualityScope) -> SQL {
    """
    SELECT w.what, e.patient_id, e.episode_id, e.facility_id, e.starts AS at, w.owner
    FROM (\(episodes(scope))) AS e
    JOIN clinic.demographics AS d ON d.organization_id = (SELECT access.organization()) AND d.patient_id = e.patient_id
      AND d.known_to = 'infinity'
    LEFT JOIN clinic.intake AS i ON i.organization_id = (SELECT access.organization()) AND i.id = e.intake_id
    LEFT JOIN LATERAL (
      SELECT max(u.age_at_first_use) AS oldest, bool_or(u.substance BETWEEN 5 AND 7) AS has_opioid,
        bool_or(u.substance > 1 AND num_nonnulls(u.route, u.route_missing) * num_nonnulls(u.frequency, u.frequency_missing)
          * num_nonnulls(u.age_at_first_use, u.age_at_first_use_missing) = 0) AS lacks_details,
        (array_agg(u.recorded_by ORDER BY u.rank))[1] AS recorded_by
      FROM clinic.substance_use AS u
      WHERE u.organization_id = (SELECT access.organization()) AND u.intake_id = e.intake_id AND u.known_to = 'infinity'
    ) AS u ON true
    LEFT JOIN LATERAL (
      SELECT bool_or(s.medication_assisted) AS is_medicated
      FROM clinic.stay_fact AS s
      WHERE s.organization_id = (SELECT access.organization()) AND s.episode_id = e.episode_id
        AND s.known_to = 'infinity'
    ) AS s ON true
    CROSS JOIN LATERAL (VALUES
      ('E1', e.last_contact < e.admitted OR e.last_contact > e.discharged, e.recorded_by),
      ('E2', d.birth_date > e.admitted OR d.birth_date <= e.admitted - interval '151 years', d.recorded_by),
      ('E4', (i.first_contact_at AT TIME ZONE e.time_zone)::date > e.admitted, i.recorded_by),
      ('E7', d.sex = 1 AND i.pregnant, i.recorded_by),
      ('E9', u.lacks_details, u.recorded_by),
      ('E11', u.oldest > extract(year FROM age(e.admitted, d.birth_date)) AND d.birth_date <= e.admitted, u.recorded_by),
      ('E14', s.is_medicated AND u.has_opioid IS NOT TRUE, e.recorded_by)
    ) AS w (what, is_broken, owner)
    WHERE w.is_broken
    """
  }

  /// Stays that go on, and in which nothing was written down for some days: no move, score, sign or dose.
  static func idle(_ scope: QualityScope, at now: Date) -> SQL {
    let since: SQL = "\(now)::timestamptz - make_interval(days => \(scope.idleAfter))"
    return """
      SELECT s.stage || ', ' || (\(now)::date - last.at::date) || ' days' AS what, s.patient_id, s.episode_id,
        s.facility_id, last.at, s.recorded_by AS owner
      FROM clinic.stay_fact AS s
      CROSS JOIN LATERAL (
        SELECT greatest(
          lower(s.valid),
          (SELECT max(m.effective_at) FROM clinic.move AS m
            WHERE m.organization_id = (SELECT access.organization()) AND m.episode_id = s.episode_id
              AND m.known_to = 'infinity' AND m.effective_at <= \(now)),
          (SELECT max(c.at) FROM clinic.screening AS c
            WHERE c.organization_id = (SELECT access.organization()) AND c.patient_id = s.patient_id
              AND c.known_to = 'infinity'),
          (SELECT max(v.at) FROM clinic.vitals AS v
            WHERE v.organization_id = (SELECT access.organization()) AND v.episode_id = s.episode_id
              AND v.known_to = 'infinity'),
          (SELECT max(g.at) FROM clinic.dose AS g
            WHERE g.organization_id = (SELECT access.organization()) AND g.episode_id = s.episode_id
              AND g.known_to = 'infinity')) AS at
      ) AS last
      WHERE s.organization_id = (SELECT access.organization()) AND s.known_to = 'infinity'
        AND \(isLookedAt(scope, "s.facility_id")) AND s.ends > \(now) AND lower(s.valid) < \(since) AND last.at < \(since)
      """
  }
}
