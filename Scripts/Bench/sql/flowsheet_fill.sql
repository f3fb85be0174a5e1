-- A unit of 200 beds and 90 days of stays of nine days in each, every one of them watched 4-hourly by three checks: 108,000
-- sets of signs and as many scores. The last stay of each bed goes on; its checks are due within the next four hours.
SET session_replication_role = replica;  -- the keys hold by construction
CREATE TEMP TABLE mine AS SELECT organization_id AS org, (SELECT id FROM access.staff LIMIT 1) AS staff
FROM clinic.organization LIMIT 1;
INSERT INTO clinic.facility (organization_id, id, slug, name, time_zone, opened_at)
SELECT org, gen_random_uuid(), 'bench-house', 'Bench house', 'America/New_York', now() - interval '1 year' FROM mine;
INSERT INTO clinic.unit (organization_id, id, facility_id, name, stage)
SELECT organization_id, gen_random_uuid(), id, 'Bench', 'detox' FROM clinic.facility WHERE slug = 'bench-house';
INSERT INTO clinic.bed (organization_id, id, facility_id, unit_id, label, in_use)
SELECT u.organization_id, gen_random_uuid(), u.facility_id, u.id, 'F-' || n, tstzrange(now() - interval '1 year', NULL)
FROM clinic.unit AS u, generate_series(1, 200) AS n WHERE u.name = 'Bench';

CREATE TEMP TABLE stretch AS
SELECT gen_random_uuid() AS patient, gen_random_uuid() AS episode, gen_random_uuid() AS stay, gen_random_uuid() AS monitoring,
  b.id AS bed, b.facility_id AS facility, k, row_number() OVER () AS n,
  now() - make_interval(days => 9 * (10 - k)) - random() * interval '4 hours' AS starts,
  CASE WHEN k < 9 THEN now() - make_interval(days => 9 * (9 - k)) - interval '5 hours' END AS ends
FROM generate_series(0, 9) AS k, clinic.bed AS b WHERE b.label LIKE 'F-%'
ORDER BY k, random();

INSERT INTO clinic.patient (organization_id, id, recorded_at, recorded_by) SELECT org, patient, starts, staff FROM mine, stretch;
INSERT INTO clinic.demographics (
  organization_id, id, patient_id, given_name, family_name, birth_date, sex, race_missing, ethnicity_missing, known_from,
  recorded_by)
SELECT org, gen_random_uuid(), patient, 'Testa' || n, 'Zzyx' || n, date '1970-01-01' + (n % 9000)::int, 1 + n % 2, 'refused',
  'refused', starts, staff
FROM mine, stretch;
INSERT INTO clinic.episode (organization_id, id, patient_id, recorded_at, recorded_by)
SELECT org, episode, patient, starts, staff FROM mine, stretch;
INSERT INTO clinic.episode_fact (
  organization_id, id, episode_id, patient_id, facility_id, valid, discharge_reason, known_from, recorded_by)
SELECT org, gen_random_uuid(), episode, patient, facility, tstzrange(starts, ends), CASE WHEN ends IS NOT NULL THEN 1 END, starts,
  staff
FROM mine, stretch;
INSERT INTO clinic.stay (organization_id, id, episode_id, patient_id, recorded_at)
SELECT org, stay, episode, patient, starts FROM mine, stretch;
INSERT INTO clinic.stay_fact (
  organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, level_edition, level_code, valid, end_reason,
  known_from, recorded_by)
SELECT org, gen_random_uuid(), stay, episode, patient, facility, 'detox', 3, '3.7-WM', tstzrange(starts, ends),
  CASE WHEN ends IS NOT NULL THEN 1 END, starts, staff
FROM mine, stretch;
INSERT INTO clinic.occupation (
  organization_id, id, facility_id, bed_id, kind, stay_id, episode_id, patient_id, valid, known_from, recorded_by)
SELECT org, gen_random_uuid(), facility, bed, 'stay', stay, episode, patient, tstzrange(starts, ends), starts, staff
FROM mine, stretch;

INSERT INTO clinic.protocol (organization_id, slug, version, title, definition, is_shipped, loaded_at, loaded_by)
SELECT org, 'alcohol', '1', 'Alcohol withdrawal', 'bench', true, now() - interval '1 year', staff FROM mine;
INSERT INTO clinic.monitoring (
  organization_id, id, monitoring_id, episode_id, patient_id, facility_id, protocol, protocol_version, counted_from, started_at,
  known_from, recorded_by)
SELECT org, gen_random_uuid(), monitoring, episode, patient, facility, 'alcohol', '1', starts, starts, starts, staff
FROM mine, stretch;
INSERT INTO clinic.vitals (
  organization_id, id, vitals_id, episode_id, patient_id, facility_id, at, temperature, pulse, respirations, oxygen_saturation,
  breathing, systolic, diastolic, consciousness, known_from, recorded_by)
SELECT org, gen_random_uuid(), gen_random_uuid(), episode, patient, facility, at, 36 + round(random()::numeric * 2, 1),
  60 + (random() * 50)::int, 12 + (random() * 10)::int, 92 + (random() * 8)::int, 'air', 100 + (random() * 60)::int,
  60 + (random() * 30)::int, 'alert', at, staff
FROM mine, stretch, generate_series(starts, coalesce(ends, now()), interval '4 hours') AS at;
INSERT INTO clinic.screening (
  organization_id, id, patient_id, episode_id, instrument, instrument_version, at, total, items_answered, items_required,
  known_from, recorded_by)
SELECT org, gen_random_uuid(), patient, episode, 'ciwa_ar', '1', at, (random() * 30)::int, 10, 10, at, staff
FROM mine, stretch, generate_series(starts, coalesce(ends, now()), interval '4 hours') AS at;
INSERT INTO clinic.due_check (
  organization_id, monitoring_id, check_name, episode_id, patient_id, facility_id, protocol, title, planned_at, planned_late_at,
  planned_ends_at, treated_from, treated_until, minutes, changed_at, last_at, last_outcome, last_score)
SELECT org, monitoring, name, episode, patient, facility, 'alcohol', title, due, due + interval '30 minutes', 'infinity', starts,
  coalesce(ends, 'infinity'), 240, starts, due - interval '4 hours', 'done', (random() * 30)::int
FROM mine, (VALUES ('ciwa_ar', 'CIWA-Ar'), ('vitals', 'Vital signs'), ('comfort', 'Mood and craving')) AS c (name, title),
  stretch, LATERAL (SELECT coalesce(ends, now()) + (random() * 4.5 - 0.5) * interval '1 hour' AS due) AS next;
