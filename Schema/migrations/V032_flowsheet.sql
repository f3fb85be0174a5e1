-- What is measured at the bedside, the protocols by which it is watched, and when each check is due.

INSERT INTO access.permission (name, bit) VALUES
  ('flowsheet.read', 48), ('flowsheet.record', 49), ('monitoring.order', 50), ('protocol.load', 51);

-- Why a sign that was to be measured was not; none of these is a zero.
CREATE DOMAIN reference.not_measured AS text CHECK (VALUE IN ('not_done', 'refused', 'unable', 'asleep'));

-- The points of the seven signs of NEWS2 (Royal College of Physicians, 2017). Strict: where one is missing there are none.
CREATE FUNCTION reference.news2_points(
  scale smallint, respirations smallint, saturation smallint, breathing text, systolic smallint, pulse smallint,
  consciousness text, temperature numeric
) RETURNS smallint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY[
  CASE WHEN respirations <= 8 THEN 3 WHEN respirations <= 11 THEN 1 WHEN respirations <= 20 THEN 0
    WHEN respirations <= 24 THEN 2 ELSE 3 END,
  CASE
    WHEN scale = 1 THEN
      CASE WHEN saturation <= 91 THEN 3 WHEN saturation <= 93 THEN 2 WHEN saturation <= 95 THEN 1 ELSE 0 END
    WHEN saturation <= 83 THEN 3 WHEN saturation <= 85 THEN 2 WHEN saturation <= 87 THEN 1
    WHEN saturation <= 92 OR breathing = 'air' THEN 0 WHEN saturation <= 94 THEN 1 WHEN saturation <= 96 THEN 2 ELSE 3 END,
  CASE breathing WHEN 'air' THEN 0 ELSE 2 END,
  CASE WHEN systolic <= 90 THEN 3 WHEN systolic <= 100 THEN 2 WHEN systolic <= 110 THEN 1
    WHEN systolic <= 219 THEN 0 ELSE 3 END,
  CASE WHEN pulse <= 40 THEN 3 WHEN pulse <= 50 THEN 1 WHEN pulse <= 90 THEN 0 WHEN pulse <= 110 THEN 1
    WHEN pulse <= 130 THEN 2 ELSE 3 END,
  CASE consciousness WHEN 'alert' THEN 0 ELSE 3 END,
  CASE WHEN temperature <= 35.0 THEN 3 WHEN temperature <= 36.0 THEN 1 WHEN temperature <= 38.0 THEN 0
    WHEN temperature <= 39.0 THEN 1 ELSE 2 END
]::smallint[];

CREATE FUNCTION reference.news2(
  scale smallint, respirations smallint, saturation smallint, breathing text, systolic smallint, pulse smallint,
  consciousness text, temperature numeric
) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT sum(points)::smallint
  FROM unnest(reference.news2_points(
    scale, respirations, saturation, breathing, systolic, pulse, consciousness, temperature)) AS points
);

-- Grows with everything that is written about an episode's flowsheet, so that two who write at once see each other.
CREATE TABLE clinic.flowsheet (
  organization_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, episode_id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility
);

