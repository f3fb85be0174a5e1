-- The figures of reports as somebody would write them by hand, for one organization whose facilities share a time zone.
-- Each statement has a name; it is run as the service's role, behind row-level security, with the settings of reports.

-- name: count
-- People who came with alcohol as their main substance.
SELECT count(DISTINCT e.patient_id), count(*) FILTER (WHERE upper(e.valid) <= now())
FROM (
  SELECT DISTINCT ON (e.patient_id) e.patient_id, e.valid
  FROM clinic.episode_fact AS e
  WHERE e.known_to = 'infinity' AND e.organization_id = (SELECT access.organization()) AND lower(e.valid) <= now()
    AND EXISTS (
      SELECT FROM clinic.substance_use AS u
      WHERE u.organization_id = e.organization_id AND u.intake_id = e.intake_id AND u.known_to = 'infinity'
        AND u.rank = 1 AND u.substance = 2)
  ORDER BY e.patient_id, lower(e.valid)
) AS e;

-- name: hard
-- Adults admitted since a day with a PHQ-9 of 10 or more, who went from detox to residential within a week.
SELECT count(*), count(*) FILTER (WHERE upper(e.valid) <= now()), count(DISTINCT e.patient_id)
FROM clinic.episode_fact AS e
JOIN clinic.demographics AS p
  ON p.organization_id = e.organization_id AND p.patient_id = e.patient_id AND p.known_to = 'infinity'
WHERE e.known_to = 'infinity' AND e.organization_id = (SELECT access.organization()) AND lower(e.valid) <= now()
  AND lower(e.valid)::date >= current_date - 60
  AND date_part('year', age(lower(e.valid)::date, p.birth_date)) BETWEEN 18 AND 65
  AND EXISTS (
    SELECT FROM clinic.screening AS s
    WHERE s.organization_id = e.organization_id AND s.patient_id = e.patient_id AND s.instrument = 'phq_9'
      AND s.known_to = 'infinity' AND s.state = 'recorded' AND s.total >= 10
      AND s.at BETWEEN lower(e.valid) - interval '14 days' AND least(upper(e.valid), now()))
  AND EXISTS (
    SELECT FROM clinic.stay_fact AS d
    JOIN clinic.stay_fact AS r ON r.organization_id = d.organization_id AND r.episode_id = d.episode_id
    WHERE d.organization_id = e.organization_id AND d.episode_id = e.episode_id AND d.stage = 'detox'
      AND r.stage = 'residential' AND d.known_to = 'infinity' AND r.known_to = 'infinity'
      AND lower(r.valid)::date - upper(d.valid)::date BETWEEN 0 AND 7 AND lower(r.valid) <= now());

-- name: retention
SELECT facility_id, day, at_risk, events, people - events AS censored,
  exp(sum(CASE WHEN at_risk > events THEN ln(1 - events / at_risk) END) OVER earlier) AS retained,
  sum(CASE WHEN at_risk > events THEN events / (at_risk * (at_risk - events)) END) OVER earlier AS greenwood
FROM (
  SELECT facility_id, day, CASE WHEN day <= 90 THEN events ELSE 0 END AS events, people,
    sum(people) OVER (PARTITION BY facility_id ORDER BY day DESC) AS at_risk
  FROM (
    SELECT facility_id, least(coalesce(upper(valid), now())::date - lower(valid)::date, 91) AS day,
      count(upper(valid)) AS events, count(*) AS people
    FROM clinic.episode_fact
    WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization())
    GROUP BY 1, 2
  ) AS counted
) AS at_risk
WINDOW earlier AS (PARTITION BY facility_id ORDER BY day)
ORDER BY facility_id, day;

-- name: members
COPY (
  SELECT e.patient_id, concat_ws(' ', p.given_name, p.family_name) AS name, e.episode_id, f.slug
  FROM clinic.episode_fact AS e
  JOIN clinic.facility AS f ON f.organization_id = e.organization_id AND f.id = e.facility_id
  LEFT JOIN clinic.demographics AS p
    ON p.organization_id = e.organization_id AND p.patient_id = e.patient_id AND p.known_to = 'infinity'
  WHERE e.known_to = 'infinity'
) TO STDOUT (FORMAT csv, HEADER);

-- name: dashboard counts
SELECT count(*), count(upper(valid)), count(DISTINCT patient_id)
FROM clinic.episode_fact WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization());

-- name: dashboard wait
SELECT lower(e.valid)::date - least(i.first_contact_at, c.received_at)::date AS days, count(*)
FROM clinic.episode_fact AS e
JOIN clinic.intake AS i ON i.organization_id = e.organization_id AND i.id = e.intake_id
LEFT JOIN clinic.enquiry AS c ON c.organization_id = i.organization_id AND c.id = i.enquiry_id
WHERE e.known_to = 'infinity' AND e.organization_id = (SELECT access.organization())
GROUP BY 1;

-- name: dashboard length of stay
SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75, 0.9]) WITHIN GROUP (ORDER BY greatest(upper(valid)::date - lower(valid)::date, 1)),
  avg(greatest(upper(valid)::date - lower(valid)::date, 1))
FROM clinic.episode_fact
WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization()) AND upper(valid) <= now();

