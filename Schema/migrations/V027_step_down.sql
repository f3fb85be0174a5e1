-- Going down the steps: when a stay is expected to end and what comes then, who takes the person over, appointments, what
-- the payer authorized, and assessments of the level of care.

INSERT INTO access.permission (name, bit) VALUES ('step_down.work', 40), ('authorization.record', 41), ('level.assess', 42);

-- The plan for the end of a stay: at most one at a time, and every part of it may still be open.
CREATE TABLE clinic.step_down_plan (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  stay_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  expected_end timestamptz,
  basis text CHECK (basis IN ('clinician', 'protocol')),  -- who says so; an authorization says so by itself
  next_stage reference.stage,
  next_edition smallint,
  next_code text,
  destination text CHECK (length(destination) BETWEEN 1 AND 200),  -- null: one of our facilities
  transport text CHECK (transport IN ('own', 'family', 'clinic', 'ambulance', 'public', 'taxi', 'not_needed')),
  transport_note text CHECK (length(transport_note) BETWEEN 1 AND 200),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (next_edition, next_code) REFERENCES reference.level_of_care MATCH FULL,
  CONSTRAINT step_down_plan_end_has_basis CHECK ((expected_end IS NULL) = (basis IS NULL)),
  CONSTRAINT step_down_plan_level_has_stage CHECK (next_code IS NULL OR next_stage IS NOT NULL),
  CONSTRAINT step_down_plan_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX step_down_plan_current ON clinic.step_down_plan (organization_id, stay_id) WHERE known_to = 'infinity';
CREATE INDEX step_down_plan_history ON clinic.step_down_plan (organization_id, stay_id) WHERE known_to <> 'infinity';

-- Who is to see to a line of the guard, where that is somebody else than its role.
CREATE TABLE clinic.step_down_owner (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  stay_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  item text NOT NULL CHECK (item IN (
    'expected_end', 'next_place', 'authorization', 'assessment', 'hand_off', 'transport', 'appointment')),
  staff_id uuid NOT NULL,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff,
  CONSTRAINT step_down_owner_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX step_down_owner_current ON clinic.step_down_owner (organization_id, stay_id, item)
  WHERE known_to = 'infinity';

-- Who is asked to take the person over. Nobody is handed over until that person says so: one of our staff for themselves,
-- somebody outside through whoever spoke with them.
CREATE TABLE clinic.hand_off (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  hand_off_id uuid NOT NULL,
  stay_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  to_name text NOT NULL CHECK (length(to_name) BETWEEN 1 AND 200),
  to_staff_id uuid,
  to_place text CHECK (length(to_place) BETWEEN 1 AND 200),  -- where somebody outside works
  offered_at timestamptz NOT NULL,
  answer text CHECK (answer IN ('accepted', 'declined', 'withdrawn')),
  answered_at timestamptz,
  answered_by uuid,
  note text CHECK (length(note) BETWEEN 1 AND 1000),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, to_staff_id) REFERENCES access.staff,
  CONSTRAINT hand_off_answered_whole CHECK (num_nonnulls(answer, answered_at, answered_by) IN (0, 3)),
  CONSTRAINT hand_off_answered_in_order CHECK (offered_at <= answered_at),
  CONSTRAINT hand_off_answered_by_receiver CHECK (
    to_staff_id IS NULL OR answer = 'withdrawn' OR answered_by = to_staff_id),
  CONSTRAINT hand_off_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX hand_off_current ON clinic.hand_off (organization_id, hand_off_id) WHERE known_to = 'infinity';
CREATE INDEX hand_off_of_stay ON clinic.hand_off (organization_id, stay_id) WHERE known_to = 'infinity';

CREATE TABLE clinic.appointment (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  at timestamptz NOT NULL,
  place text NOT NULL CHECK (length(place) BETWEEN 1 AND 200),
  with_name text CHECK (length(with_name) BETWEEN 1 AND 200),
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'kept', 'missed', 'cancelled', 'entered_in_error')),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  CONSTRAINT appointment_kept_is_past CHECK (state NOT IN ('kept', 'missed') OR at <= known_from),
  CONSTRAINT appointment_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX appointment_current ON clinic.appointment (organization_id, appointment_id) WHERE known_to = 'infinity';
CREATE INDEX appointment_of_patient ON clinic.appointment (organization_id, patient_id, at) WHERE known_to = 'infinity';

-- What the payer says of a level of care, by days of the facility. Of one level no day is authorized twice.
CREATE TABLE clinic.authorization (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  authorization_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  payer text NOT NULL CHECK (length(payer) BETWEEN 1 AND 200),
  reference text CHECK (length(reference) BETWEEN 1 AND 100),  -- the payer's number
  level_edition smallint NOT NULL,
  level_code text NOT NULL,
  days daterange NOT NULL,
  decision text NOT NULL CHECK (decision IN ('requested', 'approved', 'denied', 'not_required', 'entered_in_error')),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (level_edition, level_code) REFERENCES reference.level_of_care,
  CONSTRAINT authorization_has_days CHECK (NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)),
  CONSTRAINT authorization_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT authorization_no_overlap EXCLUDE USING gist
    (organization_id WITH =, episode_id WITH =, level_edition WITH =, level_code WITH =, days WITH &&)
    WHERE (known_to = 'infinity' AND decision IN ('approved', 'not_required'))
);
CREATE UNIQUE INDEX authorization_current ON clinic.authorization (organization_id, authorization_id)
  WHERE known_to = 'infinity';