-- One set of signs. A sign is null in both of its columns where nobody asked for it.
CREATE TABLE clinic.vitals (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  vitals_id uuid NOT NULL,  -- the same through all corrections
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  at timestamptz NOT NULL,
  scale smallint NOT NULL DEFAULT 1 CHECK (scale IN (1, 2)),  -- of the saturation in NEWS2, as ordered for the person
  temperature numeric(3, 1), temperature_missing reference.not_measured,
  pulse smallint, pulse_missing reference.not_measured,
  respirations smallint, respirations_missing reference.not_measured,
  oxygen_saturation smallint, oxygen_saturation_missing reference.not_measured,
  breathing text CHECK (breathing IN ('air', 'oxygen')), breathing_missing reference.not_measured,
  systolic smallint, systolic_missing reference.not_measured,
  diastolic smallint, diastolic_missing reference.not_measured,
  consciousness text CHECK (consciousness IN ('alert', 'confusion', 'voice', 'pain', 'unresponsive')),
  consciousness_missing reference.not_measured,
  pain smallint, pain_missing reference.not_measured,
  craving smallint, craving_missing reference.not_measured,
  mood smallint, mood_missing reference.not_measured,
  sleep_hours numeric(3, 1), sleep_hours_missing reference.not_measured,
  urinations smallint, urinations_missing reference.not_measured,
  bladder_pain smallint, bladder_pain_missing reference.not_measured,
  urine_blood text CHECK (urine_blood IN ('none', 'suspected', 'visible')), urine_blood_missing reference.not_measured,
  confirmed text[] NOT NULL DEFAULT '{}',  -- signs whose unlikely values were asked about
  unscored text CHECK (unscored IN ('under_16')),  -- why NEWS2 is not for this person
  news2 smallint GENERATED ALWAYS AS (
    CASE WHEN unscored IS NULL THEN reference.news2(
      scale, respirations, oxygen_saturation, breathing, systolic, pulse, consciousness, temperature) END) STORED,
  news2_red boolean GENERATED ALWAYS AS (
    CASE WHEN unscored IS NULL THEN 3 = ANY (reference.news2_points(
      scale, respirations, oxygen_saturation, breathing, systolic, pulse, consciousness, temperature)) END) STORED,
  note text CHECK (length(note) BETWEEN 1 AND 200),
  state text NOT NULL DEFAULT 'recorded' CHECK (state IN ('recorded', 'entered_in_error')),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, corrects) REFERENCES clinic.vitals,
  CONSTRAINT vitals_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT vitals_not_ahead CHECK (at <= known_from),
  CONSTRAINT vitals_change_explained CHECK ((corrects IS NULL) = (reason IS NULL)),
  CONSTRAINT vitals_value_or_reason CHECK (
    num_nonnulls(temperature, temperature_missing) <= 1 AND num_nonnulls(pulse, pulse_missing) <= 1
    AND num_nonnulls(respirations, respirations_missing) <= 1
    AND num_nonnulls(oxygen_saturation, oxygen_saturation_missing) <= 1
    AND num_nonnulls(breathing, breathing_missing) <= 1 AND num_nonnulls(systolic, systolic_missing) <= 1
    AND num_nonnulls(diastolic, diastolic_missing) <= 1 AND num_nonnulls(consciousness, consciousness_missing) <= 1
    AND num_nonnulls(pain, pain_missing) <= 1 AND num_nonnulls(craving, craving_missing) <= 1
    AND num_nonnulls(mood, mood_missing) <= 1 AND num_nonnulls(sleep_hours, sleep_hours_missing) <= 1
    AND num_nonnulls(urinations, urinations_missing) <= 1 AND num_nonnulls(bladder_pain, bladder_pain_missing) <= 1
    AND num_nonnulls(urine_blood, urine_blood_missing) <= 1),
  CONSTRAINT vitals_not_empty CHECK (
    num_nonnulls(
      temperature, pulse, respirations, oxygen_saturation, breathing, systolic, diastolic, consciousness, pain, craving, mood,
      sleep_hours, urinations, bladder_pain, urine_blood, temperature_missing, pulse_missing, respirations_missing,
      oxygen_saturation_missing, breathing_missing, systolic_missing, diastolic_missing, consciousness_missing, pain_missing,
      craving_missing, mood_missing, sleep_hours_missing, urinations_missing, bladder_pain_missing, urine_blood_missing) > 0),
  CONSTRAINT vitals_possible CHECK (
    coalesce(temperature BETWEEN 25 AND 45, true) AND coalesce(pulse BETWEEN 0 AND 300, true)
    AND coalesce(respirations BETWEEN 0 AND 80, true) AND coalesce(oxygen_saturation BETWEEN 30 AND 100, true)
    AND coalesce(systolic BETWEEN 30 AND 300, true) AND coalesce(diastolic BETWEEN 10 AND 200, true)
    AND coalesce(pain BETWEEN 0 AND 10, true) AND coalesce(craving BETWEEN 0 AND 10, true)
    AND coalesce(mood BETWEEN 0 AND 10, true) AND coalesce(sleep_hours BETWEEN 0 AND 24, true)
    AND coalesce(urinations BETWEEN 0 AND 200, true) AND coalesce(bladder_pain BETWEEN 0 AND 10, true)),
  CONSTRAINT vitals_likely_or_confirmed CHECK (
    (coalesce(temperature BETWEEN 34 AND 41, true) OR 'temperature' = ANY (confirmed))
    AND (coalesce(pulse BETWEEN 40 AND 160, true) OR 'pulse' = ANY (confirmed))
    AND (coalesce(respirations BETWEEN 8 AND 40, true) OR 'respirations' = ANY (confirmed))
    AND (coalesce(oxygen_saturation BETWEEN 80 AND 100, true) OR 'oxygen_saturation' = ANY (confirmed))
    AND (coalesce(systolic BETWEEN 70 AND 220, true) OR 'systolic' = ANY (confirmed))
    AND (coalesce(diastolic BETWEEN 35 AND 130, true) OR 'diastolic' = ANY (confirmed))
    AND (coalesce(sleep_hours BETWEEN 0 AND 16, true) OR 'sleep_hours' = ANY (confirmed))
    AND (coalesce(urinations BETWEEN 1 AND 40, true) OR 'urinations' = ANY (confirmed))),
  CONSTRAINT vitals_pressure_in_order CHECK (diastolic < systolic)
);
CREATE UNIQUE INDEX vitals_current ON clinic.vitals (organization_id, vitals_id) WHERE known_to = 'infinity';
CREATE INDEX vitals_of_episode ON clinic.vitals (organization_id, episode_id, at) WHERE known_to = 'infinity';

