-- Reports that are kept: what was asked, of which instants and facilities, what the answer was, and who was in it. And
-- reports that are made again and again by themselves.

INSERT INTO access.permission (name, bit) VALUES ('report.cells', 44), ('report.schedule', 45);

-- Whether the caller holds a permission beside the one of this unit, everywhere where the unit works. It opens nothing: a
-- unit that shows what takes the other permission asks for it first.
CREATE FUNCTION access.holds_everywhere(asked text, now timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
  SELECT coalesce(
    bool_or(held.facility_id IS NULL)
      OR NOT access.works_everywhere() AND access.facilities() <@ array_agg(held.facility_id), false)
  FROM access.staff_role AS held
  JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
  WHERE held.organization_id = access.organization() AND held.staff_id = access.staff_member()
    AND held.valid @> now AND role.retired_at IS NULL AND asked = ANY (role.permissions)
    AND EXISTS (
      SELECT FROM access.session AS s
      WHERE s.organization_id = held.organization_id AND s.id = access.setting('session')::uuid
        AND (s.permissions IS NULL OR asked = ANY (s.permissions)))
$$;
REVOKE EXECUTE ON FUNCTION access.holds_everywhere FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.holds_everywhere TO stepwell_app;

-- A report that can be made again, byte by byte: the text of its definition, both instants, and the facilities that it
-- counted in. It is never changed.
CREATE TABLE clinic.report_run (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  definition text NOT NULL CHECK (length(definition) BETWEEN 1 AND 100000),
  definition_digest bytea NOT NULL CHECK (length(definition_digest) = 32),
  edition text NOT NULL CHECK (length(edition) BETWEEN 1 AND 40),  -- of what works the figures out
  as_of timestamptz NOT NULL,
  known_at timestamptz NOT NULL,
  facilities uuid[],  -- null: everywhere
  made_at timestamptz NOT NULL,
  made_by uuid NOT NULL,
  result text NOT NULL,  -- the report as JSON
  figures text NOT NULL,  -- its figures by their addresses, as CSV
  released_result text NOT NULL,  -- the same without small counts
  released_figures text NOT NULL,
  result_digest bytea NOT NULL CHECK (length(result_digest) = 32),
  count integer NOT NULL CHECK (count >= 0),
  members_kept boolean NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, made_by) REFERENCES access.staff,
  CONSTRAINT report_run_not_ahead CHECK (as_of <= made_at AND known_at <= made_at),
  CONSTRAINT report_run_somewhere CHECK (cardinality(facilities) > 0)
);
CREATE INDEX report_run_by_time ON clinic.report_run (organization_id, made_at, id);

-- Who was in it, a thousand at a time: a row for each of a million would take longer to write than the report to make.
CREATE TABLE clinic.report_run_member (
  organization_id uuid NOT NULL,
  run_id uuid NOT NULL,
  part integer NOT NULL CHECK (part >= 0),
  subjects uuid[] NOT NULL,  -- the stays or episodes, in order
  patients uuid[] NOT NULL,  -- whose they are
  PRIMARY KEY (organization_id, run_id, part),
  FOREIGN KEY (organization_id, run_id) REFERENCES clinic.report_run,
  CONSTRAINT report_run_member_whole CHECK (
    cardinality(subjects) BETWEEN 1 AND 1000 AND cardinality(patients) = cardinality(subjects))
);

