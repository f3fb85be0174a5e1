-- Medication: allergies, orders, the doses that were given, held or refused, and the count of controlled drugs by shift.
-- Doses that are due are not stored: they follow from the order, and each can be acted on once.

INSERT INTO access.permission (name, bit) VALUES
  ('medication.read', 54), ('medication.order', 55), ('medication.give', 56), ('allergy.record', 57), ('stock.count', 58);

-- What a person must not have. That there is none, and that nobody knows, are statements of their own; where there is no
-- row nobody asked.
CREATE TABLE clinic.allergy (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('allergy', 'none_known', 'unknown')),
  substance text CHECK (length(substance) BETWEEN 1 AND 200),
  code text CHECK (code ~ '^[0-9A-Za-z.-]{1,20}$'),  -- of the substance, RxNorm or another
  reaction text CHECK (length(reaction) BETWEEN 1 AND 200),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT allergy_has_substance CHECK ((kind = 'allergy') = (substance IS NOT NULL)),
  CONSTRAINT allergy_details_of_one CHECK (kind = 'allergy' OR num_nonnulls(code, reaction) = 0),
  CONSTRAINT allergy_known_in_order CHECK (known_from <= known_to),
  -- Who has an allergy is not one without, and not one of whom nobody knows.
  CONSTRAINT allergy_of_one_kind EXCLUDE USING gist (organization_id WITH =, patient_id WITH =, kind WITH <>)
    WHERE (known_to = 'infinity')
);
CREATE UNIQUE INDEX allergy_once ON clinic.allergy (organization_id, patient_id, kind, lower(substance)) NULLS NOT DISTINCT
  WHERE known_to = 'infinity';

-- What a prescriber orders. An order is never changed: it is stopped, and another takes its place.
CREATE TABLE clinic.medication_order (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  episode_id uuid NOT NULL,
  stay_id uuid NOT NULL,  -- for which it was made; for a later one it is accepted
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('regular', 'taper', 'as_needed', 'once')),
  as_needed boolean NOT NULL GENERATED ALWAYS AS (kind = 'as_needed') STORED,
  drug text NOT NULL CHECK (length(drug) BETWEEN 1 AND 200),
  code text CHECK (code ~ '^[0-9A-Za-z.-]{1,20}$'),  -- RxNorm or another
  amount numeric(12, 4) NOT NULL CHECK (amount > 0),  -- of one dose, the first of a taper
  unit text NOT NULL CHECK (unit IN ('mg', 'mcg', 'g', 'mL', 'unit', 'tablet', 'capsule', 'drop', 'puff', 'patch')),
  route text NOT NULL CHECK (route IN (
    'oral', 'sublingual', 'buccal', 'nasal', 'inhaled', 'intramuscular', 'intravenous', 'subcutaneous', 'transdermal',
    'topical', 'rectal')),
  times smallint[],  -- minutes after midnight, by the clock on the wall
  every_minutes integer CHECK (every_minutes BETWEEN 30 AND 10080),
  taper_amounts numeric[],  -- of one dose, for one step after the other
  taper_days smallint CHECK (taper_days BETWEEN 1 AND 30),  -- how long a step lasts
  minimum_minutes integer CHECK (minimum_minutes BETWEEN 5 AND 10080),  -- between two doses
  maximum_in_24h numeric(12, 4),
  starts timestamptz NOT NULL,
  until timestamptz,
  indication text CHECK (length(indication) BETWEEN 1 AND 200),
  prescriber_id uuid NOT NULL,
  controlled boolean NOT NULL DEFAULT false,
  witness_needed boolean NOT NULL DEFAULT false,
  warnings text[] NOT NULL DEFAULT '{}' CHECK (cardinality(warnings) <= 20),
  acknowledged text CHECK (length(acknowledged) BETWEEN 1 AND 1000),  -- why it was ordered all the same
  ordered_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  -- What a dose is held to.
  CONSTRAINT medication_order_terms UNIQUE (
    organization_id, id, patient_id, episode_id, facility_id, ordered_at, unit, as_needed, witness_needed),
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, prescriber_id) REFERENCES access.staff,
  CONSTRAINT medication_order_timed CHECK (
    num_nonnulls(times, every_minutes) = CASE WHEN kind IN ('regular', 'taper') THEN 1 ELSE 0 END),
  CONSTRAINT medication_order_times_of_day CHECK (
    times IS NULL OR cardinality(times) BETWEEN 1 AND 24 AND 0 <= ALL (times) AND 1440 > ALL (times)),
  -- A taper says its steps, and ends with the last of them.
  CONSTRAINT medication_order_taper_ends CHECK (
    (kind = 'taper') = (taper_amounts IS NOT NULL AND taper_days IS NOT NULL)
    AND (kind <> 'taper' OR until IS NOT NULL AND cardinality(taper_amounts) BETWEEN 1 AND 100 AND 0 < ALL (taper_amounts))),
  CONSTRAINT medication_order_limited CHECK (
    (kind = 'as_needed') = (minimum_minutes IS NOT NULL AND maximum_in_24h IS NOT NULL)
    AND (maximum_in_24h IS NULL OR maximum_in_24h >= amount)),
  CONSTRAINT medication_order_in_order CHECK (ordered_at <= starts AND starts < until AND ordered_at <= recorded_at),
  CONSTRAINT medication_order_warnings_acknowledged CHECK (cardinality(warnings) = 0 OR acknowledged IS NOT NULL)
);
CREATE INDEX medication_order_of_episode ON clinic.medication_order (organization_id, episode_id, starts);
CREATE INDEX medication_order_of_patient ON clinic.medication_order (organization_id, patient_id);