-- The text of every protocol that is or was in use, so that what runs by it goes on when the software is renewed.
CREATE TABLE clinic.protocol (
  organization_id uuid NOT NULL,
  slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9_]{0,39}$'),
  version text NOT NULL CHECK (length(version) BETWEEN 1 AND 40),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  definition text NOT NULL CHECK (length(definition) BETWEEN 1 AND 100000),
  is_shipped boolean NOT NULL,
  loaded_at timestamptz NOT NULL,
  loaded_by uuid NOT NULL,
  retired_at timestamptz,
  PRIMARY KEY (organization_id, slug, version),
  FOREIGN KEY (organization_id) REFERENCES clinic.organization,
  CONSTRAINT protocol_retired_in_order CHECK (loaded_at <= retired_at)
);
-- A clinic's own protocol stands in place of the shipped one of that name.
CREATE UNIQUE INDEX protocol_in_force ON clinic.protocol (organization_id, slug) WHERE NOT is_shipped AND retired_at IS NULL;

-- A protocol that runs for a person.
CREATE TABLE clinic.monitoring (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  monitoring_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  protocol text NOT NULL,
  protocol_version text NOT NULL,
  counted_from timestamptz NOT NULL,  -- the instant from which its hours are counted
  started_at timestamptz NOT NULL,
  stopped_at timestamptz,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, protocol, protocol_version) REFERENCES clinic.protocol,
  CONSTRAINT monitoring_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT monitoring_in_order CHECK (counted_from <= started_at AND started_at <= stopped_at),
  CONSTRAINT monitoring_stop_explained CHECK (stopped_at IS NULL OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX monitoring_current ON clinic.monitoring (organization_id, monitoring_id) WHERE known_to = 'infinity';
CREATE UNIQUE INDEX monitoring_once ON clinic.monitoring (organization_id, episode_id, protocol)
  WHERE known_to = 'infinity' AND stopped_at IS NULL;
CREATE INDEX monitoring_of_episode ON clinic.monitoring (organization_id, episode_id) WHERE known_to = 'infinity';

-- What was said of a check instead of doing it, and that somebody answered to what it raised.
CREATE TABLE clinic.check_word (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  monitoring_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  check_name text NOT NULL CHECK (check_name ~ '^[a-z][a-z0-9_]{0,39}$'),
  word text NOT NULL CHECK (word IN ('skipped', 'refused', 'asleep', 'unable', 'answered')),
  at timestamptz NOT NULL,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  CONSTRAINT check_word_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT check_word_not_ahead CHECK (at <= known_from),
  CONSTRAINT check_word_explained CHECK (reason IS NOT NULL OR word NOT IN ('skipped', 'answered'))
);
CREATE INDEX check_word_of_episode ON clinic.check_word (organization_id, episode_id, at) WHERE known_to = 'infinity';

-- What is due next of each check: derived from the protocol and from all of the above, and derived anew in the same
-- transaction as each of them. So a list of what is due looks at one row for each check and at no history.
CREATE TABLE clinic.due_check (
  organization_id uuid NOT NULL,
  monitoring_id uuid NOT NULL,
  check_name text NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  protocol text NOT NULL,
  title text NOT NULL,
  due_at timestamptz,  -- null where nothing more is due
  late_at timestamptz,  -- when the grace is over
  ends_at timestamptz NOT NULL,  -- of the protocol; infinity while nobody knows
  minutes integer CHECK (minutes > 0),  -- between the last check and the next
  minutes_before integer CHECK (minutes_before > 0),  -- before that changed last
  changed_at timestamptz NOT NULL,  -- when it was known that another interval holds, or that something was raised
  last_at timestamptz,
  last_outcome text CHECK (last_outcome IN ('done', 'skipped', 'refused', 'asleep', 'unable')),
  last_score smallint,
  raised_at timestamptz,
  raised_tell text,
  raised_then text,
  raised_score smallint,
  answer_by timestamptz,
  answered_at timestamptz,
  PRIMARY KEY (organization_id, monitoring_id, check_name),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  CONSTRAINT due_check_late_after_due CHECK ((due_at IS NULL) = (late_at IS NULL) AND due_at <= late_at),
  CONSTRAINT due_check_before_end CHECK (due_at < ends_at),
  CONSTRAINT due_check_last_whole CHECK ((last_at IS NULL) = (last_outcome IS NULL)),
  CONSTRAINT due_check_raised_whole CHECK (num_nonnulls(raised_at, raised_tell, raised_then, answer_by) IN (0, 4))
) WITH (fillfactor = 70);  -- rows change in place, many times
CREATE INDEX due_check_of_episode ON clinic.due_check (organization_id, episode_id);

DO $$
DECLARE
  reading text[] := ARRAY['flowsheet.read', 'flowsheet.record', 'monitoring.order', 'screening.record', 'patient.read',
    'report.run', 'disclosure.make', 'demo.load'];
  recording text[] := ARRAY['flowsheet.record', 'demo.load'];
  -- Whoever records a score moves what is due.
  planning text[] := ARRAY['flowsheet.record', 'monitoring.order', 'screening.record', 'demo.load'];
  mine bit(128) := access.bits('{flowsheet.read,flowsheet.record,monitoring.order}');
  other record;
BEGIN
  PERFORM
    access.fence('clinic.flowsheet', reading, planning, true, 'patient_id'),
    access.fence('clinic.vitals', reading, recording, true, 'patient_id'),
    access.fence('clinic.protocol', NULL, '{protocol.load,monitoring.order,demo.load}'),
    access.fence('clinic.monitoring', reading, '{monitoring.order,demo.load}', true, 'patient_id'),
    access.fence('clinic.check_word', reading, recording, true, 'patient_id'),
    access.fence('clinic.due_check', reading, planning, true, 'patient_id');

  -- A flowsheet shows who it is of, where the person is, and the scores.
  FOR other IN
    SELECT p.tablename, substring(p.qual FROM '''([01]{128})''')::bit(128) AS bits, w.has_facility, w.chart, w.more
    FROM (VALUES
      ('patient', false, 'id', '{}'::text[]), ('demographics', false, 'patient_id', '{screening.record}'),
      ('episode', false, 'patient_id', '{}'), ('episode_fact', true, 'patient_id', '{screening.record}'),
      ('stay_fact', true, 'patient_id', '{screening.record}'), ('occupation', true, 'patient_id', '{}'),
      ('screening', false, 'patient_id', '{}')
    ) AS w (name, has_facility, chart, more)
    JOIN pg_policies AS p ON p.schemaname = 'clinic' AND p.tablename = w.name AND p.policyname = 'reading'
  LOOP
    EXECUTE format(
      'ALTER POLICY reading ON clinic.%I USING (%s)', other.tablename,
      access.fence_condition(
        other.bits | mine | coalesce(access.bits(other.more), 0::bit(128)), other.has_facility, other.chart));
  END LOOP;
END
$$;

GRANT UPDATE (known_to) ON clinic.vitals, clinic.monitoring, clinic.check_word TO stepwell_app;
GRANT UPDATE (version) ON clinic.flowsheet TO stepwell_app;
GRANT UPDATE (retired_at) ON clinic.protocol TO stepwell_app;
GRANT UPDATE ON clinic.due_check TO stepwell_app;