-- A report that is made every day, week or month, and written into a folder. It acts for whoever set it up, by a token that
-- may run reports and nothing else, and only as long as that person may.
CREATE TABLE access.report_schedule (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  definition text NOT NULL CHECK (length(definition) BETWEEN 1 AND 100000),
  every text NOT NULL CHECK (every IN ('day', 'week', 'month')),
  day smallint,  -- of the week, Monday is 1; of the month, the last one where it has fewer
  at time NOT NULL,
  facility_id uuid NOT NULL,  -- whose clocks these are
  formats text[] NOT NULL CHECK (cardinality(formats) > 0 AND formats <@ '{text,csv,json,html,svg}'),
  folder text NOT NULL CHECK (folder ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),  -- under the root that the service is given
  keep integer NOT NULL CHECK (keep BETWEEN 1 AND 1000),
  session_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'removed')),
  next_at timestamptz NOT NULL,
  last_at timestamptz,  -- the time that it was last made for
  last_ended_at timestamptz,
  last_fault text CHECK (length(last_fault) BETWEEN 1 AND 60),  -- a code; null when it went well
  faults integer NOT NULL DEFAULT 0,  -- one after the other
  created_at timestamptz NOT NULL,
  created_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, created_by) REFERENCES access.staff,
  CONSTRAINT report_schedule_day_of_rhythm CHECK (
    CASE every WHEN 'day' THEN day IS NULL WHEN 'week' THEN day BETWEEN 1 AND 7 ELSE day BETWEEN 1 AND 31 END IS TRUE)
);
CREATE UNIQUE INDEX report_schedule_folder ON access.report_schedule (organization_id, folder) WHERE state <> 'removed';
CREATE INDEX report_schedule_due ON access.report_schedule (organization_id, next_at) WHERE state = 'active';

DO $$
BEGIN
  PERFORM
    access.fence('clinic.report_run', '{report.run}', '{report.run}'),
    access.fence('clinic.report_run_member', '{report.run}', '{report.run}'),
    access.fence('access.report_schedule', '{report.run}', '{report.schedule,report.run}', true);
END
$$;
-- Figures of several facilities are for those only who may count in all of them.
CREATE POLICY scope ON clinic.report_run AS RESTRICTIVE USING (
  organization_id = access.organization()
  AND ((SELECT access.works_everywhere()) OR facilities <@ (SELECT access.facilities())));
CREATE POLICY scope ON clinic.report_run_member AS RESTRICTIVE USING (
  organization_id = access.organization()
  AND ((SELECT access.works_everywhere()) OR EXISTS (
    SELECT FROM clinic.report_run AS run
    WHERE run.organization_id = report_run_member.organization_id AND run.id = run_id)));
-- Whoever looks for what is due is not signed in.
CREATE POLICY owner_reads ON access.report_schedule FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_changes ON access.report_schedule FOR UPDATE TO CURRENT_USER USING (true);
GRANT UPDATE (state, next_at, last_at, last_ended_at, last_fault, faults) ON access.report_schedule TO stepwell_app;

-- The schedules of every organization that are due, each with the digest of the token that it acts by.
CREATE FUNCTION access.due_report_schedules(now timestamptz)
RETURNS TABLE (organization_id uuid, id uuid, token_digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
  SELECT due.organization_id, due.id, s.token_digest
  FROM access.report_schedule AS due
  JOIN access.session AS s ON s.organization_id = due.organization_id AND s.id = due.session_id
  WHERE due.state = 'active' AND due.next_at <= now AND s.kind = 'token' AND s.permissions = '{report.run}'
  ORDER BY due.next_at, due.id
$$;
REVOKE EXECUTE ON FUNCTION access.due_report_schedules FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.due_report_schedules TO stepwell_app;

-- Writes down how a schedule went that could not act at all, because its token or its maker may no more.
CREATE FUNCTION access.report_schedule_failed(
  schedule uuid, digest bytea, made_for timestamptz, next timestamptz, fault text, now timestamptz
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
AS $$
  UPDATE access.report_schedule AS failed
  SET last_at = made_for, next_at = next, last_ended_at = now, last_fault = fault, faults = failed.faults + 1
  FROM access.session AS s
  WHERE failed.id = schedule AND s.organization_id = failed.organization_id AND s.id = failed.session_id
    AND s.token_digest = digest AND failed.state = 'active'
$$;
REVOKE EXECUTE ON FUNCTION access.report_schedule_failed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.report_schedule_failed TO stepwell_app;
