-- Reports to the state (TEDS): which facility reports to whom, what was sent, and what the state said of it.

INSERT INTO access.permission (name, bit) VALUES ('teds.read', 52), ('teds.export', 53), ('quality.read', 59);

-- That a facility reports, as whom, to whom, and by what law or agreement: that is what allows it (42 CFR 2.53).
CREATE TABLE clinic.teds_reporter (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  facility_id uuid NOT NULL,
  state text NOT NULL CHECK (state ~ '^[A-Z]{2}$'),
  provider_id text NOT NULL CHECK (provider_id ~ '^[A-Za-z0-9]([A-Za-z0-9-]{0,13}[A-Za-z0-9])?$'),
  agency text NOT NULL CHECK (length(agency) BETWEEN 1 AND 200),
  authority text NOT NULL CHECK (length(authority) BETWEEN 1 AND 200),
  begins_on date NOT NULL CHECK (extract(day FROM begins_on) = 1),  -- what happened before is not reported
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  CONSTRAINT teds_reporter_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX teds_reporter_current ON clinic.teds_reporter (organization_id, facility_id) WHERE known_to = 'infinity';
CREATE UNIQUE INDEX teds_reporter_one_provider ON clinic.teds_reporter (organization_id, state, provider_id)
  WHERE known_to = 'infinity';

-- One submission: two files, of admissions and of discharges. Its bytes are those of its records, in their order.
CREATE TABLE clinic.teds_batch (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  month date NOT NULL CHECK (extract(day FROM month) = 1),  -- up to the end of which it tells
  facilities uuid[] NOT NULL CHECK (cardinality(facilities) > 0),
  code_year smallint NOT NULL,  -- the year whose codes it is written in
  admissions integer NOT NULL,
  discharges integer NOT NULL,
  withheld integer NOT NULL,  -- records that would have gone out but for a fatal fault
  admissions_digest bytea NOT NULL CHECK (length(admissions_digest) = 32),
  discharges_digest bytea NOT NULL CHECK (length(discharges_digest) = 32),
  uncollected_elements text[] NOT NULL,  -- what is not on record, and how many records lack it
  uncollected_counts integer[] NOT NULL,
  made_at timestamptz NOT NULL,
  made_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT teds_batch_number_once UNIQUE (organization_id, number),
  CONSTRAINT teds_batch_counts_elements CHECK (cardinality(uncollected_elements) = cardinality(uncollected_counts))
);

-- A record as it was sent. What the state holds of a key is the latest record of it that it did not reject.
CREATE TABLE clinic.teds_record (
  organization_id uuid NOT NULL,
  batch_number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('admission', 'discharge')),
  place integer NOT NULL CHECK (place > 0),  -- the line in its file
  system_transaction text NOT NULL CHECK (system_transaction IN ('A', 'C', 'D')),
  key text NOT NULL,
  content text NOT NULL CHECK (length(content) = CASE kind WHEN 'admission' THEN 138 ELSE 137 END),
  digest bytea NOT NULL CHECK (length(digest) = 32),  -- of the content but for the transaction and the month
  event_on date NOT NULL,  -- the admission, or the discharge
  patient_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  answer text CHECK (answer IN ('accepted', 'rejected')),
  answer_reason text CHECK (length(answer_reason) BETWEEN 1 AND 300),
  answered_at timestamptz,
  answered_by uuid,
  PRIMARY KEY (organization_id, batch_number, kind, place),
  FOREIGN KEY (organization_id, batch_number) REFERENCES clinic.teds_batch (organization_id, number),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  CONSTRAINT teds_record_answer_whole CHECK (
    num_nonnulls(answer, answered_at, answered_by) IN (0, 3) AND (answer_reason IS NULL OR answer = 'rejected'))
);
CREATE INDEX teds_record_of_key ON clinic.teds_record (organization_id, kind, key, batch_number);
CREATE INDEX teds_record_of_patient ON clinic.teds_record (organization_id, patient_id);

