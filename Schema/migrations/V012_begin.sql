-- Who is asking. The first statement of every unit of work: it opens the session, sets what row-level security reads,
-- and raises, which ends the unit, when the session may not go on. It runs as the owner, because the service
-- cannot read sessions by itself.

CREATE FUNCTION access.begin(
  digest bytea, purpose text, now timestamptz,
  OUT organization_id uuid, OUT staff_id uuid, OUT session_id uuid, OUT roles text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  facilities uuid[];
BEGIN
  SELECT s.organization_id, s.staff_id, s.id
  INTO organization_id, staff_id, session_id
  FROM access.session AS s
  JOIN access.staff AS member ON member.organization_id = s.organization_id AND member.id = s.staff_id
  WHERE s.token_digest = digest
    AND s.ended_at IS NULL AND s.created_at <= now AND now < s.expires_at
    AND member.disabled_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SW001', MESSAGE = 'not signed in, or the session has ended';
  END IF;

  PERFORM set_config('stepwell.organization', organization_id::text, true),
    set_config('stepwell.staff', staff_id::text, true),
    set_config('stepwell.session', session_id::text, true),
    set_config('stepwell.purpose', purpose, true);

  SELECT string_agg(DISTINCT held.role, ',' ORDER BY held.role),
    CASE WHEN bool_or(held.facility_id IS NULL)
      THEN (SELECT array_agg(f.id) FROM clinic.facility AS f WHERE f.organization_id = begin.organization_id)
      ELSE array_agg(DISTINCT held.facility_id) END
  INTO roles, facilities
  FROM access.staff_role AS held
  WHERE held.organization_id = begin.organization_id AND held.staff_id = begin.staff_id AND held.valid @> now;
  IF roles IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SW002', MESSAGE = 'no role is held at this time';
  END IF;

  PERFORM set_config('stepwell.roles', roles, true),
    set_config('stepwell.facilities', coalesce(facilities, '{}')::text, true);
END
$$;