-- name: dashboard reasons
SELECT discharge_reason, count(*)
FROM clinic.episode_fact
WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization()) AND upper(valid) <= now()
GROUP BY 1;

-- name: dashboard retention
SELECT least(coalesce(upper(valid), now())::date - lower(valid)::date, 91) AS day, count(upper(valid)) AS events, count(*)
FROM clinic.episode_fact WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization())
GROUP BY 1;

-- name: dashboard exits
SELECT least(coalesce(upper(valid), now())::date - lower(valid)::date, 91) AS day, discharge_reason, count(*)
FROM clinic.episode_fact WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization())
GROUP BY 1, 2;

-- name: dashboard danger days
SELECT least(coalesce(upper(valid), now())::date - lower(valid)::date, 31) AS day,
  count(*) FILTER (WHERE discharge_reason IN (2, 3)), count(*)
FROM clinic.episode_fact WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization())
GROUP BY 1;

-- name: dashboard stage flow
SELECT stage, next, end_reason, count(*)
FROM (
  SELECT stage, end_reason, lead(stage) OVER (PARTITION BY episode_id ORDER BY lower(valid)) AS next
  FROM clinic.stay_fact WHERE known_to = 'infinity' AND organization_id = (SELECT access.organization())
) AS step
GROUP BY 1, 2, 3;

-- name: dashboard readmission
SELECT count(*) FILTER (WHERE again <= left_on + 30), count(*)
FROM (
  SELECT e.episode_id, upper(e.valid)::date AS left_on, min(lower(s.valid))::date AS again
  FROM clinic.episode_fact AS e
  LEFT JOIN (
    clinic.episode_fact AS o
    JOIN clinic.stay_fact AS s ON s.organization_id = o.organization_id AND s.episode_id = o.episode_id
      AND s.known_to = 'infinity' AND s.stage < 'aftercare')
    ON o.organization_id = e.organization_id AND o.patient_id = e.patient_id AND o.episode_id <> e.episode_id
    AND o.known_to = 'infinity' AND lower(s.valid)::date > upper(e.valid)::date
  WHERE e.known_to = 'infinity' AND e.organization_id = (SELECT access.organization()) AND upper(e.valid) <= now()
    AND e.discharge_reason NOT IN (4, 6, 14) AND upper(e.valid)::date <= current_date - 30
  GROUP BY e.episode_id, e.valid
) AS ended;

-- name: dashboard time to return
SELECT least(coalesce(back, current_date) - left_on, 366) AS day, back IS NOT NULL, count(*)
FROM (
  SELECT e.episode_id, upper(e.valid)::date AS left_on, min(lower(o.valid))::date AS back
  FROM clinic.episode_fact AS e
  LEFT JOIN clinic.episode_fact AS o
    ON o.organization_id = e.organization_id AND o.patient_id = e.patient_id AND o.episode_id <> e.episode_id
    AND o.known_to = 'infinity' AND lower(o.valid) >= upper(e.valid)
  WHERE e.known_to = 'infinity' AND e.organization_id = (SELECT access.organization()) AND upper(e.valid) <= now()
    AND e.discharge_reason NOT IN (4, 6, 14)
  GROUP BY e.episode_id, e.valid
) AS ended
GROUP BY 1, 2;

-- name: dashboard units of care
SELECT least(coalesce(days, 0) + coalesce(visits, 0), 4) AS units, count(*)
FROM clinic.episode_fact AS e
LEFT JOIN (
  SELECT s.episode_id, sum(coalesce(upper(s.valid), now())::date - lower(s.valid)::date) + 1 AS days
  FROM clinic.stay_fact AS s
  WHERE s.known_to = 'infinity' AND s.organization_id = (SELECT access.organization()) AND s.stage < 'aftercare'
  GROUP BY 1
) AS s ON s.episode_id = e.episode_id
LEFT JOIN (
  SELECT a.episode_id, count(*) AS visits
  FROM clinic.appointment AS a
  WHERE a.known_to = 'infinity' AND a.organization_id = (SELECT access.organization()) AND a.state = 'kept'
  GROUP BY 1
) AS a ON a.episode_id = e.episode_id
WHERE e.known_to = 'infinity' AND e.organization_id = (SELECT access.organization())
  AND lower(e.valid)::date <= current_date - 30
GROUP BY 1;

-- name: dashboard score change
SELECT first, last - first AS change, count(*)
FROM (
  SELECT e.episode_id, (array_agg(s.total ORDER BY s.at))[1] AS first, (array_agg(s.total ORDER BY s.at DESC))[1] AS last,
    count(s.id) AS scores
  FROM clinic.episode_fact AS e
  LEFT JOIN clinic.screening AS s
    ON s.organization_id = e.organization_id AND s.patient_id = e.patient_id AND s.instrument = 'phq_9'
    AND s.known_to = 'infinity' AND s.state = 'recorded' AND s.total IS NOT NULL
    AND s.at BETWEEN lower(e.valid) - interval '14 days' AND coalesce(upper(e.valid), now())
  WHERE e.known_to = 'infinity' AND e.organization_id = (SELECT access.organization())
  GROUP BY e.episode_id
) AS scored
WHERE scores > 1
GROUP BY 1, 2;