CREATE TABLE clinic.order_stop (
  organization_id uuid NOT NULL,
  order_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  stopped_at timestamptz NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  CONSTRAINT order_stopped_once PRIMARY KEY (organization_id, order_id),
  FOREIGN KEY (organization_id, order_id) REFERENCES clinic.medication_order
);

-- That an order goes on in a later stay.
CREATE TABLE clinic.order_acceptance (
  organization_id uuid NOT NULL,
  order_id uuid NOT NULL,
  stay_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  CONSTRAINT order_accepted_once PRIMARY KEY (organization_id, order_id, stay_id),
  FOREIGN KEY (organization_id, order_id) REFERENCES clinic.medication_order,
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id)
);

-- What was done about one dose. `due_at` says which dose of the order it is; one that is given as needed was never due.
CREATE TABLE clinic.dose (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  dose_id uuid NOT NULL,
  order_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  episode_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  -- Terms of the order.
  ordered_at timestamptz NOT NULL,
  unit text NOT NULL,
  as_needed boolean NOT NULL,
  witness_needed boolean NOT NULL,
  due_at timestamptz,
  outcome text NOT NULL CHECK (outcome IN ('given', 'held', 'refused', 'entered_in_error')),
  at timestamptz NOT NULL,
  amount numeric(12, 4) CHECK (amount > 0),
  cause text CHECK (cause IN (
    'sedated', 'vital_signs', 'vomiting', 'asleep', 'on_leave', 'not_available', 'prescriber_advice', 'side_effects',
    'not_wanted', 'not_needed', 'no_reason_given', 'other')),
  note text CHECK (length(note) BETWEEN 1 AND 1000),
  by_id uuid NOT NULL,
  witness_id uuid,
  apart tstzrange,  -- from a dose as needed until the next may be given
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT dose_of_order FOREIGN KEY (
    organization_id, order_id, patient_id, episode_id, facility_id, ordered_at, unit, as_needed, witness_needed)
    REFERENCES clinic.medication_order (
      organization_id, id, patient_id, episode_id, facility_id, ordered_at, unit, as_needed, witness_needed),
  FOREIGN KEY (organization_id, by_id) REFERENCES access.staff,
  FOREIGN KEY (organization_id, witness_id) REFERENCES access.staff,
  CONSTRAINT dose_after_order CHECK (ordered_at <= at),
  CONSTRAINT dose_not_ahead CHECK (at <= known_from),
  CONSTRAINT dose_due_unless_as_needed CHECK ((due_at IS NULL) = as_needed),
  CONSTRAINT dose_as_needed_is_given CHECK (NOT as_needed OR outcome IN ('given', 'entered_in_error')),
  CONSTRAINT dose_amount_when_given CHECK (outcome = 'entered_in_error' OR (outcome = 'given') = (amount IS NOT NULL)),
  CONSTRAINT dose_cause_unless_given CHECK (outcome = 'entered_in_error' OR (outcome = 'given') = (cause IS NULL)),
  CONSTRAINT dose_witnessed CHECK (outcome <> 'given' OR NOT witness_needed OR witness_id IS NOT NULL),
  CONSTRAINT dose_witness_is_another CHECK (witness_id <> by_id),
  CONSTRAINT dose_apart_as_needed CHECK ((as_needed AND outcome = 'given') = (apart IS NOT NULL)),
  CONSTRAINT dose_error_has_reason CHECK (outcome <> 'entered_in_error' OR reason IS NOT NULL),
  CONSTRAINT dose_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT dose_not_too_soon EXCLUDE USING gist (organization_id WITH =, order_id WITH =, apart WITH &&)
    WHERE (known_to = 'infinity' AND outcome = 'given')
);
-- Each dose is acted on once, whoever comes first.
CREATE UNIQUE INDEX dose_acted_once ON clinic.dose (organization_id, order_id, due_at)
  WHERE known_to = 'infinity' AND outcome <> 'entered_in_error';
CREATE UNIQUE INDEX dose_current ON clinic.dose (organization_id, dose_id) WHERE known_to = 'infinity';
CREATE INDEX dose_of_order_by_time ON clinic.dose (organization_id, order_id, at) WHERE known_to = 'infinity';
CREATE INDEX dose_of_episode_by_time ON clinic.dose (organization_id, episode_id, at) WHERE known_to = 'infinity';
CREATE INDEX dose_of_facility_by_time ON clinic.dose (organization_id, facility_id, at)
  WHERE known_to = 'infinity' AND outcome = 'given';

