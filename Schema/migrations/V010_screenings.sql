-- Instrument responses. Every answer is kept; the score beside them is derived and names the version that derived it.

CREATE TABLE clinic.screening (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  episode_id uuid,
  instrument text NOT NULL CHECK (length(instrument) BETWEEN 1 AND 60),
  instrument_version text NOT NULL CHECK (length(instrument_version) BETWEEN 1 AND 40),
  at timestamptz NOT NULL,
  total smallint,  -- null when a required answer is missing
  at_least smallint,  -- what the answered items add up to, when there is no total
  items_answered smallint NOT NULL CHECK (items_answered >= 0),
  items_required smallint NOT NULL CHECK (items_required > 0),
  band text,
  flags text[] NOT NULL DEFAULT '{}',
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  FOREIGN KEY (organization_id, episode_id) REFERENCES clinic.episode,
  CONSTRAINT screening_total_or_partial CHECK (num_nonnulls(total, at_least) = 1),
  CONSTRAINT screening_known_in_order CHECK (known_from <= known_to)
);
CREATE INDEX screening_of_patient ON clinic.screening (organization_id, patient_id, at DESC);

CREATE TABLE clinic.screening_answer (
  organization_id uuid NOT NULL,
  screening_id uuid NOT NULL,
  item smallint NOT NULL CHECK (item > 0),
  question text NOT NULL CHECK (length(question) BETWEEN 1 AND 100),  -- one identity across instruments: LOINC or ours
  value smallint,
  missing reference.missing_reason,
  PRIMARY KEY (organization_id, screening_id, item),
  FOREIGN KEY (organization_id, screening_id) REFERENCES clinic.screening,
  CONSTRAINT screening_answer_value_or_reason CHECK (num_nonnulls(value, missing) = 1)
);
