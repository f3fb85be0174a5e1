-- :rows PHQ-9 responses of 100,000 people, each answer drawn by itself, three in a hundred of them missing. None was scored
-- yet: the version is one that no definition has.
SET session_replication_role = replica;  -- the keys hold by construction
SELECT setseed(0.5);
CREATE TEMP TABLE mine AS SELECT organization_id AS org, (SELECT id FROM access.staff LIMIT 1) AS staff
FROM clinic.organization LIMIT 1;
CREATE TEMP TABLE person AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, 100000) AS n;
INSERT INTO clinic.patient (organization_id, id, recorded_at, recorded_by)
SELECT org, id, now() - interval '6 years', staff FROM mine, person;
INSERT INTO clinic.demographics (
  organization_id, id, patient_id, given_name, family_name, birth_date, sex, race_missing, ethnicity_missing,
  known_from, recorded_by)
SELECT org, gen_random_uuid(), id, 'Testa' || n, 'Zzyx' || n, date '1960-01-01' + n % 15000, 1 + n % 2, 'refused',
  'refused', now() - interval '6 years', staff
FROM mine, person;

-- Identifiers rise with time, as those of the service do.
CREATE TEMP TABLE response AS
SELECT n,
  (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid AS id
FROM generate_series(1, :rows) AS n;
INSERT INTO clinic.screening (
  organization_id, id, patient_id, instrument, instrument_version, at, total, items_answered, items_required,
  known_from, recorded_by)
SELECT org, r.id, p.id, 'phq_9', 'unscored', now() - interval '1 year', 0, 9, 9, now() - interval '1 year', staff
FROM mine, response AS r JOIN person AS p ON p.n = 1 + r.n % 100000;
INSERT INTO clinic.screening_answer (organization_id, screening_id, item, question, value, missing)
SELECT org, a.id, a.item, 'q' || a.item, CASE WHEN luck < 0.97 THEN floor(luck / 0.97 * 4)::smallint END,
  CASE WHEN luck >= 0.97 THEN 'refused'::reference.missing_reason END
FROM mine, (SELECT r.id, i AS item, random() AS luck FROM response AS r, generate_series(1, 9) AS i OFFSET 0) AS a;