CREATE INDEX authorization_of_episode ON clinic.authorization (organization_id, episode_id, lower(days))
  WHERE known_to = 'infinity';

-- What a clinician found when assessing which level of care fits; the criteria are not here, and nothing is computed.
CREATE TABLE clinic.level_assessment (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  at timestamptz NOT NULL,
  edition smallint NOT NULL,
  recommended text NOT NULL,
  agreed text NOT NULL,
  difference text CHECK (difference IN ('patient_choice', 'not_available', 'waiting_list', 'court', 'payer', 'other')),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT level_assessment_edition UNIQUE (organization_id, id, edition),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  CONSTRAINT level_assessment_recommended_known FOREIGN KEY (edition, recommended) REFERENCES reference.level_of_care,
  CONSTRAINT level_assessment_agreed_known FOREIGN KEY (edition, agreed) REFERENCES reference.level_of_care,
  CONSTRAINT level_assessment_difference_explained CHECK ((recommended = agreed) = (difference IS NULL)),
  CONSTRAINT level_assessment_not_ahead CHECK (at <= known_from),
  CONSTRAINT level_assessment_known_in_order CHECK (known_from <= known_to)
);
CREATE INDEX level_assessment_of_episode ON clinic.level_assessment (organization_id, episode_id, at)
  WHERE known_to = 'infinity';

CREATE TABLE clinic.dimension_rating (
  organization_id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  edition smallint NOT NULL,
  dimension smallint NOT NULL CHECK (dimension BETWEEN 1 AND 6),
  rating text,
  missing_reason reference.missing_reason,
  PRIMARY KEY (organization_id, assessment_id, dimension),
  FOREIGN KEY (organization_id, assessment_id, edition) REFERENCES clinic.level_assessment (organization_id, id, edition),
  CONSTRAINT dimension_rating_or_reason CHECK ((rating IS NULL) <> (missing_reason IS NULL)),
  -- The third edition rates six dimensions from 0 to 4, the fourth five from 0 and A to E.
  CONSTRAINT dimension_rating_of_edition CHECK (
    CASE edition WHEN 3 THEN rating ~ '^[0-4]$' ELSE dimension <= 5 AND rating ~ '^[0A-E]$' END)
);

-- The guard reads the stays that go on, and continuity those that ended in a time: both go by the end. `ends` repeats it,
-- infinity while the stay goes on: row-level security lets an index on a plain column be searched, and none on an expression.
ALTER TABLE clinic.stay_fact ADD COLUMN ends timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(upper(valid), 'infinity')) STORED;
CREATE INDEX stay_fact_by_end ON clinic.stay_fact (organization_id, facility_id, ends) WHERE known_to = 'infinity';
-- A person has few beds that are kept for them.
CREATE INDEX occupation_kept_for_patient ON clinic.occupation (organization_id, patient_id)
  WHERE known_to = 'infinity' AND kind IN ('hold', 'planned');

DO $$
DECLARE
  course text[] := ARRAY['episode.read', 'patient.read', 'board.read', 'report.run', 'disclosure.make'];
  working text[] := ARRAY['step_down.work', 'demo.load'];
  authorizing text[] := ARRAY['authorization.record', 'demo.load'];
  assessing text[] := ARRAY['level.assess', 'demo.load'];
BEGIN
  PERFORM
    access.fence('clinic.step_down_plan', course, working, true, 'patient_id'),
    access.fence('clinic.step_down_owner', course, working, true, 'patient_id'),
    access.fence('clinic.hand_off', course, working, true, 'patient_id'),
    access.fence('clinic.appointment', course, working, true, 'patient_id'),
    access.fence('clinic.authorization', course, authorizing, true, 'patient_id'),
    access.fence('clinic.level_assessment', course, assessing, true, 'patient_id'),
    access.fence('clinic.dimension_rating', course, assessing, false, 'patient_id');
END
$$;

GRANT UPDATE (known_to) ON clinic.step_down_plan, clinic.step_down_owner, clinic.hand_off, clinic.appointment,
  clinic.authorization, clinic.level_assessment TO stepwell_app;