DO $$
DECLARE
  reporting text[] := ARRAY['teds.read', 'teds.export'];
  other record;
BEGIN
  PERFORM
    access.fence('clinic.teds_reporter', reporting || '{quality.read}', '{teds.export}', true),
    access.fence('clinic.teds_batch', reporting, '{teds.export}'),
    access.fence('clinic.teds_record', reporting, '{teds.export}', true, 'patient_id');
  -- What a record is made of, and what the board of data quality looks at.
  FOR other IN
    SELECT p.tablename, substring(p.qual FROM '''([01]{128})''')::bit(128) AS bits, w.has_facility, w.chart
    FROM (VALUES
      ('patient', false, 'id'), ('demographics', false, 'patient_id'), ('patient_identifier', false, 'patient_id'),
      ('intake', true, 'patient_id'), ('substance_use', false, 'patient_id'), ('diagnosis', false, 'patient_id'),
      ('episode', false, 'patient_id'), ('episode_fact', true, 'patient_id'), ('stay_fact', true, 'patient_id'),
      ('move', true, NULL), ('discharge_status', false, NULL), ('transfer_request', false, 'patient_id'),
      ('screening', false, 'patient_id'), ('vitals', true, 'patient_id'), ('dose', true, 'patient_id')
    ) AS w (name, has_facility, chart)
    JOIN pg_policies AS p ON p.schemaname = 'clinic' AND p.tablename = w.name AND p.policyname = 'reading'
  LOOP
    EXECUTE format(
      'ALTER POLICY reading ON clinic.%I USING (%s)', other.tablename,
      access.fence_condition(
        other.bits | access.bits(reporting || '{quality.read}'), other.has_facility, other.chart));
  END LOOP;
  -- Each submission is in the accounting of everybody whom it is about.
  FOR other IN
    SELECT substring(p.with_check FROM '''([01]{128})''')::bit(128) AS bits
    FROM pg_policies AS p
    WHERE p.schemaname = 'clinic' AND p.tablename = 'disclosure' AND p.policyname = 'adding'
  LOOP
    EXECUTE format(
      'ALTER POLICY adding ON clinic.disclosure WITH CHECK (%s)',
      access.fence_condition(other.bits | access.bits('{teds.export}'), false, 'patient_id'));
  END LOOP;
END
$$;

GRANT UPDATE (known_to) ON clinic.teds_reporter TO stepwell_app;
GRANT UPDATE (answer, answer_reason, answered_at, answered_by) ON clinic.teds_record TO stepwell_app;

-- A state wants everybody, also whose chart is closed to the member of staff who sends the file; and what goes on in one
-- facility is judged with the stays before and after it in another. For the rest of the unit only, and for nobody else.
CREATE FUNCTION access.open_for_reporting() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
  IF NOT access.may('teds.export', 'teds.read') THEN
    RETURN;
  END IF;
  PERFORM
    set_config('stepwell.everywhere', 'yes', true),
    set_config('stepwell.facilities', (
      SELECT coalesce(array_agg(f.id), '{}')::text FROM clinic.facility AS f
      WHERE f.organization_id = access.organization()), true);
  IF access.may('teds.export') THEN
    PERFORM set_config('stepwell.hidden', '{}', true), set_config('stepwell.team', '', true);
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION access.open_for_reporting FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.open_for_reporting TO stepwell_app;

-- A value as a record has it: from 0 a code, below it why there is none. Who refused to answer, or was unable to, is
-- unknown to the state; nothing on record is not collected. Inlined.
CREATE FUNCTION clinic.reported_code(value smallint, reason reference.missing_reason) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(value, CASE reason
  WHEN 'not_applicable' THEN -6 WHEN 'unknown' THEN -7 WHEN 'refused' THEN -7 WHEN 'unable' THEN -7 ELSE -8 END)::smallint;