-- Controlled drugs that came in, and those that went otherwise than by a dose.
CREATE TABLE clinic.stock_change (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  facility_id uuid NOT NULL,
  drug text NOT NULL CHECK (length(drug) BETWEEN 1 AND 200),
  drug_key text NOT NULL GENERATED ALWAYS AS (lower(drug)) STORED,
  unit text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('receipt', 'wastage', 'returned')),
  amount numeric(12, 4) NOT NULL CHECK (amount > 0),
  at timestamptz NOT NULL,
  witness_id uuid,
  note text CHECK (length(note) BETWEEN 1 AND 1000),
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, witness_id) REFERENCES access.staff,
  CONSTRAINT stock_change_witnessed CHECK (kind = 'receipt' OR witness_id IS NOT NULL),
  CONSTRAINT stock_change_witness_is_another CHECK (witness_id <> recorded_by),
  CONSTRAINT stock_change_not_ahead CHECK (at <= recorded_at)
);
CREATE INDEX stock_change_of_drug ON clinic.stock_change (organization_id, facility_id, drug_key, unit, at);

-- What two people counted. `expected` is what should have been there by what was known then; null for the first count.
CREATE TABLE clinic.stock_count (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  facility_id uuid NOT NULL,
  drug text NOT NULL CHECK (length(drug) BETWEEN 1 AND 200),
  drug_key text NOT NULL GENERATED ALWAYS AS (lower(drug)) STORED,
  unit text NOT NULL,
  shift text NOT NULL CHECK (length(shift) BETWEEN 1 AND 40),
  shift_starts timestamptz NOT NULL,
  at timestamptz NOT NULL,
  counted numeric(12, 4) NOT NULL CHECK (counted >= 0),
  expected numeric(14, 4),
  witness_id uuid NOT NULL,
  note text CHECK (length(note) BETWEEN 1 AND 1000),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, witness_id) REFERENCES access.staff,
  CONSTRAINT stock_count_witness_is_another CHECK (witness_id <> recorded_by),
  CONSTRAINT stock_count_discrepancy_explained CHECK (expected IS NULL OR expected = counted OR note IS NOT NULL),
  CONSTRAINT stock_count_in_shift CHECK (shift_starts <= at),
  CONSTRAINT stock_count_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX stock_counted_once ON clinic.stock_count (organization_id, facility_id, drug_key, unit, shift_starts)
  WHERE known_to = 'infinity';
CREATE INDEX stock_count_of_drug ON clinic.stock_count (organization_id, facility_id, drug_key, unit, at)
  WHERE known_to = 'infinity';

DO $$
DECLARE
  course text[] := ARRAY[
    'medication.read', 'medication.order', 'medication.give', 'patient.read', 'episode.read', 'report.run', 'disclosure.make'];
  ordering text[] := ARRAY['medication.order', 'demo.load'];
  giving text[] := ARRAY['medication.give', 'demo.load'];
  counting text[] := ARRAY['stock.count', 'demo.load'];
BEGIN
  PERFORM
    access.fence('clinic.allergy', course, '{allergy.record,demo.load}', false, 'patient_id'),
    access.fence('clinic.medication_order', course, ordering, true, 'patient_id'),
    access.fence('clinic.order_stop', course, ordering, true, 'patient_id'),
    access.fence('clinic.order_acceptance', course, ordering, true, 'patient_id'),
    access.fence('clinic.dose', course, giving, true, 'patient_id'),
    access.fence('clinic.stock_change', counting, counting, true),
    access.fence('clinic.stock_count', counting, counting, true);
END
$$;
GRANT UPDATE (known_to) ON clinic.allergy, clinic.dose, clinic.stock_count TO stepwell_app;

-- How much of a controlled drug doses took, those of charts that are closed to the caller among them: the sum, and nobody.
CREATE POLICY owner_reads ON clinic.dose FOR SELECT TO CURRENT_USER
  USING (organization_id = (SELECT access.organization()));
CREATE POLICY owner_reads ON clinic.medication_order FOR SELECT TO CURRENT_USER
  USING (organization_id = (SELECT access.organization()));
CREATE FUNCTION access.stock_given(facility uuid, drug text, measure text, after timestamptz, through timestamptz)
RETURNS numeric
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist(access.may('stock.count'), 'SW002', 'stock.count');
  RETURN (
    SELECT coalesce(sum(d.amount), 0)
    FROM clinic.dose AS d
    JOIN clinic.medication_order AS o ON o.organization_id = d.organization_id AND o.id = d.order_id
    WHERE d.organization_id = access.organization() AND d.facility_id = facility
      AND d.facility_id = ANY (access.facilities())
      AND d.known_to = 'infinity' AND d.outcome = 'given' AND d.at > after AND d.at <= through
      AND o.controlled AND lower(o.drug) = lower(stock_given.drug) AND o.unit = measure);
END
$$;
REVOKE EXECUTE ON FUNCTION access.stock_given FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.stock_given TO stepwell_app;
