-- Policies that cost less. For every statement PostgreSQL prepares anew each sub-select of each policy of each table in it,
-- and looks through the whole of it for tables to lock; in a chart that was most of what the second wall cost. A policy now
-- has at most one sub-select, which says once a statement whether anything is closed to the caller. Only when something is
-- does a function look at each row.

-- As in V012, but that it also says whether the unit's permission is held in every facility.
CREATE OR REPLACE FUNCTION access.begin(digest bytea, door text, permission text, purpose text, now timestamptz) RETURNS void
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
    set_config('stepwell.everywhere', CASE WHEN asking.everywhere THEN 'yes' ELSE 'no' END, true),
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

-- Whether no facility is closed to the caller.
CREATE FUNCTION access.works_everywhere() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN current_setting('stepwell.everywhere', true) = 'yes';

-- Whether the chart of one person is open to the caller. The settings are arrays of identifiers in their only written form,
-- so there is no need to read them as arrays for each row.
CREATE OR REPLACE FUNCTION access.is_open(patient uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN access.sees_every_chart()
  OR strpos(current_setting('stepwell.hidden', true), patient::text) = 0
    AND (current_setting('stepwell.team', true) = '' OR strpos(current_setting('stepwell.team', true), patient::text) > 0);

-- Whether a row is open to the caller: one of these permissions, its facility and its person. Null asks for nothing. It is
-- in a language that is not put into the place of the call, which would make each statement longer.
CREATE FUNCTION access.opens(any_of bit(128), facility uuid, patient uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN (patient IS NULL OR access.is_open(patient))
    AND (facility IS NULL OR access.works_everywhere()
      OR strpos(current_setting('stepwell.facilities', true), facility::text) > 0)
    AND (any_of IS NULL OR access.may(any_of));
END
$$;

-- What a policy asks of a row.
CREATE FUNCTION access.fence_condition(any_of bit(128), has_facility boolean, chart text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog
AS $$
DECLARE
  permitted text := format('%L::bit(128)', any_of);
  of_all text := concat_ws(
    ' AND ', CASE WHEN has_facility THEN 'access.works_everywhere()' END,
    CASE WHEN chart IS NOT NULL THEN 'access.sees_every_chart()' END,
    CASE WHEN any_of IS NOT NULL THEN format('access.may(%s)', permitted) END);
  of_one text := '';
BEGIN
  IF has_facility OR chart IS NOT NULL THEN
    of_one := format(
      ' OR access.opens(%s, %s, %s)', permitted, CASE WHEN has_facility THEN 'facility_id' ELSE 'NULL' END,
      coalesce(quote_ident(chart), 'NULL'));
  END IF;
  RETURN 'organization_id = access.organization()'
    || CASE WHEN of_all = '' THEN '' ELSE format(' AND ((SELECT %s)%s)', of_all, of_one) END;
END
$$;

-- Fences a table. `reading` and `writing` are the permissions of which one is needed; everyone who is signed in may when
-- null. Whoever may write may read. `chart` names the column that says whose chart the row is of, where there is one.
CREATE OR REPLACE FUNCTION access.fence(
  fenced regclass, reading text[], writing text[], has_facility boolean DEFAULT false, chart text DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
  reads text := access.fence_condition(
    CASE WHEN reading IS NOT NULL THEN access.bits(reading || writing) END, has_facility, chart);
  writes text := access.fence_condition(
    CASE WHEN writing IS NOT NULL THEN access.bits(writing) END, has_facility, chart);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', fenced);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', fenced);
  EXECUTE format('GRANT SELECT, INSERT ON %s TO stepwell_app', fenced);
  EXECUTE format('CREATE POLICY reading ON %s FOR SELECT USING (%s)', fenced, reads);
  EXECUTE format('CREATE POLICY adding ON %s FOR INSERT WITH CHECK (%s)', fenced, writes);
  EXECUTE format('CREATE POLICY changing ON %s FOR UPDATE USING (%s)', fenced, writes);
END
$$;
REVOKE EXECUTE ON FUNCTION access.fence, access.fence_condition FROM PUBLIC;

-- The fences that stand say by themselves what they ask: permissions, facility, and the column of the person.
DO $$
DECLARE
  policy record;
BEGIN
  FOR policy IN
    SELECT p.schemaname, p.tablename, p.policyname, p.cmd,
      substring(e.text FROM 'access\.may\(''([01]+)''::bit\(128\)\)')::bit(128) AS bits,
      e.text LIKE '%facility_id = ANY%' AS has_facility, substring(e.text FROM '\((\w+) <> ALL') AS chart
    FROM pg_policies AS p
    CROSS JOIN LATERAL (SELECT coalesce(p.qual, p.with_check) AS text) AS e
    WHERE p.schemaname = 'clinic' AND p.policyname IN ('reading', 'adding', 'changing')
  LOOP
    EXECUTE format(
      'ALTER POLICY %I ON %I.%I %s (%s)', policy.policyname, policy.schemaname, policy.tablename,
      CASE policy.cmd WHEN 'INSERT' THEN 'WITH CHECK' ELSE 'USING' END,
      access.fence_condition(policy.bits, policy.has_facility, policy.chart));
  END LOOP;
END
$$;

-- What is told of a chart in tables that name its person only through another table: there it is to be seen, or not.
CREATE FUNCTION access.sees_episode(episode uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM clinic.episode AS e WHERE e.organization_id = access.organization() AND e.id = episode);
END
$$;

CREATE FUNCTION access.sees_screening(screening uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM clinic.screening AS s WHERE s.organization_id = access.organization() AND s.id = screening);
END
$$;

CREATE FUNCTION access.sees_enquiry(enquiry uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM clinic.enquiry AS e WHERE e.organization_id = access.organization() AND e.id = enquiry);
END
$$;

ALTER POLICY of_chart ON clinic.move USING (
  organization_id = access.organization() AND ((SELECT access.sees_every_chart()) OR access.sees_episode(episode_id)));
ALTER POLICY of_chart ON clinic.screening_answer USING (
  organization_id = access.organization() AND ((SELECT access.sees_every_chart()) OR access.sees_screening(screening_id)));
ALTER POLICY of_chart ON clinic.call_attempt USING (
  organization_id = access.organization() AND ((SELECT access.sees_every_chart()) OR access.sees_enquiry(enquiry_id)));

-- These are asked of a single row, or of few.
ALTER POLICY own ON access.idempotency USING (
  organization_id = access.organization() AND staff_id = access.staff_member());
ALTER POLICY add ON audit.event WITH CHECK (
  organization_id = access.organization() AND staff_id = access.staff_member());

-- The four checks of a row of the trail as one: PostgreSQL reads and prepares the text of each check for every statement.
-- The rows that are there were held to the same, so none is looked at again.
CREATE FUNCTION audit.is_whole(
  action text, outcome text, source text, organization_id uuid, staff_id uuid, session_id uuid
) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN length(action) BETWEEN 1 AND 80
    AND outcome IN ('done', 'denied', 'refused')
    AND source IN ('http', 'cli', 'import', 'simulator')
    AND (outcome = 'denied' OR num_nonnulls(organization_id, staff_id, session_id) = 3);
END
$$;

ALTER TABLE audit.event
  DROP CONSTRAINT event_action_check,
  DROP CONSTRAINT event_outcome_check,
  DROP CONSTRAINT event_source_check,
  DROP CONSTRAINT event_of_someone,
  ADD CONSTRAINT event_is_whole
    CHECK (audit.is_whole(action, outcome, source, organization_id, staff_id, session_id)) NOT VALID;
