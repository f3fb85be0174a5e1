-- A chart is read in one unit of work, allergies included, and a unit costs less to begin.

-- Whether a role of the caller allows more in a unit than its own permission: for what a page shows beside its subject only
-- to those who may read that. A role that sees only its care team's charts allows it in those. Plans of a function in SQL are
-- made anew for each statement that calls it, which took ten times as long as the look-up.
DROP FUNCTION access.holds(text, timestamptz);
CREATE FUNCTION access.holds(wanted text, patient uuid, now timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM access.session AS s
    JOIN access.staff_role AS held ON held.organization_id = s.organization_id AND held.staff_id = s.staff_id
    JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
    WHERE s.organization_id = access.organization() AND s.id = access.setting('session')::uuid
      AND held.valid @> now AND role.retired_at IS NULL AND wanted = ANY (role.permissions)
      AND (s.permissions IS NULL OR wanted = ANY (s.permissions))
      AND (role.sees = 'everyone' OR patient = ANY (access.cared_for(s.organization_id, s.staff_id, now))));
END
$$;
REVOKE EXECUTE ON FUNCTION access.holds FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.holds TO stepwell_app;

-- The facilities of the caller. Whoever works everywhere has all of them: those are looked up by the few who ask, and not put
-- into a setting for each unit of work, which took a third of opening it in a clinic of forty.
CREATE OR REPLACE FUNCTION access.facilities() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
  IF access.works_everywhere() THEN
    RETURN ARRAY(SELECT f.id FROM clinic.facility AS f WHERE f.organization_id = access.organization());
  END IF;
  RETURN coalesce(nullif(current_setting('stepwell.facilities', true), ''), '{}')::uuid[];
END
$$;

-- As in V015 and V025, with the facilities asked for once.
CREATE OR REPLACE FUNCTION access.closed_occupations(during tstzrange, known_at timestamptz)
RETURNS TABLE (organization_id uuid, bed_id uuid, kind text, valid tstzrange)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  IF access.sees_every_chart() OR NOT access.may('board.read', 'bed.read') THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT o.organization_id, o.bed_id, o.kind, o.valid
    FROM clinic.occupation AS o
    WHERE o.organization_id = access.organization() AND o.facility_id = ANY ((SELECT access.facilities())::uuid[])
      AND o.valid && during
      AND CASE WHEN known_at IS NULL THEN o.known_to = 'infinity'
        ELSE o.known_from <= known_at AND o.known_to > known_at END
      AND o.patient_id IS NOT NULL AND NOT access.is_open(o.patient_id);
END
$$;

CREATE OR REPLACE FUNCTION access.closed_occupations(facility uuid, during tstzrange, known_at timestamptz)
RETURNS TABLE (organization_id uuid, bed_id uuid, kind text, valid tstzrange)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  IF access.sees_every_chart() OR NOT access.may('board.read', 'bed.read') THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT o.organization_id, o.bed_id, o.kind, o.valid
    FROM clinic.bed AS b
    JOIN clinic.occupation AS o ON o.organization_id = b.organization_id AND o.bed_id = b.id
      AND o.starts <= coalesce(upper(during), 'infinity') AND o.valid && during
      AND CASE WHEN known_at IS NULL THEN o.known_to = 'infinity'
        ELSE o.known_from <= known_at AND o.known_to > known_at END
    WHERE b.organization_id = access.organization() AND b.facility_id = ANY ((SELECT access.facilities())::uuid[])
      AND b.facility_id = coalesce(facility, b.facility_id)
      AND o.patient_id IS NOT NULL AND NOT access.is_open(o.patient_id);
END
$$;

-- As in V024, in fewer and smaller queries: what a role allows is read from its bits, closed charts are looked for only where
-- there are any, and settings are made by assignments, which PL/pgSQL works out without a query.
CREATE OR REPLACE FUNCTION access.begin(digest bytea, door text, permission text, purpose text, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  asking record;
  rights record;
  entering bit(128) := 0::bit(128);
  acting bit(128) := 0::bit(128);
  may_enter boolean;
  may_act boolean;
  in_scope boolean;
  hidden uuid[];
  made text;
  -- Figures and files of the whole clinic are of everybody in it; such a unit shows nobody's chart.
  counts boolean := coalesce(permission IN ('report.run', 'import.run'), false);
BEGIN
  SELECT s.organization_id, s.staff_id, s.id, s.seen_at, s.permissions AS scope
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

  -- A word that is no permission is held by nobody: its bits are null.
  IF permission IS NOT NULL THEN
    acting := (SELECT p.held FROM access.permission AS p WHERE p.name = permission);
  END IF;
  IF door = permission THEN
    entering := acting;
  ELSIF door IS NOT NULL THEN
    entering := (SELECT p.held FROM access.permission AS p WHERE p.name = door);
  END IF;
  SELECT string_agg(DISTINCT role.name, ',' ORDER BY role.name) AS roles, bit_or(role.bits) AS held,
    bool_or(held.facility_id IS NULL AND role.bits & acting = acting) AS everywhere,
    array_agg(held.facility_id) FILTER (WHERE held.facility_id IS NOT NULL AND role.bits & acting = acting) AS facilities,
    bool_or(role.sees = 'everyone' AND role.bits & acting = acting) AS sees_everyone
  INTO rights
  FROM access.staff_role AS held
  JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
  WHERE held.organization_id = asking.organization_id AND held.staff_id = asking.staff_id
    AND held.valid @> now AND role.retired_at IS NULL;
  may_enter := rights.held & entering = entering;
  may_act := rights.held & acting = acting;
  in_scope := asking.scope IS NULL OR (
    (door IS NULL OR door = ANY (asking.scope)) AND (permission IS NULL OR permission = ANY (asking.scope)));
  IF may_enter IS NOT TRUE OR may_act IS NOT TRUE OR NOT in_scope THEN
    IF asking.scope = ARRAY['password.change'] THEN
      RAISE EXCEPTION USING ERRCODE = 'SW007', MESSAGE = 'password-change-needed';
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'SW002',
      MESSAGE = coalesce(CASE WHEN may_enter THEN permission ELSE door END, permission, door, 'work');
  END IF;

  IF NOT counts AND EXISTS (
    SELECT FROM access.chart_restriction AS r
    WHERE r.organization_id = asking.organization_id AND r.lifted_at IS NULL)
  THEN
    hidden := (
      SELECT array_agg(r.patient_id)
      FROM access.chart_restriction AS r
      WHERE r.organization_id = asking.organization_id AND r.lifted_at IS NULL
        AND r.patient_id <> ALL ((SELECT access.cared_for(asking.organization_id, asking.staff_id, now))::uuid[]));
  END IF;
  made := set_config('stepwell.organization', asking.organization_id::text, true);
  made := set_config('stepwell.staff', asking.staff_id::text, true);
  made := set_config('stepwell.session', asking.id::text, true);
  made := set_config('stepwell.purpose', purpose, true);
  made := set_config('stepwell.roles', rights.roles, true);
  made := set_config('stepwell.permissions', coalesce((entering | acting) & rights.held, 0::bit(128))::text, true);
  made := set_config('stepwell.facilities', coalesce(rights.facilities, '{}')::text, true);
  made := set_config('stepwell.everywhere', CASE WHEN rights.everywhere THEN 'yes' ELSE 'no' END, true);
  made := set_config('stepwell.hidden', coalesce(hidden, '{}')::text, true);
  made := set_config(
    'stepwell.team',
    CASE WHEN rights.sees_everyone OR counts THEN ''
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
