-- Episodes of care, the stays they consist of, and the ledger of moves.

-- Which moves are legal, loaded from the clinic's stage rules. A move refers to its rule, so an illegal one cannot be stored.
CREATE TABLE clinic.stage_rule (
  organization_id uuid NOT NULL REFERENCES clinic.organization,
  from_state text NOT NULL,
  event text NOT NULL,
  to_state text NOT NULL,
  retired_at timestamptz,
  PRIMARY KEY (organization_id, from_state, event, to_state)
);

CREATE TABLE clinic.episode (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  programme text NOT NULL DEFAULT 'substance_use' CHECK (length(programme) BETWEEN 1 AND 60),
  source text CHECK (length(source) BETWEEN 1 AND 40),  -- where an imported episode came from, and its key there
  source_key text CHECK (length(source_key) BETWEEN 1 AND 200),
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,  -- grows with every move and correction
  PRIMARY KEY (organization_id, id),
  CONSTRAINT episode_of_patient UNIQUE (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT episode_source_has_key CHECK ((source IS NULL) = (source_key IS NULL))
);
CREATE UNIQUE INDEX episode_source_unique ON clinic.episode (organization_id, source, source_key)
  WHERE source IS NOT NULL;

CREATE TABLE clinic.episode_fact (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,  -- that admitted the person
  programme text NOT NULL DEFAULT 'substance_use',
  intake_id uuid,
  readmission_of uuid,  -- the episode that this one follows
  valid tstzrange NOT NULL,  -- from admission to discharge
  discharge_reason reference.discharge_reason_code,
  last_contact date,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, patient_id, intake_id) REFERENCES clinic.intake (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, readmission_of) REFERENCES clinic.episode,
  CONSTRAINT episode_valid_has_start CHECK (NOT isempty(valid) AND NOT lower_inf(valid) AND lower_inc(valid) AND NOT upper_inc(valid)),
  CONSTRAINT episode_end_has_reason CHECK (upper_inf(valid) = (discharge_reason IS NULL)),
  CONSTRAINT episode_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT episode_no_overlap EXCLUDE USING gist
    (organization_id WITH =, patient_id WITH =, programme WITH =, valid WITH &&) WHERE (known_to = 'infinity')
);
CREATE UNIQUE INDEX episode_fact_current ON clinic.episode_fact (organization_id, episode_id) WHERE known_to = 'infinity';
CREATE UNIQUE INDEX episode_one_open ON clinic.episode_fact (organization_id, patient_id, programme)
  WHERE known_to = 'infinity' AND upper_inf(valid);
-- Look-ups must not go through the exclusion constraint's tree, which is several times slower: this one is also in order.
CREATE INDEX episode_fact_of_patient ON clinic.episode_fact (organization_id, patient_id, lower(valid))
  WHERE known_to = 'infinity';
CREATE INDEX episode_fact_history ON clinic.episode_fact (organization_id, patient_id, known_from)
  WHERE known_to <> 'infinity';

CREATE TABLE clinic.stay (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT stay_of_episode UNIQUE (organization_id, episode_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id)
);

CREATE TABLE clinic.stay_fact (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  stay_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  stage reference.stage NOT NULL,
  service reference.service_setting_code,  -- TEDS service setting
  level_edition smallint,
  level_code text,
  medication_assisted boolean,  -- opioid therapy with medication; null: not told
  valid tstzrange NOT NULL,
  end_reason reference.discharge_reason_code,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (level_edition, level_code) REFERENCES reference.level_of_care MATCH FULL,
  CONSTRAINT stay_valid_has_start CHECK (NOT isempty(valid) AND NOT lower_inf(valid) AND lower_inc(valid) AND NOT upper_inc(valid)),
  CONSTRAINT stay_end_has_reason CHECK (upper_inf(valid) = (end_reason IS NULL)),
  CONSTRAINT stay_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT stay_no_overlap EXCLUDE USING gist
    (organization_id WITH =, episode_id WITH =, valid WITH &&) WHERE (known_to = 'infinity')
);
CREATE UNIQUE INDEX stay_fact_current ON clinic.stay_fact (organization_id, stay_id) WHERE known_to = 'infinity';
CREATE UNIQUE INDEX stay_one_open ON clinic.stay_fact (organization_id, episode_id)
  WHERE known_to = 'infinity' AND upper_inf(valid);
CREATE INDEX stay_fact_of_episode ON clinic.stay_fact (organization_id, episode_id, lower(valid))
  WHERE known_to = 'infinity';
-- What the cohort reports read, so that they need not visit the table; as narrow as it can be, because they read all of it.
-- The ends of the range stand there by themselves, because taking a range apart a million times is most of the work.
CREATE INDEX stay_fact_for_reports ON clinic.stay_fact
  (organization_id, facility_id, stage, lower(valid), upper(valid)) INCLUDE (valid, end_reason, service, medication_assisted, patient_id)
  WHERE known_to = 'infinity';
-- Reports group by lengths in days, of which there are few; the planner only sees that no two ranges are alike and would
-- count on one core for fear of as many groups as rows.
ALTER TABLE clinic.stay_fact ALTER COLUMN valid SET (n_distinct = 1000);
ALTER TABLE clinic.episode_fact ALTER COLUMN valid SET (n_distinct = 1000);

CREATE TABLE clinic.move (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  episode_id uuid NOT NULL,
  sequence integer NOT NULL CHECK (sequence > 0),  -- orders moves, also those of one instant
  event text NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  facility_id uuid NOT NULL,
  stay_id uuid,  -- the stay that the move opened, or that it happened in
  effective_at timestamptz NOT NULL,
  discharge_reason reference.discharge_reason_code,
  cause text CHECK (length(cause) BETWEEN 1 AND 300),  -- the document, visit or import that it came from
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 10000),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, episode_id) REFERENCES clinic.episode,
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, corrects) REFERENCES clinic.move,
  CONSTRAINT move_legal FOREIGN KEY (organization_id, from_state, event, to_state) REFERENCES clinic.stage_rule,
  CONSTRAINT move_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX move_order ON clinic.move (organization_id, episode_id, sequence) WHERE known_to = 'infinity';
