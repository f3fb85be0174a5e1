-- Who is asking, and may they. The first statement of every unit of work: it opens the session, checks the permission
-- that the unit needs, sets what row-level security reads, and raises, which ends the unit, when it may not go on.
-- It runs as the owner, because the service cannot read sessions and roles by itself. Nothing of it is remembered from
-- one unit to the next, so what is withdrawn is withdrawn at once.
--
-- `door` is the permission of the route or command that somebody came by, `permission` that of the unit; null where whoever
-- is signed in may. Policies learn of these two and of nothing else that the roles allow, so a unit reads and writes no
-- more than what it said it would.
CREATE FUNCTION access.begin(digest bytea, door text, permission text, purpose text, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  asking record;
  -- Figures and files of the whole clinic are of everybody in it; such a unit shows nobody's chart.
  counts boolean := coalesce(permission IN ('report.run', 'import.run'), false);
BEGIN
  SELECT s.organization_id, s.staff_id, s.id, s.seen_at, s.permissions AS scope, rights.*,
    s.permissions IS NULL OR (
      (door IS NULL OR door = ANY (s.permissions)) AND (permission IS NULL OR permission = ANY (s.permissions))) AS in_scope,
    (SELECT bit_or(p.held) FROM access.permission AS p WHERE p.name IN (door, permission)) AS bits, (
      SELECT array_agg(r.patient_id)
      FROM access.chart_restriction AS r
      WHERE r.organization_id = s.organization_id AND r.lifted_at IS NULL AND NOT counts
        AND r.patient_id <> ALL ((SELECT access.cared_for(s.organization_id, s.staff_id, now))::uuid[])
    ) AS hidden
  INTO asking
  FROM access.session AS s
  JOIN access.staff AS member ON member.organization_id = s.organization_id AND member.id = s.staff_id
  CROSS JOIN LATERAL (
    SELECT string_agg(DISTINCT role.name, ',' ORDER BY role.name) AS roles,
      bool_or(door IS NULL OR door = ANY (role.permissions)) AS may_enter,
      bool_or(permission IS NULL OR permission = ANY (role.permissions)) AS may_act,
      bool_or(held.facility_id IS NULL AND (permission IS NULL OR permission = ANY (role.permissions))) AS everywhere,
      bit_or(role.bits) AS held,
      array_agg(held.facility_id) FILTER (
        WHERE held.facility_id IS NOT NULL AND (permission IS NULL OR permission = ANY (role.permissions))) AS facilities,
      bool_or(role.sees = 'everyone' AND (permission IS NULL OR permission = ANY (role.permissions))) AS sees_everyone
    FROM access.staff_role AS held
    JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
    WHERE held.organization_id = s.organization_id AND held.staff_id = s.staff_id
      AND held.valid @> now AND role.retired_at IS NULL
  ) AS rights
  WHERE s.token_digest = digest
    AND s.ended_at IS NULL AND s.created_at <= now AND now < s.expires_at
    AND (s.idle_after IS NULL OR now < s.seen_at + s.idle_after)
    AND member.disabled_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SW001', MESSAGE = 'not signed in, or the session has ended';
  END IF;
  IF asking.may_enter IS NOT TRUE OR asking.may_act IS NOT TRUE OR NOT asking.in_scope THEN
    IF asking.scope = ARRAY['password.change'] THEN
      RAISE EXCEPTION USING ERRCODE = 'SW007', MESSAGE = 'password-change-needed';
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'SW002',
      MESSAGE = coalesce(CASE WHEN asking.may_enter THEN permission ELSE door END, permission, door, 'work');
  END IF;

  -- The policy of facilities holds for the owner too.
  PERFORM set_config('stepwell.organization', asking.organization_id::text, true);
  IF asking.everywhere THEN
    asking.facilities := (
      SELECT array_agg(f.id) FROM clinic.facility AS f WHERE f.organization_id = asking.organization_id);
  END IF;
  PERFORM set_config('stepwell.staff', asking.staff_id::text, true),
    set_config('stepwell.session', asking.id::text, true),
    set_config('stepwell.purpose', purpose, true),
    set_config('stepwell.roles', asking.roles, true),
    set_config('stepwell.permissions', coalesce(asking.bits & asking.held, 0::bit(128))::text, true),
    set_config('stepwell.facilities', coalesce(asking.facilities, '{}')::text, true),
    set_config('stepwell.hidden', coalesce(asking.hidden, '{}')::text, true),
    set_config(
      'stepwell.team',
      CASE WHEN asking.sees_everyone OR counts THEN ''
        ELSE access.cared_for(asking.organization_id, asking.staff_id, now)::text END, true);

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

-- Whom a member of staff cares for, or has broken the glass to.
CREATE FUNCTION access.cared_for(organization uuid, staff uuid, now timestamptz) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
BEGIN
  RETURN coalesce(array_agg(cared.patient_id), '{}')
  FROM (
    SELECT t.patient_id FROM access.care_team AS t
    WHERE t.organization_id = organization AND t.staff_id = staff AND t.valid @> now
    UNION ALL
    SELECT g.patient_id FROM access.broken_glass AS g
    WHERE g.organization_id = organization AND g.staff_id = staff AND g.at <= now AND now < g.until
  ) AS cared;
END
$$;

-- What the unit of work is, besides who asks: read by policies, once a statement.
-- Whether the unit of work may do one of these.
CREATE FUNCTION access.may(any_of bit(128)) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('stepwell.permissions', true), ''), '0')::bit(128) & any_of <> 0::bit(128);

CREATE FUNCTION access.may(VARIADIC any_of text[]) RETURNS boolean
LANGUAGE sql STABLE
RETURN access.may(access.bits(any_of));

-- Whether no chart is closed to the caller.
CREATE FUNCTION access.sees_every_chart() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN current_setting('stepwell.hidden', true) = '{}' AND current_setting('stepwell.team', true) = '';

-- Restricted charts that are not open to the caller.
CREATE FUNCTION access.hidden() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('stepwell.hidden', true), ''), '{}')::uuid[];

-- Whose charts the caller may see when they are those of a care team; null when they are not.
CREATE FUNCTION access.team() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('stepwell.team', true), '')::uuid[];

-- Whether the chart of one person is open to the caller.
CREATE FUNCTION access.is_open(patient uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN access.sees_every_chart()
  OR patient <> ALL (access.hidden()) AND (access.team() IS NULL OR patient = ANY (access.team()));

REVOKE EXECUTE ON FUNCTION access.begin, access.cared_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.begin TO stepwell_app;
