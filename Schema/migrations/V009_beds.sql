-- Who or what occupies a bed. Stays, leaves with the bed kept, expiring holds and blocked beds stand under one rule:
-- at any instant a bed has at most one of them.

CREATE TABLE clinic.occupation (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  facility_id uuid NOT NULL,
  bed_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stay', 'hold', 'leave', 'blocked')),
  stay_id uuid,
  episode_id uuid,
  patient_id uuid,
  valid tstzrange NOT NULL,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 300),
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, facility_id, bed_id) REFERENCES clinic.bed (organization_id, facility_id, id),
  FOREIGN KEY (organization_id, episode_id, stay_id) REFERENCES clinic.stay (organization_id, episode_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT occupation_valid_has_start CHECK (NOT isempty(valid) AND NOT lower_inf(valid) AND lower_inc(valid) AND NOT upper_inc(valid)),
  CONSTRAINT occupation_hold_ends CHECK (kind <> 'hold' OR NOT upper_inf(valid)),
  CONSTRAINT occupation_stay_named CHECK ((kind IN ('stay', 'leave')) = (stay_id IS NOT NULL AND episode_id IS NOT NULL AND patient_id IS NOT NULL) OR kind = 'hold'),
  CONSTRAINT occupation_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT bed_taken EXCLUDE USING gist
    (organization_id WITH =, bed_id WITH =, valid WITH &&) WHERE (known_to = 'infinity')
);
-- The same rule for open occupations on stores that have no exclusion constraints.
CREATE UNIQUE INDEX bed_one_open ON clinic.occupation (organization_id, bed_id)
  WHERE known_to = 'infinity' AND upper_inf(valid);
CREATE INDEX occupation_open_of_episode ON clinic.occupation (organization_id, episode_id)
  WHERE known_to = 'infinity' AND upper_inf(valid) AND episode_id IS NOT NULL;
CREATE INDEX occupation_of_stay ON clinic.occupation (organization_id, episode_id, stay_id) WHERE episode_id IS NOT NULL;
CREATE INDEX occupation_of_facility ON clinic.occupation USING gist (organization_id, facility_id, valid);
