/// The statements of the shipped definitions, for a person to read before they change.
enum Statements {
  static let golden = [
    "dashboard": """
    WITH cohort AS (
      SELECT NULL::text AS panel,
        NULL::text AS member,
        (least(upper(episode.valid), $1))::date - (lower(episode.valid))::date AS days,
        CASE WHEN upper(episode.valid) <= $2 THEN episode.discharge_reason END AS reason,
        episode.patient_id,
        episode.episode_id,
        episode.episode_id AS key,
        episode.intake_id,
        lower(episode.valid) AS starts,
        CASE WHEN upper(episode.valid) <= $3 THEN upper(episode.valid) END AS ends,
        (lower(episode.valid))::date AS start_day,
        (CASE WHEN upper(episode.valid) <= $4 THEN upper(episode.valid) END)::date AS end_day
      FROM clinic.episode_fact AS episode
      WHERE episode.organization_id = (SELECT access.organization())
        AND episode.known_to = 'infinity'
        AND lower(episode.valid) <= $5
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'wait', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        coalesce(cohort.start_day - (least(intake.first_contact_at, enquiry.received_at))::date, -1) AS value,
        CASE WHEN least(intake.first_contact_at, enquiry.received_at) IS NULL THEN 0 ELSE 1 END AS code
      FROM cohort
      LEFT JOIN clinic.intake AS intake
        ON intake.organization_id = (SELECT access.organization()) AND intake.id = cohort.intake_id
      LEFT JOIN clinic.enquiry AS enquiry
        ON enquiry.organization_id = intake.organization_id AND enquiry.id = intake.enquiry_id
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'stage_flow', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT stay.panel, stay.member, stay.patient_id, stay.episode_id,
        unnest(CASE WHEN stay.is_first THEN ARRAY[0, stay.stage] ELSE ARRAY[stay.stage] END) AS value,
        unnest(CASE WHEN stay.is_first THEN ARRAY[stay.stage, stay.next] ELSE ARRAY[stay.next] END) AS code
      FROM (
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
          CASE stay.stage WHEN 'detox' THEN 1 WHEN 'residential' THEN 2 ELSE 3 END AS stage,
          lag(stay.id) OVER course IS NULL AS is_first,
          coalesce(
            CASE lead(stay.stage) OVER course WHEN 'detox' THEN 1 WHEN 'residential' THEN 2 WHEN 'aftercare' THEN 3 END,
            CASE
              WHEN (upper(stay.valid) <= $6) IS NOT TRUE THEN 9
              WHEN stay.end_reason = 1 THEN 4
              WHEN stay.end_reason IN (4, 14) THEN 5
              WHEN stay.end_reason = 2 THEN 6
              WHEN stay.end_reason = 3 THEN 7
              ELSE 8 END) AS next
        FROM cohort
        JOIN clinic.stay_fact AS stay
          ON stay.organization_id = (SELECT access.organization()) AND stay.episode_id = cohort.episode_id
          AND stay.known_to = 'infinity' AND lower(stay.valid) <= $7
        WINDOW course AS (PARTITION BY cohort.episode_id ORDER BY lower(stay.valid))
      ) AS stay
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'readmission', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        coalesce(least((min(again.at))::date - cohort.end_day, $8 + 1), -1) AS value,
        CASE WHEN cohort.reason IN (4, 6, 14) THEN -cohort.reason
          ELSE least(($9)::date - cohort.end_day, $10) END AS code
      FROM cohort
      LEFT JOIN (
        SELECT later.patient_id, later.episode_id, lower(next.valid) AS at
        FROM clinic.episode_fact AS later
        JOIN clinic.stay_fact AS next
          ON next.organization_id = later.organization_id AND next.episode_id = later.episode_id
        WHERE later.organization_id = (SELECT access.organization())
          AND later.known_to = 'infinity' AND next.known_to = 'infinity' AND next.stage < 'aftercare'
      ) AS again
        ON again.patient_id = cohort.patient_id AND again.episode_id <> cohort.episode_id
        AND again.at >= cohort.ends AND again.at <= $11
        AND (again.at)::date > cohort.end_day
      WHERE cohort.ends IS NOT NULL
      GROUP BY cohort.episode_id, cohort.patient_id, cohort.member, cohort.panel, cohort.reason,
        cohort.end_day
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'time_to_return', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT found.panel, found.member, found.patient_id, found.episode_id,
        least(coalesce(found.returned, found.died, found.today) - found.end_day, $12) AS value,
        CASE WHEN found.returned IS NOT NULL THEN 1 WHEN found.died IS NOT NULL THEN 2 ELSE 0 END AS code
      FROM (
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, cohort.end_day,
          (min(lower(other.valid)) FILTER (WHERE lower(other.valid) >= cohort.ends))::date AS returned,
          (min(upper(other.valid)) FILTER (WHERE other.discharge_reason = 6))::date AS died,
          ($13)::date AS today
        FROM cohort
        LEFT JOIN clinic.episode_fact AS other
          ON other.organization_id = (SELECT access.organization()) AND other.patient_id = cohort.patient_id
          AND other.episode_id <> cohort.episode_id AND other.known_to = 'infinity'
          AND (lower(other.valid) >= cohort.ends AND lower(other.valid) <= $14
            OR other.discharge_reason = 6 AND upper(other.valid) >= cohort.ends AND upper(other.valid) <= $15)
        WHERE cohort.ends IS NOT NULL AND cohort.reason NOT IN (4, 6, 14)
        GROUP BY cohort.episode_id, cohort.patient_id, cohort.member, cohort.panel, cohort.end_day
      ) AS found
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'units_of_care', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        least(coalesce(care.units, 0), 4) AS value,
        (($16)::date - cohort.start_day >= $17)::integer AS code
      FROM cohort
      LEFT JOIN (
        SELECT unit.episode_id, sum(unit.units) AS units
        FROM (
          -- A day on which one stay ends and the next begins is one day.
          SELECT stay.episode_id, stay.last_day - greatest(stay.first_day, stay.day_before + 1) + 1 AS units
          FROM (
            SELECT cohort.episode_id, (lower(stay.valid))::date AS first_day, least((least(upper(stay.valid), $18))::date, cohort.start_day + $19) AS last_day,
              lag(least((least(upper(stay.valid), $20))::date, cohort.start_day + $21)) OVER (PARTITION BY cohort.episode_id ORDER BY lower(stay.valid)) AS day_before
            FROM cohort
            JOIN clinic.stay_fact AS stay
              ON stay.organization_id = (SELECT access.organization()) AND stay.episode_id = cohort.episode_id
              AND stay.known_to = 'infinity' AND stay.stage < 'aftercare' AND lower(stay.valid) <= $22
              AND (lower(stay.valid))::date <= cohort.start_day + $23
          ) AS stay
          UNION ALL
          SELECT cohort.episode_id, 1
          FROM cohort
          JOIN clinic.appointment AS visit
            ON visit.organization_id = (SELECT access.organization()) AND visit.episode_id = cohort.episode_id
            AND visit.known_to = 'infinity' AND visit.state = 'kept' AND visit.at >= cohort.starts AND visit.at <= $24
            AND (visit.at)::date <= cohort.start_day + $25
        ) AS unit
        GROUP BY unit.episode_id
      ) AS care ON care.episode_id = cohort.episode_id
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'score_change', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT score.panel, score.member, score.patient_id, score.episode_id,
        coalesce(
          max(score.total) FILTER (WHERE score.is_last) - max(score.total) FILTER (WHERE score.is_first), 0) AS value,
        CASE WHEN count(score.total) < 2 THEN -1 - count(score.total)
          ELSE max(score.total) FILTER (WHERE score.is_first) END AS code
      FROM (
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, score.total,
          lag(cohort.episode_id) OVER course IS NULL AS is_first,
          lead(cohort.episode_id) OVER course IS NULL AS is_last
        FROM cohort
        LEFT JOIN clinic.screening AS score
          ON score.organization_id = (SELECT access.organization()) AND score.patient_id = cohort.patient_id
          AND score.instrument = $26 AND score.known_to = 'infinity' AND score.state = 'recorded'
          AND score.total IS NOT NULL AND score.at >= cohort.starts - interval '14 days'
          AND score.at <= coalesce(cohort.ends, $27)
        WINDOW course AS (PARTITION BY cohort.episode_id ORDER BY score.at, score.id)
      ) AS score
      GROUP BY score.episode_id, score.patient_id, score.member, score.panel
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    """,
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
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
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
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    """,
    "first_calls": """
    WITH cohort AS (
      SELECT DISTINCT ON (enquiry.id) NULL::text AS panel,
        enquiry.facility_id AS member,
        0 AS days,
        CASE enquiry.state WHEN 'converted' THEN 1 WHEN 'lost' THEN 7 END AS reason,
        enquiry.patient_id,
        episode.episode_id,
        enquiry.id AS key,
        intake.id AS intake_id,
        lower(episode.valid) AS ends,
        (enquiry.received_at)::date AS start_day,
        (lower(episode.valid))::date AS end_day
      FROM clinic.enquiry AS enquiry
        LEFT JOIN clinic.intake AS intake
          ON intake.organization_id = enquiry.organization_id AND intake.enquiry_id = enquiry.id
          AND intake.at <= $1
        LEFT JOIN clinic.episode_fact AS episode
          ON episode.organization_id = intake.organization_id AND episode.patient_id = intake.patient_id
          AND episode.intake_id = intake.id AND episode.known_to = 'infinity'
          AND lower(episode.valid) <= $2
      WHERE enquiry.organization_id = (SELECT access.organization())
        AND enquiry.recorded_at <= $3
        AND enquiry.received_at <= $4
      ORDER BY enquiry.id, lower(episode.valid)
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    UNION ALL
    SELECT 'wait', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        coalesce(cohort.end_day - cohort.start_day, -1) AS value,
        CASE WHEN cohort.ends IS NOT NULL THEN 1 ELSE 0 END AS code
      FROM cohort
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'funnel', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        CASE
            WHEN cohort.intake_id IS NULL AND call.is_reached IS NOT TRUE THEN 0
            WHEN cohort.intake_id IS NULL THEN 1
            WHEN cohort.episode_id IS NULL THEN 2
            ELSE coalesce(way.step, 3) END AS value,
        (($5)::date - cohort.start_day >= $6)::integer
          + 2 AS code
      FROM cohort
      LEFT JOIN (
        SELECT attempt.enquiry_id, bool_or(attempt.outcome = 'answered') AS is_reached
        FROM clinic.call_attempt AS attempt
        WHERE attempt.organization_id = (SELECT access.organization())
          AND attempt.at <= $7
        GROUP BY attempt.enquiry_id
      ) AS call ON call.enquiry_id = cohort.key
      LEFT JOIN (
        WITH run AS (
          SELECT stay.episode_id, stay.stage, min(stay.starts) AS starts, max(stay.ends) AS ends,
            min(stay.first_day) AS first_day, max(stay.last_day) AS last_day,
            bool_or(stay.is_last AND stay.ends <= $8 AND stay.end_reason IN (1, 4, 14)) AS is_done
          FROM (
            SELECT stay.*,
              count(*) FILTER (WHERE stay.is_first) OVER (PARTITION BY stay.episode_id ORDER BY stay.starts) AS number
            FROM (
              SELECT cohort.episode_id, stay.stage, lower(stay.valid) AS starts, stay.ends, stay.end_reason,
                (lower(stay.valid))::date AS first_day, (least(stay.ends, $9))::date AS last_day,
                (lag(stay.stage) OVER course = stay.stage AND lag(stay.ends) OVER course = lower(stay.valid)) IS NOT TRUE AS is_first,
                (lead(stay.stage) OVER course = stay.stage AND lead(lower(stay.valid)) OVER course = stay.ends) IS NOT TRUE
                  AS is_last
              FROM cohort
              JOIN clinic.stay_fact AS stay
                ON stay.organization_id = (SELECT access.organization()) AND stay.episode_id = cohort.episode_id
                AND stay.known_to = 'infinity' AND lower(stay.valid) <= $10
              WINDOW course AS (PARTITION BY cohort.episode_id ORDER BY lower(stay.valid))
            ) AS stay
          ) AS stay
          GROUP BY stay.episode_id, stay.stage, stay.number
        )
        SELECT detox.episode_id,
          max(CASE WHEN NOT detox.is_done THEN 4 WHEN residential.starts IS NULL THEN 5
            WHEN NOT residential.is_done THEN 6 WHEN aftercare.starts IS NULL THEN 7
            WHEN aftercare.last_day - aftercare.first_day < 90 THEN 8 ELSE 9 END) AS step
        FROM run AS detox
        LEFT JOIN run AS residential
          ON residential.episode_id = detox.episode_id AND residential.stage = 'residential' AND detox.is_done
          AND residential.starts >= detox.ends
          AND residential.first_day - detox.last_day <= $11
        LEFT JOIN run AS aftercare
          ON aftercare.episode_id = residential.episode_id AND aftercare.stage = 'aftercare' AND residential.is_done
          AND aftercare.starts >= residential.ends
          AND aftercare.first_day - residential.last_day <= $12
        WHERE detox.stage = 'detox'
        GROUP BY detox.episode_id
      ) AS way ON way.episode_id = cohort.episode_id
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
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
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
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
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    """,
    "niatx_aims": """
    WITH cohort AS (
      SELECT episode.facility_id AS panel,
        NULL::text AS member,
        0 AS days,
        CASE WHEN upper(episode.valid) <= $1 THEN 7::smallint END AS reason,
        episode.patient_id,
        episode.episode_id,
        episode.episode_id AS key,
        episode.intake_id,
        lower(episode.valid) AS starts,
        (lower(episode.valid))::date AS start_day
      FROM clinic.episode_fact AS episode
      WHERE episode.organization_id = (SELECT access.organization())
        AND episode.known_to = 'infinity'
        AND lower(episode.valid) <= $2
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'aims_wait', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        CASE WHEN cohort.start_day < date_trunc('month', ($3)::date)
            THEN (12 * date_part('year', cohort.start_day) + date_part('month', cohort.start_day) - 1)::integer ELSE -1 END AS value,
        coalesce(cohort.start_day - (least(intake.first_contact_at, enquiry.received_at))::date, -1) AS code
      FROM cohort
      LEFT JOIN clinic.intake AS intake
        ON intake.organization_id = (SELECT access.organization()) AND intake.id = cohort.intake_id
      LEFT JOIN clinic.enquiry AS enquiry
        ON enquiry.organization_id = intake.organization_id AND enquiry.id = intake.enquiry_id
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'aims_no_shows', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        CASE WHEN (visit.at)::date < date_trunc('month', ($4)::date)
            THEN (12 * date_part('year', (visit.at)::date) + date_part('month', (visit.at)::date) - 1)::integer ELSE -1 END AS value,
        CASE visit.state WHEN 'missed' THEN 1 WHEN 'kept' THEN 0 ELSE -1 END AS code
      FROM cohort
      JOIN clinic.appointment AS visit
        ON visit.organization_id = (SELECT access.organization()) AND visit.episode_id = cohort.episode_id
        AND visit.known_to = 'infinity' AND visit.state IN ('kept', 'missed', 'planned')
        AND visit.at <= $5
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'aims_admissions', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, CASE WHEN cohort.start_day < date_trunc('month', ($6)::date)
            THEN (12 * date_part('year', cohort.start_day) + date_part('month', cohort.start_day) - 1)::integer ELSE -1 END AS value, 0 AS code
      FROM cohort
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'aims_continuation', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        CASE WHEN cohort.start_day < date_trunc('month', ($7)::date)
            THEN (12 * date_part('year', cohort.start_day) + date_part('month', cohort.start_day) - 1)::integer ELSE -1 END AS value,
        CASE WHEN (($8)::date - cohort.start_day >= $9)::integer = 1 THEN (least(coalesce(care.units, 0), 4) = 4)::integer ELSE -1 END AS code
      FROM cohort
      LEFT JOIN (
        SELECT unit.episode_id, sum(unit.units) AS units
        FROM (
          -- A day on which one stay ends and the next begins is one day.
          SELECT stay.episode_id, stay.last_day - greatest(stay.first_day, stay.day_before + 1) + 1 AS units
          FROM (
            SELECT cohort.episode_id, (lower(stay.valid))::date AS first_day, least((least(upper(stay.valid), $10))::date, cohort.start_day + $11) AS last_day,
              lag(least((least(upper(stay.valid), $12))::date, cohort.start_day + $13)) OVER (PARTITION BY cohort.episode_id ORDER BY lower(stay.valid)) AS day_before
            FROM cohort
            JOIN clinic.stay_fact AS stay
              ON stay.organization_id = (SELECT access.organization()) AND stay.episode_id = cohort.episode_id
              AND stay.known_to = 'infinity' AND stay.stage < 'aftercare' AND lower(stay.valid) <= $14
              AND (lower(stay.valid))::date <= cohort.start_day + $15
          ) AS stay
          UNION ALL
          SELECT cohort.episode_id, 1
          FROM cohort
          JOIN clinic.appointment AS visit
            ON visit.organization_id = (SELECT access.organization()) AND visit.episode_id = cohort.episode_id
            AND visit.known_to = 'infinity' AND visit.state = 'kept' AND visit.at >= cohort.starts AND visit.at <= $16
            AND (visit.at)::date <= cohort.start_day + $17
        ) AS unit
        GROUP BY unit.episode_id
      ) AS care ON care.episode_id = cohort.episode_id
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    """,
    "outcomes": """
    WITH cohort AS (
      SELECT NULL::text AS panel,
        person.sex AS member,
        0 AS days,
        CASE WHEN upper(episode.valid) <= $1 THEN episode.discharge_reason END AS reason,
        episode.patient_id,
        episode.episode_id,
        episode.intake_id,
        lower(episode.valid) AS starts,
        CASE WHEN upper(episode.valid) <= $2 THEN upper(episode.valid) END AS ends
      FROM clinic.episode_fact AS episode
        LEFT JOIN clinic.demographics AS person
          ON person.organization_id = episode.organization_id AND person.patient_id = episode.patient_id
          AND person.known_to = 'infinity'
      WHERE episode.organization_id = (SELECT access.organization())
        AND episode.known_to = 'infinity'
        AND lower(episode.valid) <= $3
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    UNION ALL
    SELECT 'outcomes', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        coalesce(2 * pair.before::integer + pair.after::integer, -1) AS value,
        CASE WHEN cohort.reason IN (5, 6) THEN -1 ELSE pair.domain END AS code
      FROM cohort
      LEFT JOIN clinic.intake AS intake
        ON intake.organization_id = (SELECT access.organization()) AND intake.id = cohort.intake_id
      LEFT JOIN clinic.substance_use AS used
        ON used.organization_id = intake.organization_id AND used.intake_id = intake.id AND used.rank = 1
        AND used.known_to = 'infinity'
      LEFT JOIN (
        SELECT DISTINCT ON (status.episode_id) status.*
        FROM clinic.discharge_status AS status
        JOIN clinic.stay_fact AS stay
          ON stay.organization_id = status.organization_id AND stay.stay_id = status.stay_id AND stay.known_to = 'infinity'
        WHERE status.organization_id = (SELECT access.organization()) AND status.known_to = 'infinity'
        ORDER BY status.episode_id, lower(stay.valid) DESC
      ) AS status ON status.episode_id = cohort.episode_id
      CROSS JOIN LATERAL (
        VALUES
          (0, intake.employment IN (1, 2), status.employment IN (1, 2)),
          (1, intake.living_arrangement IN (2, 3), status.living_arrangement IN (2, 3)),
          (2, intake.arrests_past_30_days = 0, status.arrests_past_30_days = 0),
          (3, used.frequency = 1, status.frequency = 1),
          (4, intake.self_help >= 2, status.self_help >= 2)
      ) AS pair (domain, before, after)
      WHERE cohort.ends IS NOT NULL
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'score_change', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT score.panel, score.member, score.patient_id, score.episode_id,
        coalesce(
          max(score.total) FILTER (WHERE score.is_last) - max(score.total) FILTER (WHERE score.is_first), 0) AS value,
        CASE WHEN count(score.total) < 2 THEN -1 - count(score.total)
          ELSE max(score.total) FILTER (WHERE score.is_first) END AS code
      FROM (
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, score.total,
          lag(cohort.episode_id) OVER course IS NULL AS is_first,
          lead(cohort.episode_id) OVER course IS NULL AS is_last
        FROM cohort
        LEFT JOIN clinic.screening AS score
          ON score.organization_id = (SELECT access.organization()) AND score.patient_id = cohort.patient_id
          AND score.instrument = $4 AND score.known_to = 'infinity' AND score.state = 'recorded'
          AND score.total IS NOT NULL AND score.at >= cohort.starts - interval '14 days'
          AND score.at <= coalesce(cohort.ends, $5)
        WINDOW course AS (PARTITION BY cohort.episode_id ORDER BY score.at, score.id)
      ) AS score
      GROUP BY score.episode_id, score.patient_id, score.member, score.panel
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    """,
    "readmission_30_days": """
    WITH cohort AS (
      SELECT NULL::text AS panel,
        used.substance AS member,
        0 AS days,
        CASE WHEN upper(episode.valid) <= $1 THEN episode.discharge_reason END AS reason,
        episode.patient_id,
        episode.episode_id,
        episode.episode_id AS key,
        CASE WHEN upper(episode.valid) <= $2 THEN upper(episode.valid) END AS ends,
        (CASE WHEN upper(episode.valid) <= $3 THEN upper(episode.valid) END)::date AS end_day
      FROM clinic.episode_fact AS episode
        LEFT JOIN clinic.substance_use AS used
          ON used.organization_id = episode.organization_id AND used.intake_id = episode.intake_id
          AND used.rank = 1 AND used.known_to = 'infinity'
      WHERE episode.organization_id = (SELECT access.organization())
        AND episode.known_to = 'infinity'
        AND lower(episode.valid) <= $4
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    UNION ALL
    SELECT 'readmission', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        coalesce(least((min(again.at))::date - cohort.end_day, $5 + 1), -1) AS value,
        CASE WHEN cohort.reason IN (4, 6, 14) THEN -cohort.reason
          ELSE least(($6)::date - cohort.end_day, $7) END AS code
      FROM cohort
      LEFT JOIN (
        SELECT later.patient_id, later.episode_id, lower(next.valid) AS at
        FROM clinic.episode_fact AS later
        JOIN clinic.stay_fact AS next
          ON next.organization_id = later.organization_id AND next.episode_id = later.episode_id
        WHERE later.organization_id = (SELECT access.organization())
          AND later.known_to = 'infinity' AND next.known_to = 'infinity' AND next.stage < 'aftercare'
      ) AS again
        ON again.patient_id = cohort.patient_id AND again.episode_id <> cohort.episode_id
        AND again.at >= cohort.ends AND again.at <= $8
        AND (again.at)::date > cohort.end_day
      WHERE cohort.ends IS NOT NULL
      GROUP BY cohort.episode_id, cohort.patient_id, cohort.member, cohort.panel, cohort.reason,
        cohort.end_day
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    UNION ALL
    SELECT 'time_to_return', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT found.panel, found.member, found.patient_id, found.episode_id,
        least(coalesce(found.returned, found.died, found.today) - found.end_day, $9) AS value,
        CASE WHEN found.returned IS NOT NULL THEN 1 WHEN found.died IS NOT NULL THEN 2 ELSE 0 END AS code
      FROM (
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, cohort.end_day,
          (min(lower(other.valid)) FILTER (WHERE lower(other.valid) >= cohort.ends))::date AS returned,
          (min(upper(other.valid)) FILTER (WHERE other.discharge_reason = 6))::date AS died,
          ($10)::date AS today
        FROM cohort
        LEFT JOIN clinic.episode_fact AS other
          ON other.organization_id = (SELECT access.organization()) AND other.patient_id = cohort.patient_id
          AND other.episode_id <> cohort.episode_id AND other.known_to = 'infinity'
          AND (lower(other.valid) >= cohort.ends AND lower(other.valid) <= $11
            OR other.discharge_reason = 6 AND upper(other.valid) >= cohort.ends AND upper(other.valid) <= $12)
        WHERE cohort.ends IS NOT NULL AND cohort.reason NOT IN (4, 6, 14)
        GROUP BY cohort.episode_id, cohort.patient_id, cohort.member, cohort.panel, cohort.end_day
      ) AS found
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
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
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
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
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    """,
    "step_down": """
    WITH cohort AS (
      SELECT stay.stage AS panel,
        stay.facility_id AS member,
        0 AS days,
        CASE WHEN upper(stay.valid) <= $1 THEN stay.end_reason END AS reason,
        stay.patient_id,
        stay.episode_id,
        stay.stay_id AS key,
        stay.stage,
        CASE WHEN upper(stay.valid) <= $2 THEN upper(stay.valid) END AS ends,
        (CASE WHEN upper(stay.valid) <= $3 THEN upper(stay.valid) END)::date AS end_day
      FROM clinic.stay_fact AS stay
      WHERE stay.organization_id = (SELECT access.organization())
        AND stay.known_to = 'infinity'
        AND lower(stay.valid) <= $4
        AND stay.stage = ANY ($5::reference.stage[])
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    UNION ALL
    SELECT 'continuity', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        coalesce(least((min(care.at))::date - cohort.end_day, $6 + 1), -1) AS value,
        CASE WHEN cohort.reason IN (5, 6) THEN -cohort.reason
          ELSE least(($7)::date - cohort.end_day, $8) END AS code
      FROM (
        SELECT cohort.*
        FROM cohort
        LEFT JOIN clinic.stay_fact AS same
          ON same.organization_id = (SELECT access.organization()) AND same.episode_id = cohort.episode_id
          AND same.known_to = 'infinity' AND same.stage = cohort.stage AND lower(same.valid) = cohort.ends
        WHERE cohort.stage IN ('detox', 'residential') AND cohort.ends IS NOT NULL AND same.id IS NULL
      ) AS cohort
      LEFT JOIN (
        SELECT later.patient_id, next.stage, lower(next.valid) AS at
        FROM clinic.episode_fact AS later
        JOIN clinic.stay_fact AS next
          ON next.organization_id = later.organization_id AND next.episode_id = later.episode_id
        WHERE later.organization_id = (SELECT access.organization())
          AND later.known_to = 'infinity' AND next.known_to = 'infinity' AND next.stage > 'detox'
        UNION ALL
        SELECT kept.patient_id, NULL, kept.at
        FROM clinic.appointment AS kept
        WHERE kept.organization_id = (SELECT access.organization())
          AND kept.known_to = 'infinity' AND kept.state = 'kept'
      ) AS care
        ON care.patient_id = cohort.patient_id AND care.at >= cohort.ends AND care.at <= $9
        AND (care.at)::date >= cohort.end_day + 0
        AND (care.stage > cohort.stage) IS NOT FALSE
      GROUP BY cohort.key, cohort.patient_id, cohort.episode_id, cohort.member, cohort.panel, cohort.reason,
        cohort.end_day
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    """,
    "waiting_time": """
    WITH cohort AS (
      SELECT NULL::text AS panel,
        intake.referral_source AS member,
        0 AS days,
        CASE WHEN upper(episode.valid) <= $1 THEN 7::smallint END AS reason,
        episode.patient_id,
        episode.episode_id,
        episode.intake_id,
        (lower(episode.valid))::date AS start_day
      FROM clinic.episode_fact AS episode
        LEFT JOIN clinic.intake AS intake
          ON intake.organization_id = episode.organization_id AND intake.id = episode.intake_id
      WHERE episode.organization_id = (SELECT access.organization())
        AND episode.known_to = 'infinity'
        AND lower(episode.valid) <= $2
    ), person AS (
      SELECT panel, member, patient_id FROM cohort GROUP BY patient_id, member, panel
    )
    SELECT 'cohort' AS part, panel::text, member::text, days AS value, reason::integer AS code, count(*) AS tally
    FROM cohort GROUP BY cohort.days, cohort.reason, cohort.member, cohort.panel
    UNION ALL
    SELECT 'people', panel::text, member::text, 0, 0, count(*) FROM person GROUP BY person.member, person.panel
    UNION ALL
    SELECT 'everybody', NULL, NULL, 0, 0, count(*) FROM (SELECT FROM person GROUP BY patient_id) AS everybody
    UNION ALL
    SELECT 'wait', panel::text, member::text, value::integer, code::integer, count(*)
    FROM (
      SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
        coalesce(cohort.start_day - (least(intake.first_contact_at, enquiry.received_at))::date, -1) AS value,
        CASE WHEN least(intake.first_contact_at, enquiry.received_at) IS NULL THEN 0 ELSE 1 END AS code
      FROM cohort
      LEFT JOIN clinic.intake AS intake
        ON intake.organization_id = (SELECT access.organization()) AND intake.id = cohort.intake_id
      LEFT JOIN clinic.enquiry AS enquiry
        ON enquiry.organization_id = intake.organization_id AND enquiry.id = intake.enquiry_id
    ) AS row
    GROUP BY row.value, row.code, row.member, row.panel
    """,
  ]
}
