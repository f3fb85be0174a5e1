-- A scheduled report that failed is tried again after a while, for the time for which it failed, before its next time comes.

ALTER TABLE access.report_schedule
  ADD COLUMN retry_at timestamptz,  -- null: at its next time
  ADD CONSTRAINT report_schedule_retry_after_fault CHECK (retry_at IS NULL OR last_fault IS NOT NULL);
GRANT UPDATE (retry_at) ON access.report_schedule TO stepwell_app;

-- The schedules of every organization that are due, each with the digest of the token that it acts by, and with what tells
-- when it comes next.
DROP FUNCTION access.due_report_schedules;
CREATE FUNCTION access.due_report_schedules(now timestamptz)
RETURNS TABLE (
  organization_id uuid, id uuid, token_digest bytea, every text, day smallint, hour integer, minute integer, time_zone text,
  next_at timestamptz, faults integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
  SELECT due.organization_id, due.id, s.token_digest, due.every, due.day, extract(hour FROM due.at)::integer,
    extract(minute FROM due.at)::integer, place.time_zone, due.next_at, due.faults
  FROM access.report_schedule AS due
  JOIN access.session AS s ON s.organization_id = due.organization_id AND s.id = due.session_id
  JOIN clinic.facility AS place ON place.organization_id = due.organization_id AND place.id = due.facility_id
  WHERE due.state = 'active' AND due.next_at <= now AND (due.retry_at <= now) IS NOT FALSE
    AND s.kind = 'token' AND s.permissions = '{report.run}'
  ORDER BY due.next_at, due.id
$$;
REVOKE EXECUTE ON FUNCTION access.due_report_schedules FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.due_report_schedules TO stepwell_app;

-- Writes down that a schedule failed that was due at `due`, also where its token or its maker may no more.
DROP FUNCTION access.report_schedule_failed;
CREATE FUNCTION access.report_schedule_failed(
  schedule uuid, digest bytea, due timestamptz, next timestamptz, retry timestamptz, fault text, now timestamptz
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
AS $$
  UPDATE access.report_schedule AS failed
  SET next_at = next, retry_at = retry, last_ended_at = now, last_fault = fault, faults = failed.faults + 1
  FROM access.session AS s
  WHERE failed.id = schedule AND s.organization_id = failed.organization_id AND s.id = failed.session_id
    AND s.token_digest = digest AND failed.state = 'active' AND failed.next_at = due
$$;
REVOKE EXECUTE ON FUNCTION access.report_schedule_failed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.report_schedule_failed TO stepwell_app;

-- Which people a clinic has agreed not to tell of is read where a list of people leaves it.
DO $$
BEGIN
  EXECUTE format(
    'ALTER POLICY reading ON clinic.restriction_request USING (%s)',
    access.fence_condition(
      access.bits('{consent.read,disclosure.make,consent.record,report.run}'), false, 'patient_id'));
END
$$;
