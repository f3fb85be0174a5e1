-- 20 facilities with 100 beds each and five years of stays in every bed, entered in the order of time. Each
-- was open until its end was entered, as real ones are, so there are two rows of each. :stays a bed.
SET session_replication_role = replica;  -- the keys hold by construction; looking each of them up would take an hour
CREATE TEMP TABLE mine AS SELECT organization_id AS org, (SELECT id FROM access.staff LIMIT 1) AS staff
FROM clinic.organization LIMIT 1;

INSERT INTO clinic.facility (organization_id, id, slug, name, time_zone, opened_at)
SELECT org, gen_random_uuid(), 'house-' || n, 'House ' || n, 'America/New_York', now() - interval '6 years'
FROM mine, generate_series(1, 20) AS n;
INSERT INTO clinic.unit (organization_id, id, facility_id, name, stage, exclusive_to)
SELECT f.organization_id, gen_random_uuid(), f.id, 'Unit ' || n,
  (ARRAY['detox', 'residential'])[1 + n % 2]::reference.stage, CASE n WHEN 5 THEN 'women' END
FROM clinic.facility AS f, generate_series(1, 5) AS n WHERE f.slug LIKE 'house-%';
INSERT INTO clinic.bed (organization_id, id, facility_id, unit_id, label, in_use)
SELECT u.organization_id, gen_random_uuid(), u.facility_id, u.id, 'B-' || n, tstzrange(now() - interval '6 years', NULL)
FROM clinic.unit AS u, generate_series(1, 20) AS n WHERE u.name LIKE 'Unit %';

CREATE TEMP TABLE person AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, 100000) AS n;
INSERT INTO clinic.patient (organization_id, id, recorded_at, recorded_by)
SELECT org, id, now() - interval '6 years', staff FROM mine, person;
INSERT INTO clinic.demographics (
  organization_id, id, patient_id, given_name, family_name, birth_date, sex, race_missing, ethnicity_missing,
  known_from, recorded_by)
SELECT org, gen_random_uuid(), id, 'Testa' || n, 'Zzyx' || n, date '1960-01-01' + n % 15000, 1 + n % 2, 'refused',
  'refused', now() - interval '6 years', staff
FROM mine, person;

CREATE TEMP TABLE stretch AS
SELECT gen_random_uuid() AS episode, gen_random_uuid() AS stay, b.id AS bed, b.facility_id AS facility, u.stage, k,
  p.id AS patient, random() AS luck,
  now() - make_interval(hours => ((:stays - k + 1) * 43800 / :stays)) + random() * interval '3 hours' AS starts,
  CASE WHEN k < :stays THEN now() - make_interval(hours => ((:stays - k) * 43800 / :stays)) - interval '3 hours' END AS ends
FROM generate_series(1, :stays) AS k
CROSS JOIN (SELECT *, row_number() OVER () AS number FROM clinic.bed WHERE label LIKE 'B-%') AS b
JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
JOIN person AS p ON p.n = 1 + (b.number * 7919 + k * 104729) % 100000
ORDER BY k, random();

INSERT INTO clinic.episode (organization_id, id, patient_id, recorded_at, recorded_by)
SELECT org, episode, patient, starts, staff FROM mine, stretch;
INSERT INTO clinic.stay (organization_id, id, episode_id, patient_id, recorded_at)
SELECT org, stay, episode, patient, starts FROM mine, stretch;
INSERT INTO clinic.stay_fact (
  organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, level_edition, level_code, valid, end_reason,
  known_from, known_to, recorded_by)
SELECT org, gen_random_uuid(), stay, episode, patient, facility, stage, 3, '3.5',
  CASE WHEN is_last THEN tstzrange(starts, ends) ELSE tstzrange(starts, NULL) END,
  CASE WHEN is_last AND ends IS NOT NULL THEN 1 END,
  CASE WHEN is_last AND ends IS NOT NULL THEN ends ELSE starts END, CASE WHEN is_last THEN 'infinity' ELSE ends END, staff
FROM mine, stretch, (VALUES (true), (false)) AS version (is_last)
WHERE is_last OR ends IS NOT NULL;
INSERT INTO clinic.occupation (
  organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid, known_from, known_to, recorded_by)
SELECT org, gen_random_uuid(), facility, bed, CASE WHEN ends IS NULL AND luck > 0.95 THEN 'leave' ELSE 'stay' END, stay,
  episode, patient, CASE WHEN is_last THEN tstzrange(starts, ends) ELSE tstzrange(starts, NULL) END,
  CASE WHEN is_last AND ends IS NOT NULL THEN ends ELSE starts END, CASE WHEN is_last THEN 'infinity' ELSE ends END, staff
FROM mine, stretch, (VALUES (true), (false)) AS version (is_last)
WHERE (is_last OR ends IS NOT NULL) AND NOT (ends IS NULL AND luck BETWEEN 0.7 AND 0.9);
