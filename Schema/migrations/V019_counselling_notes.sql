-- Counselling notes: what a counsellor writes to analyse what was said, apart from the chart (42 CFR 2.11). No chart,
-- search or report reads this table; a disclosure does under a consent of its own kind only.

CREATE TABLE clinic.counselling_note (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  at timestamptz NOT NULL,  -- of the session
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT counselling_note_known_in_order CHECK (known_from <= known_to)
);
CREATE INDEX counselling_note_of_patient ON clinic.counselling_note (organization_id, patient_id, at);

DO $$
BEGIN
  PERFORM access.fence(
    'clinic.counselling_note', '{counselling_note.read,disclosure.make}', '{counselling_note.write}', false, 'patient_id');
END
$$;
