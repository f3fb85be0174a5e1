/// The statements of the shipped definitions, for a person to read before they change.
enum Statements {
  static let golden = [
    "detox_retention": """
    WITH cohort AS (
      SELECT NULL::text AS panel,
        used.substance AS member,
        (least(upper(stay.valid), $1))::date - (lower(stay.valid))::date AS days,
        CASE WHEN upper(stay.valid) <= $2 THEN CASE WHEN stay.end_reason IN (2, 3) THEN 2::smallint ELSE 7 END END AS reason,
        stay.patient_id
      FROM clinic.stay_fact AS stay
      LEFT JOIN clinic.episode_fact AS episode
        ON episode.organization_id = stay.organization_id AND episode.episode_id = stay.episode_id
        AND episode.known_to = 'infinity'
      LEFT JOIN clinic.substance_use AS used
        ON used.organization_id = episode.organization_id AND used.intake_id = episode.intake_id
        AND used.rank = 1 AND used.known_to = 'infinity'
      WHERE stay.organization_id = (SELECT access.organization())
        AND stay.known_to = 'infinity'
        AND lower(stay.valid) <= $3
        AND stay.stage = ANY ($4::reference.stage[])
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY panel, member, patient_id
    )
    SELECT panel::text, member::text, days, reason, count(*) AS tally, NULL::bigint AS people
    FROM cohort GROUP BY cohort.panel, cohort.member, cohort.days, cohort.reason
    UNION ALL
    SELECT panel::text, member::text, NULL, NULL, 0, count(*) FROM person GROUP BY person.panel, person.member
    UNION ALL
    SELECT NULL, NULL, -1, NULL, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    """,
    "dropout_days": """
    WITH cohort AS (
      SELECT stay.stage AS panel,
        NULL::text AS member,
        least((least(upper(stay.valid), $1))::date - (lower(stay.valid))::date, $2) AS days,
        CASE WHEN upper(stay.valid) <= $3 THEN stay.end_reason END AS reason,
        stay.patient_id
      FROM clinic.stay_fact AS stay
      WHERE stay.organization_id = (SELECT access.organization())
        AND stay.known_to = 'infinity'
        AND lower(stay.valid) <= $4
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY panel, member, patient_id
    )
    SELECT panel::text, member::text, days, reason, count(*) AS tally, NULL::bigint AS people
    FROM cohort GROUP BY cohort.panel, cohort.member, cohort.days, cohort.reason
    UNION ALL
    SELECT panel::text, member::text, NULL, NULL, 0, count(*) FROM person GROUP BY person.panel, person.member
    UNION ALL
    SELECT NULL, NULL, -1, NULL, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    """,
    "ketamine_admissions": """
    WITH cohort AS (
      SELECT NULL::text AS panel,
        person.sex AS member,
        least((least(upper(episode.valid), $1))::date - (lower(episode.valid))::date, $2) AS days,
        CASE WHEN upper(episode.valid) <= $3 THEN episode.discharge_reason END AS reason,
        episode.patient_id
      FROM clinic.episode_fact AS episode
      LEFT JOIN clinic.demographics AS person
        ON person.organization_id = episode.organization_id AND person.patient_id = episode.patient_id
        AND person.known_to = 'infinity'
      WHERE episode.organization_id = (SELECT access.organization())
        AND episode.known_to = 'infinity'
        AND lower(episode.valid) <= $4
        AND EXISTS (
          SELECT FROM clinic.substance_use AS named
          WHERE named.organization_id = episode.organization_id AND named.intake_id = episode.intake_id
            AND named.known_to = 'infinity' AND named.detailed_drug = $5)
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY panel, member, patient_id
    )
    SELECT panel::text, member::text, days, reason, count(*) AS tally, NULL::bigint AS people
    FROM cohort GROUP BY cohort.panel, cohort.member, cohort.days, cohort.reason
    UNION ALL
    SELECT panel::text, member::text, NULL, NULL, 0, count(*) FROM person GROUP BY person.panel, person.member
    UNION ALL
    SELECT NULL, NULL, -1, NULL, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    """,
    "left_against_advice": """
    WITH cohort AS (
      SELECT NULL::text AS panel,
        stay.stage AS member,
        (least(upper(stay.valid), $1))::date - (lower(stay.valid))::date AS days,
        CASE WHEN upper(stay.valid) <= $2 THEN 7::smallint END AS reason,
        stay.patient_id
      FROM clinic.stay_fact AS stay
      WHERE stay.organization_id = (SELECT access.organization())
        AND stay.known_to = 'infinity'
        AND lower(stay.valid) <= $3
        AND upper(stay.valid) <= $4 AND stay.end_reason = ANY ($5)
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY panel, member, patient_id
    )
    SELECT panel::text, member::text, days, reason, count(*) AS tally, NULL::bigint AS people
    FROM cohort GROUP BY cohort.panel, cohort.member, cohort.days, cohort.reason
    UNION ALL
    SELECT panel::text, member::text, NULL, NULL, 0, count(*) FROM person GROUP BY person.panel, person.member
    UNION ALL
    SELECT NULL, NULL, -1, NULL, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    """,
    "retention_by_stage": """
    WITH cohort AS (
      SELECT stay.stage AS panel,
        stay.facility_id AS member,
        least((least(upper(stay.valid), $1))::date - (lower(stay.valid))::date, $2) AS days,
        CASE WHEN upper(stay.valid) <= $3 THEN 7::smallint END AS reason
      FROM clinic.stay_fact AS stay
      WHERE stay.organization_id = (SELECT access.organization())
        AND stay.known_to = 'infinity'
        AND lower(stay.valid) <= $4
    )
    SELECT panel::text, member::text, days, reason, count(*) AS tally, NULL::bigint AS people
    FROM cohort GROUP BY cohort.panel, cohort.member, cohort.days, cohort.reason
    """,
    "service_by_reason": """
    WITH cohort AS (
      SELECT NULL::text AS panel,
        CASE WHEN stay.service IN (1, 2) THEN 8 WHEN stay.service = 7 AND stay.medication_assisted THEN 0
      ELSE stay.service END AS member,
        (least(upper(stay.valid), $1))::date - (lower(stay.valid))::date AS days,
        CASE WHEN upper(stay.valid) <= $2 THEN stay.end_reason END AS reason
      FROM clinic.stay_fact AS stay
      WHERE stay.organization_id = (SELECT access.organization())
        AND stay.known_to = 'infinity'
        AND lower(stay.valid) <= $3
    )
    SELECT panel::text, member::text, days, reason, count(*) AS tally, NULL::bigint AS people
    FROM cohort GROUP BY cohort.panel, cohort.member, cohort.days, cohort.reason
    """,
  ]
}
