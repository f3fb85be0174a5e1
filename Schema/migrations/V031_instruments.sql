-- Instruments as the clinic uses them: the official wording that it holds a licence for, the set of bands it goes by, and
-- screenings that are corrected and scored anew without losing what was known before.

INSERT INTO access.permission (name, bit) VALUES ('instrument.manage', 43);

-- A correction and a new score are new rows of the same screening. `known_as` is the one name of them all, and `sheet_id`
-- is the row that the answers hang on: a new score is made of the same answers.
ALTER TABLE clinic.screening
  ADD COLUMN first_id uuid,  -- the row that the screening began with; null in that row itself
  ADD COLUMN answers_of uuid,  -- the row whose answers it shares; null where it has its own
  ADD COLUMN known_as uuid NOT NULL GENERATED ALWAYS AS (coalesce(first_id, id)) STORED,
  ADD COLUMN sheet_id uuid NOT NULL GENERATED ALWAYS AS (coalesce(answers_of, id)) STORED,
  ADD COLUMN substance text CHECK (substance ~ '^[a-z0-9_]{1,40}$'),  -- what it was asked about, where that is one substance
  ADD COLUMN band_set text CHECK (length(band_set) BETWEEN 1 AND 40),  -- which of several published sets the band is of
  ADD COLUMN manner text CHECK (manner IN ('self', 'interview', 'observed')),
  ADD COLUMN administered_by uuid,
  ADD COLUMN state text NOT NULL DEFAULT 'recorded' CHECK (state IN ('recorded', 'entered_in_error')),
  ADD COLUMN cause text CHECK (cause IN ('correction', 'rescoring', 'entered_in_error')),
  ADD FOREIGN KEY (organization_id, first_id) REFERENCES clinic.screening,
  ADD FOREIGN KEY (organization_id, answers_of) REFERENCES clinic.screening,
  ADD FOREIGN KEY (organization_id, administered_by) REFERENCES access.staff,
  ADD CONSTRAINT screening_administered_by_staff CHECK (administered_by IS NULL OR manner IS DISTINCT FROM 'self'),
  ADD CONSTRAINT screening_change_explained CHECK (cause IS NULL OR reason IS NOT NULL),
  -- Some instruments have no total at all.
  DROP CONSTRAINT screening_total_or_partial,
  ADD CONSTRAINT screening_total_or_partial CHECK (num_nonnulls(total, at_least) <= 1);
CREATE UNIQUE INDEX screening_current ON clinic.screening (organization_id, known_as) WHERE known_to = 'infinity';
-- What is scored anew is read by instrument.
CREATE INDEX screening_of_instrument ON clinic.screening (organization_id, instrument, sheet_id) WHERE known_to = 'infinity';

-- The words of an instrument, from a file that the clinic loaded: they are the clinic's, and not part of the software.
CREATE TABLE clinic.instrument_wording (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  instrument text NOT NULL CHECK (length(instrument) BETWEEN 1 AND 60),
  language text NOT NULL CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  title text CHECK (length(title) BETWEEN 1 AND 300),
  source text CHECK (length(source) BETWEEN 1 AND 500),  -- the address and version that the file names
  copyright text CHECK (length(copyright) BETWEEN 1 AND 4000),
  licence text NOT NULL CHECK (length(licence) BETWEEN 1 AND 1000),  -- by which right the clinic uses it
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id) REFERENCES clinic.organization,
  CONSTRAINT instrument_wording_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX instrument_wording_current ON clinic.instrument_wording (organization_id, instrument, language)
  WHERE known_to = 'infinity';

CREATE TABLE clinic.instrument_wording_text (
  organization_id uuid NOT NULL,
  wording_id uuid NOT NULL,
  item smallint NOT NULL CHECK (item > 0),
  value smallint,  -- null for the question; otherwise the answer that the words are of
  words text NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
  FOREIGN KEY (organization_id, wording_id) REFERENCES clinic.instrument_wording,
  CONSTRAINT instrument_wording_text_once UNIQUE NULLS NOT DISTINCT (organization_id, wording_id, item, value)
);

-- What the clinic decided about an instrument: which of its published sets of bands holds, and whether it is used at all.
CREATE TABLE clinic.instrument_choice (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  instrument text NOT NULL CHECK (length(instrument) BETWEEN 1 AND 60),
  band_set text CHECK (length(band_set) BETWEEN 1 AND 40),  -- null: the one that the definition names first
  is_retired boolean NOT NULL,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id) REFERENCES clinic.organization,
  CONSTRAINT instrument_choice_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX instrument_choice_current ON clinic.instrument_choice (organization_id, instrument)
  WHERE known_to = 'infinity';

SELECT
  access.fence('clinic.instrument_wording', NULL, '{instrument.manage}'),
  access.fence('clinic.instrument_wording_text', NULL, '{instrument.manage}'),
  access.fence('clinic.instrument_choice', NULL, '{instrument.manage}');
GRANT UPDATE (known_to) ON clinic.instrument_wording, clinic.instrument_choice TO stepwell_app;
