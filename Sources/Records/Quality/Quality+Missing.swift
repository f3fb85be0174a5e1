import Postgres

extension Quality {
  /// What nobody wrote down; what was asked and has no answer is not missing.
  static func missing(_ scope: QualityScope) -> SQL {
    """
    SELECT w.what, e.patient_id, e.episode_id, e.facility_id, e.starts AS at, w.owner
    FROM (\(episodes(scope))) AS e
    JOIN clinic.demographics AS d ON d.organization_id = (SELECT access.organization()) AND d.patient_id = e.patient_id
      AND d.known_to = 'infinity'
    LEFT JOIN clinic.intake AS i ON i.organization_id = (SELECT access.organization()) AND i.id = e.intake_id
    LEFT JOIN clinic.substance_use AS u ON u.organization_id = (SELECT access.organization()) AND u.intake_id = e.intake_id
      AND u.rank = 1 AND u.known_to = 'infinity'
    CROSS JOIN LATERAL (VALUES
      ('birth_date', d.birth_date IS NULL, d.recorded_by),
      ('sex', d.sex IS NULL, d.recorded_by),
      ('intake', i.id IS NULL, e.recorded_by),
      ('substances', i.id IS NOT NULL AND u.id IS NULL, i.recorded_by),
      ('referral_source', i.id IS NOT NULL AND num_nonnulls(i.referral_source, i.referral_source_missing) = 0, i.recorded_by),
      ('prior_episodes', i.id IS NOT NULL AND num_nonnulls(i.prior_episodes, i.prior_episodes_missing) = 0, i.recorded_by),
      ('employment', i.id IS NOT NULL AND num_nonnulls(i.employment, i.employment_missing) = 0, i.recorded_by),
      ('living_arrangement', i.id IS NOT NULL AND num_nonnulls(i.living_arrangement, i.living_arrangement_missing) = 0,
        i.recorded_by),
      ('insurance', i.id IS NOT NULL AND num_nonnulls(i.insurance, i.insurance_missing) = 0, i.recorded_by),
      ('diagnosis', NOT EXISTS (
        SELECT FROM clinic.diagnosis AS g
        WHERE g.organization_id = (SELECT access.organization()) AND g.patient_id = e.patient_id
          AND g.known_to = 'infinity'), coalesce(i.recorded_by, e.recorded_by)),
      ('service', EXISTS (
        SELECT FROM clinic.stay_fact AS s
        WHERE s.organization_id = (SELECT access.organization()) AND s.episode_id = e.episode_id
          AND s.known_to = 'infinity' AND s.service IS NULL), e.recorded_by)
    ) AS w (what, is_missing, owner)
    WHERE w.is_missing
    """
  }

  /// What was written down more than some days after it happened; what came from a file is not.
  static func late(_ scope: QualityScope) -> SQL {
    """
    SELECT m.event AS what, e.patient_id, e.episode_id, m.facility_id, m.effective_at AS at, m.recorded_by AS owner
    FROM (\(episodes(scope))) AS e
    JOIN clinic.episode AS identity ON identity.organization_id = (SELECT access.organization())
      AND identity.id = e.episode_id AND identity.source IS NULL
    JOIN clinic.move AS m ON m.organization_id = (SELECT access.organization()) AND m.episode_id = e.episode_id
      AND m.known_to = 'infinity' AND m.corrects IS NULL
    WHERE m.effective_at >= \(scope.from) AND m.effective_at < \(scope.to)
      AND m.known_from > m.effective_at + make_interval(days => \(scope.lateAfter))
    UNION ALL
    SELECT 'intake', e.patient_id, e.episode_id, i.facility_id, i.at, i.recorded_by
    FROM (\(episodes(scope))) AS e
    JOIN clinic.episode AS identity ON identity.organization_id = (SELECT access.organization())
      AND identity.id = e.episode_id AND identity.source IS NULL
    JOIN clinic.intake AS i ON i.organization_id = (SELECT access.organization()) AND i.id = e.intake_id
    WHERE i.at >= \(scope.from) AND i.at < \(scope.to)
      AND i.known_from > i.at + make_interval(days => \(scope.lateAfter))
    """
  }
}
