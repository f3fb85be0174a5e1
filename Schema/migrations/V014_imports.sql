-- What imports leave behind, so that a file can be given twice, and what they bring that no other table holds.

-- One row a record of an imported file. `key` and `digest` are the first 128 bits of the SHA-256 of the record's key and
-- of all its fields: a record that comes again is known, and known to be the same.
CREATE TABLE clinic.import_row (
  organization_id uuid NOT NULL,
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 40),
  key uuid NOT NULL,
  digest uuid NOT NULL,
  episode_id uuid NOT NULL,
  stay_id uuid NOT NULL,
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, source, key),
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id)
);

-- How the person stood at the end of a stay, in the fields of the TEDS discharge record.
CREATE TABLE clinic.discharge_status (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  episode_id uuid NOT NULL,
  stay_id uuid NOT NULL,
  service reference.service_setting_code,
  substance reference.substance_code,  -- the primary one
  substance_missing reference.missing_reason,
  frequency reference.use_frequency_code,
  frequency_missing reference.missing_reason,
  employment smallint CHECK (employment BETWEEN 1 AND 4),
  employment_missing reference.missing_reason,
  living_arrangement smallint CHECK (living_arrangement BETWEEN 1 AND 3),
  living_arrangement_missing reference.missing_reason,
  arrests_past_30_days smallint CHECK (arrests_past_30_days BETWEEN 0 AND 96),
  arrests_past_30_days_missing reference.missing_reason,
  self_help smallint CHECK (self_help BETWEEN 1 AND 6),
  self_help_missing reference.missing_reason,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id),
  CONSTRAINT discharge_status_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT discharge_status_value_or_reason CHECK (
    num_nonnulls(substance, substance_missing) <= 1
    AND num_nonnulls(frequency, frequency_missing) <= 1
    AND num_nonnulls(employment, employment_missing) <= 1
    AND num_nonnulls(living_arrangement, living_arrangement_missing) <= 1
    AND num_nonnulls(arrests_past_30_days, arrests_past_30_days_missing) <= 1
    AND num_nonnulls(self_help, self_help_missing) <= 1)
);
CREATE UNIQUE INDEX discharge_status_current ON clinic.discharge_status (organization_id, stay_id)
  WHERE known_to = 'infinity';

-- A code as imports stage it: from 0 a value, below it the reason why there is none. Both are inlined.
CREATE FUNCTION clinic.coded_value(code smallint) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN code >= 0 THEN code END;

CREATE FUNCTION clinic.coded_reason(code smallint) RETURNS reference.missing_reason
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE code
  WHEN -6 THEN 'not_applicable'::reference.missing_reason
  WHEN -7 THEN 'unknown'::reference.missing_reason
  WHEN -8 THEN 'not_collected'::reference.missing_reason
END;

-- Admissions of a TEDS public-use file. They are published research data and nobody's chart: no person, no dates, no
-- detailed drugs, recoded values. A row of them is not an episode.
CREATE TABLE clinic.public_use_admission (
  organization_id uuid NOT NULL REFERENCES clinic.organization,
  id uuid NOT NULL,
  case_id bigint NOT NULL,
  year smallint NOT NULL CHECK (year BETWEEN 1992 AND 2100),
  digest uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT public_use_case_unique UNIQUE (organization_id, year, case_id)
);

CREATE TABLE clinic.public_use_value (
  organization_id uuid NOT NULL,
  admission_id uuid NOT NULL,
  variable text NOT NULL CHECK (variable ~ '^[A-Z][A-Z0-9_]{1,30}$'),  -- the name in the codebook
  value integer,
  missing_reason reference.missing_reason,  -- the file has one code for every reason, which is kept as unknown
  PRIMARY KEY (organization_id, admission_id, variable),
  FOREIGN KEY (organization_id, admission_id) REFERENCES clinic.public_use_admission,
  CONSTRAINT public_use_value_or_reason CHECK (num_nonnulls(value, missing_reason) = 1)
);

DO $$
BEGIN
  PERFORM
    access.fence('clinic.import_row', '{import.run}', '{import.run}'),
    access.fence('clinic.discharge_status', '{patient.read,report.run,import.run}', '{import.run}'),
    access.fence('clinic.public_use_admission', '{report.run,import.run}', '{import.run}'),
    access.fence('clinic.public_use_value', '{report.run,import.run}', '{import.run}');
  -- Files are staged in temporary tables.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO stepwell_app', current_database());
END
$$;
GRANT UPDATE (known_to) ON clinic.discharge_status TO stepwell_app;
