-- Who is asking, and may they. The first statement of every unit of work: it opens the session, checks the permission
-- that the unit needs, sets what row-level security reads, and raises, which ends the unit, when it may not go on.
-- It runs as the owner, because the service cannot read sessions and roles by itself. Nothing of it is remembered from
-- one unit to the next, so what is withdrawn is withdrawn at once.

CREATE FUNCTION access.begin(digest bytea, permission text, purpose text, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  asking record;
  rights record;
  hidden uuid[];
  team uuid[];
BEGIN
  SELECT s.organization_id, s.staff_id, s.id, s.seen_at, s.permissions
  INTO asking
  FROM access.session AS s
  JOIN access.staff AS member ON member.organization_id = s.organization_id AND member.id = s.staff_id
  WHERE s.token_digest = digest
    AND s.ended_at IS NULL AND s.created_at <= now AND now < s.expires_at
    AND (s.idle_after IS NULL OR now < s.seen_at + s.idle_after)
    AND member.disabled_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SW001', MESSAGE = 'not signed in, or the session has ended';
  END IF;

  -- The policy of facilities holds for the owner too.
  PERFORM set_config('stepwell.organization', asking.organization_id::text, true);

  SELECT string_agg(DISTINCT role.name, ',' ORDER BY role.name) AS roles,
    string_agg(array_to_string(role.permissions, ','), ',') AS permissions,
    bool_or(permission IS NULL OR permission = ANY (role.permissions)) AS may,
    bool_or(held.facility_id IS NULL AND (permission IS NULL OR permission = ANY (role.permissions))) AS everywhere,
    array_agg(held.facility_id) FILTER (
      WHERE held.facility_id IS NOT NULL AND (permission IS NULL OR permission = ANY (role.permissions))) AS facilities,
    bool_or(role.sees = 'everyone' AND (permission IS NULL OR permission = ANY (role.permissions))) AS sees_everyone
  INTO rights
  FROM access.staff_role AS held
  JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
  WHERE held.organization_id = asking.organization_id AND held.staff_id = asking.staff_id
    AND held.valid @> now AND role.retired_at IS NULL;
  IF rights.may IS NOT TRUE OR NOT (permission IS NULL OR permission = ANY (coalesce(asking.permissions, ARRAY[permission])))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'SW002', MESSAGE = coalesce(permission, 'work');
  END IF;

  IF rights.everywhere THEN
    SELECT array_agg(f.id) INTO rights.facilities
    FROM clinic.facility AS f WHERE f.organization_id = asking.organization_id;
  END IF;
  SELECT array_agg(r.patient_id) INTO hidden
  FROM access.chart_restriction AS r
  WHERE r.organization_id = asking.organization_id AND r.lifted_at IS NULL
    AND NOT access.cares_for(asking.organization_id, asking.staff_id, r.patient_id, now);
  IF NOT rights.sees_everyone THEN
    SELECT coalesce(array_agg(cared.patient_id), '{}') INTO team
    FROM (
      SELECT t.patient_id FROM access.care_team AS t
      WHERE t.organization_id = asking.organization_id AND t.staff_id = asking.staff_id AND t.valid @> now
      UNION ALL
      SELECT g.patient_id FROM access.broken_glass AS g
      WHERE g.organization_id = asking.organization_id AND g.staff_id = asking.staff_id AND g.at <= now AND now < g.until
    ) AS cared;
  END IF;

  PERFORM set_config('stepwell.staff', asking.staff_id::text, true),
    set_config('stepwell.session', asking.id::text, true),
    set_config('stepwell.purpose', purpose, true),
    set_config('stepwell.roles', rights.roles, true),
    set_config('stepwell.permissions', rights.permissions, true),
    set_config('stepwell.scope', coalesce(array_to_string(asking.permissions, ','), ''), true),
    set_config('stepwell.facilities', coalesce(rights.facilities, '{}')::text, true),
    set_config('stepwell.hidden', coalesce(hidden, '{}')::text, true),
    set_config('stepwell.team', coalesce(team::text, ''), true);

  IF asking.seen_at + interval '1 minute' <= now THEN
    -- Of several requests at once one writes it down, and none waits for it.
    PERFORM FROM access.session AS s WHERE s.token_digest = digest FOR NO KEY UPDATE SKIP LOCKED;
    IF FOUND THEN
      UPDATE access.session AS s SET seen_at = now
      WHERE s.token_digest = digest AND s.seen_at + interval '1 minute' <= now;
    END IF;
  END IF;
END
$$;

-- Whether a member of staff is of the care team of a patient, or has broken the glass that stands before the chart.
CREATE FUNCTION access.cares_for(organization uuid, staff uuid, patient uuid, now timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
BEGIN
  RETURN EXISTS (
      SELECT FROM access.care_team AS t
      WHERE t.organization_id = organization AND t.staff_id = staff AND t.patient_id = patient AND t.valid @> now)
    OR EXISTS (
      SELECT FROM access.broken_glass AS g
      WHERE g.organization_id = organization AND g.staff_id = staff AND g.patient_id = patient
        AND g.at <= now AND now < g.until);
END
$$;

-- What the unit of work is, besides who asks: read by policies, once a statement.
-- Whether the caller may do one of these; a token may only do what it was issued for.
CREATE FUNCTION access.may(VARIADIC any_of text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN string_to_array(current_setting('stepwell.permissions', true), ',') && any_of
  AND (coalesce(current_setting('stepwell.scope', true), '') = ''
    OR string_to_array(current_setting('stepwell.scope', true), ',') && any_of);

-- Restricted charts that are not open to the caller.
CREATE FUNCTION access.hidden() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('stepwell.hidden', true), ''), '{}')::uuid[];

-- Whose charts the caller may see when they are those of a care team; null when they are not.
CREATE FUNCTION access.team() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('stepwell.team', true), '')::uuid[];

REVOKE EXECUTE ON FUNCTION access.begin, access.cares_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.begin TO stepwell_app;
