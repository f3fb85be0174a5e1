-- Patients. The identity row never changes but for its version; what is known about the person stands in facts.

-- The organization is that of whoever is signed in, which the policy sees to; a foreign key would lock its one row for
-- every new patient, and all would wait for one another.
CREATE TABLE clinic.patient (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,  -- grows with every change to the chart's facts
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE clinic.demographics (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  given_name text CHECK (length(given_name) BETWEEN 1 AND 100),
  family_name text CHECK (length(family_name) BETWEEN 1 AND 100),
  name_missing reference.missing_reason,
  preferred_name text CHECK (length(preferred_name) BETWEEN 1 AND 100),
  birth_date date CHECK (birth_date >= '1850-01-01'),
  birth_date_missing reference.missing_reason,
  sex smallint CHECK (sex IN (1, 2)),
  sex_missing reference.missing_reason,
  race smallint CHECK (race IN (1, 2, 3, 4, 5, 13, 20, 21, 23)),
  race_missing reference.missing_reason,
  ethnicity smallint CHECK (ethnicity BETWEEN 1 AND 6),
  ethnicity_missing reference.missing_reason,
  family_key text COLLATE "C" GENERATED ALWAYS AS (lower(family_name)) STORED,
  given_key text COLLATE "C" GENERATED ALWAYS AS (lower(given_name)) STORED,
  family_sound text COLLATE "C" GENERATED ALWAYS AS (dmetaphone(family_name)) STORED,
  given_sound text COLLATE "C" GENERATED ALWAYS AS (dmetaphone(given_name)) STORED,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT demographics_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT demographics_name_or_reason CHECK ((family_name IS NULL AND given_name IS NULL) = (name_missing IS NOT NULL)),
  CONSTRAINT demographics_birth_date_or_reason CHECK (num_nonnulls(birth_date, birth_date_missing) = 1),
  CONSTRAINT demographics_sex_or_reason CHECK (num_nonnulls(sex, sex_missing) = 1),
  CONSTRAINT demographics_race_or_reason CHECK (num_nonnulls(race, race_missing) = 1),
  CONSTRAINT demographics_ethnicity_or_reason CHECK (num_nonnulls(ethnicity, ethnicity_missing) = 1)
);
CREATE UNIQUE INDEX demographics_current ON clinic.demographics (organization_id, patient_id)
  WHERE known_to = 'infinity';
CREATE INDEX demographics_history ON clinic.demographics (organization_id, patient_id, known_from)
  WHERE known_to <> 'infinity';
-- Search uses equality and ranges only: other operators may not run before row-level security has had its say.
CREATE INDEX demographics_by_family ON clinic.demographics (organization_id, family_key)
  WHERE known_to = 'infinity' AND family_name IS NOT NULL;
CREATE INDEX demographics_by_given ON clinic.demographics (organization_id, given_key)
  WHERE known_to = 'infinity' AND given_name IS NOT NULL;
CREATE INDEX demographics_by_sound ON clinic.demographics (organization_id, family_sound, given_sound)
  WHERE known_to = 'infinity' AND family_name IS NOT NULL;
CREATE INDEX demographics_by_birth_date ON clinic.demographics (organization_id, birth_date)
  WHERE known_to = 'infinity' AND family_name IS NOT NULL;

CREATE TABLE clinic.patient_identifier (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  system text NOT NULL CHECK (length(system) BETWEEN 1 AND 100),
  value text NOT NULL CHECK (length(value) BETWEEN 1 AND 100),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT patient_identifier_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX patient_identifier_unique ON clinic.patient_identifier (organization_id, system, value)
  WHERE known_to = 'infinity';
CREATE INDEX patient_identifier_of_patient ON clinic.patient_identifier (organization_id, patient_id);

CREATE TABLE clinic.patient_contact (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('phone', 'email', 'address', 'person')),
  value text NOT NULL CHECK (length(value) BETWEEN 1 AND 300),
  relation text CHECK (length(relation) <= 100),  -- of a contact person
  safe_to_contact boolean,
  safe_to_contact_missing reference.missing_reason,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT patient_contact_safe_or_reason CHECK (num_nonnulls(safe_to_contact, safe_to_contact_missing) = 1),
  CONSTRAINT patient_contact_known_in_order CHECK (known_from <= known_to)
);
CREATE INDEX patient_contact_of_patient ON clinic.patient_contact (organization_id, patient_id);
