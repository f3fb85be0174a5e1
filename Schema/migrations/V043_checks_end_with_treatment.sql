-- Checks end with the treatment. A row of due_check says when a check comes by its protocol as if the treatment went on, and
-- when the treatment is; what is due follows from both. So an admission, a discharge, a correction of either and one that
-- takes it back change two columns, in the transaction in which they are written.

ALTER TABLE clinic.due_check RENAME COLUMN due_at TO planned_at;
ALTER TABLE clinic.due_check RENAME COLUMN late_at TO planned_late_at;
ALTER TABLE clinic.due_check RENAME COLUMN ends_at TO planned_ends_at;
ALTER TABLE clinic.due_check RENAME CONSTRAINT due_check_late_after_due TO due_check_planned_late_after_planned;
ALTER TABLE clinic.due_check RENAME CONSTRAINT due_check_before_end TO due_check_planned_before_end;
ALTER TABLE clinic.due_check
  ADD COLUMN treated_from timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN treated_until timestamptz NOT NULL DEFAULT 'infinity';  -- before everything where the episode never was

-- The policies hold for whoever brings the tables up to date as well; here every clinic is meant.
ALTER TABLE clinic.due_check NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clinic.episode_fact NO FORCE ROW LEVEL SECURITY;
UPDATE clinic.due_check AS d
SET treated_from = coalesce(lower(treated.valid), 'infinity'),
  treated_until = CASE WHEN treated.valid IS NULL THEN '-infinity' ELSE coalesce(upper(treated.valid), 'infinity') END
FROM clinic.due_check AS c
LEFT JOIN clinic.episode_fact AS treated ON treated.organization_id = c.organization_id
  AND treated.episode_id = c.episode_id AND treated.known_to = 'infinity'
WHERE d.organization_id = c.organization_id AND d.monitoring_id = c.monitoring_id AND d.check_name = c.check_name;
ALTER TABLE clinic.episode_fact FORCE ROW LEVEL SECURITY;
ALTER TABLE clinic.due_check FORCE ROW LEVEL SECURITY;

ALTER TABLE clinic.due_check
  ADD COLUMN due_at timestamptz GENERATED ALWAYS AS (
    CASE WHEN planned_at < treated_until THEN planned_at END) STORED,  -- null where nothing more is due
  ADD COLUMN late_at timestamptz GENERATED ALWAYS AS (
    CASE WHEN planned_at < treated_until THEN planned_late_at END) STORED,  -- when the grace is over
  ADD COLUMN ends_at timestamptz NOT NULL GENERATED ALWAYS AS (least(planned_ends_at, treated_until)) STORED;

-- What is due in a facility, without a look at who is there; checks that have ended are never passed.
CREATE INDEX due_check_by_end ON clinic.due_check (organization_id, facility_id, ends_at);

-- Whoever moves somebody ends the checks, or brings them back.
DO $$
DECLARE
  policy record;
BEGIN
  FOR policy IN
    SELECT p.policyname, substring(p.qual FROM '''([01]{128})''')::bit(128) AS bits
    FROM pg_policies AS p
    WHERE p.schemaname = 'clinic' AND p.tablename = 'due_check' AND p.policyname IN ('reading', 'changing')
  LOOP
    EXECUTE format(
      'ALTER POLICY %I ON clinic.due_check USING (%s)', policy.policyname,
      access.fence_condition(policy.bits | access.bits('{episode.move,episode.correct}'), true, 'patient_id'));
  END LOOP;
END
$$;
