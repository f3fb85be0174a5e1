-- How somebody comes in: passwords, sessions, tokens; and who manages the staff. The service has no rights on these
-- tables: it goes through the functions below.

CREATE TABLE access.credential (
  organization_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
  changed_at timestamptz NOT NULL,
  one_time_until timestamptz,  -- a password that somebody else gave: good until then, and to be changed at once
  PRIMARY KEY (organization_id, staff_id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff
);

-- Who failed to sign in has to wait. The subject is a digest of account and address, or of the address alone, so that
-- nobody can lock out somebody who comes from elsewhere; and what was typed in the wrong field is not kept.
CREATE TABLE access.sign_in_failure (
  subject bytea PRIMARY KEY CHECK (length(subject) = 32),
  failures integer NOT NULL CHECK (failures > 0),
  last_at timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL
);
CREATE INDEX sign_in_failure_by_age ON access.sign_in_failure (last_at);

-- The credentials that go by a handle, of one organization or of all, and until when who asks has to wait.
CREATE FUNCTION access.sign_in_candidates(handle text, organization text, subjects bytea[], now timestamptz)
RETURNS TABLE (wait_until timestamptz, organization_id uuid, staff_id uuid, password_hash text, one_time_until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  found record;
BEGIN
  wait_until := (
    SELECT max(f.blocked_until) FROM access.sign_in_failure AS f WHERE f.subject = ANY (subjects) AND f.blocked_until > now);
  FOR found IN
    SELECT s.organization_id, s.id, c.password_hash, c.one_time_until
    FROM access.staff AS s
    JOIN access.credential AS c ON c.organization_id = s.organization_id AND c.staff_id = s.id
    WHERE s.handle = sign_in_candidates.handle AND s.disabled_at IS NULL
    LIMIT 50
  LOOP
    -- The policy of organizations holds for the owner too.
    PERFORM set_config('stepwell.organization', found.organization_id::text, true);
    CONTINUE WHEN organization IS NOT NULL AND NOT EXISTS (
      SELECT FROM clinic.organization AS o
      WHERE o.organization_id = found.organization_id
        AND (lower(o.name) = lower(organization) OR o.organization_id::text = lower(organization)));
    organization_id := found.organization_id;
    staff_id := found.id;
    password_hash := found.password_hash;
    one_time_until := found.one_time_until;
    RETURN NEXT;
  END LOOP;
  PERFORM set_config('stepwell.organization', '', true);
  organization_id := NULL;
  staff_id := NULL;
  password_hash := NULL;
  one_time_until := NULL;
  RETURN NEXT;  -- so that there is always one row, which says how long to wait
END
$$;

-- Counts a failure: some are free, then each doubles the wait, up to `longest`; an hour without one forgets them.
CREATE FUNCTION access.count_failure(subject bytea, spare integer, longest interval, now timestamptz) RETURNS void
LANGUAGE sql SET search_path = pg_catalog
BEGIN ATOMIC
  INSERT INTO access.sign_in_failure AS f (subject, failures, last_at, blocked_until)
  VALUES (count_failure.subject, 1, now, now)
  ON CONFLICT (subject) DO UPDATE SET
    failures = CASE WHEN f.last_at < excluded.last_at - interval '1 hour' THEN 1 ELSE f.failures + 1 END,
    last_at = excluded.last_at,
    blocked_until = CASE
      WHEN f.last_at < excluded.last_at - interval '1 hour' OR f.failures < spare THEN excluded.last_at
      ELSE excluded.last_at + least(longest, make_interval(secs => power(2, least(f.failures - spare, 20)))) END;
END;

-- Writes down that somebody was not let in, and lets them wait the next time.
CREATE FUNCTION access.sign_in_failed(
  account bytea, origin bytea, organization uuid, staff uuid, action text, request_id text, source text, address inet,
  now timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  IF account IS NOT NULL THEN
    PERFORM access.count_failure(account, 5, interval '15 minutes', now);
  END IF;
  IF origin IS NOT NULL THEN
    PERFORM access.count_failure(origin, 50, interval '1 minute', now);
  END IF;
  INSERT INTO audit.event
    (at, organization_id, staff_id, roles, purpose, action, outcome, request_id, source, address)
  VALUES (now, organization, staff, '', 'operations', action, 'denied', request_id, source, address);
END
$$;

-- Opens a session for somebody whose password was found right; raises when it is not the password any more. With a
-- password that somebody else gave, the session is good for changing it and for nothing else.
CREATE FUNCTION access.start_session(
  digest bytea, session uuid, organization uuid, staff uuid, password_hash text, label text, idle interval,
  expires timestamptz, account bytea, request_id text, source text, address inet, now timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  until timestamptz;
  roles text;
BEGIN
  PERFORM FROM access.staff AS s WHERE s.organization_id = organization AND s.id = staff AND s.disabled_at IS NULL
  FOR SHARE;  -- whoever disables them waits, and then ends this session too
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SW007', MESSAGE = 'sign-in-failed';
  END IF;
  SELECT c.one_time_until INTO until FROM access.credential AS c
  WHERE c.organization_id = organization AND c.staff_id = staff AND c.password_hash = start_session.password_hash
    AND (c.one_time_until IS NULL OR now < c.one_time_until)
  FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SW007', MESSAGE = 'sign-in-failed';
  END IF;
  INSERT INTO access.session
    (token_digest, organization_id, id, staff_id, kind, label, permissions, created_at, seen_at, idle_after, expires_at)
  VALUES (
    digest, organization, session, staff, 'session', label,
    CASE WHEN until IS NOT NULL THEN ARRAY['password.change'] END, now, now, idle, expires);
  DELETE FROM access.sign_in_failure AS f WHERE f.subject = account;
  PERFORM set_config('stepwell.organization', organization::text, true), set_config('stepwell.staff', staff::text, true);
  roles := (
    SELECT coalesce(string_agg(DISTINCT held.role, ',' ORDER BY held.role), '') FROM access.staff_role AS held
    WHERE held.organization_id = organization AND held.staff_id = staff AND held.valid @> now);
  INSERT INTO audit.event
    (at, organization_id, staff_id, session_id, roles, purpose, action, outcome, request_id, source, address)
  VALUES (now, organization, staff, session, roles, 'operations', 'session.start', 'done', request_id, source, address);
END
$$;

-- Puts the same password in place as it is hashed nowadays.
CREATE FUNCTION access.rehash(organization uuid, staff uuid, old_hash text, new_hash text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  UPDATE access.credential AS c SET password_hash = new_hash
  WHERE c.organization_id = organization AND c.staff_id = staff AND c.password_hash = old_hash;
END;

-- Raises unless a person asks: a token that was issued for few things is not for managing sessions and passwords.
CREATE FUNCTION access.insist_on_person() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM access.session AS s
    WHERE s.organization_id = access.organization() AND s.id = access.setting('session')::uuid
      AND (s.permissions IS NULL OR s.permissions = ARRAY['password.change']))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'SW007', MESSAGE = 'token-cannot';
  END IF;
END
$$;

-- The caller's sessions and tokens that have not ended.
CREATE FUNCTION access.my_sessions(now timestamptz)
RETURNS TABLE (
  id uuid, kind text, label text, permissions text[], created_at timestamptz, seen_at timestamptz,
  expires_at timestamptz, is_current boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  SELECT s.id, s.kind, s.label, s.permissions, s.created_at, s.seen_at, s.expires_at,
    s.id = access.setting('session')::uuid
  FROM access.session AS s
  WHERE s.organization_id = access.organization() AND s.staff_id = access.staff_member() AND s.ended_at IS NULL
    AND now < s.expires_at AND (s.idle_after IS NULL OR now < s.seen_at + s.idle_after)
  ORDER BY s.created_at DESC, s.id;
END;

-- Ends one of the caller's sessions or tokens; any may end itself.
CREATE FUNCTION access.end_session(session uuid, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  IF session <> access.setting('session')::uuid THEN
    PERFORM access.insist_on_person();
  END IF;
  UPDATE access.session AS s SET ended_at = now
  WHERE s.organization_id = access.organization() AND s.staff_id = access.staff_member() AND s.id = session
    AND s.ended_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SW004', MESSAGE = 'session';
  END IF;
END
$$;

-- Ends the caller's sessions but for the one that asks; tokens go on.
CREATE FUNCTION access.end_other_sessions(now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_person();
  UPDATE access.session AS s SET ended_at = now
  WHERE s.organization_id = access.organization() AND s.staff_id = access.staff_member() AND s.kind = 'session'
    AND s.id <> access.setting('session')::uuid AND s.ended_at IS NULL;
END
$$;

-- What the caller's password is held against; null where there is none.
CREATE FUNCTION access.my_credential(subject bytea, now timestamptz)
RETURNS TABLE (
  wait_until timestamptz, organization_id uuid, staff_id uuid, handle text, organization text, password_hash text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_person();
  RETURN QUERY
    SELECT (SELECT f.blocked_until FROM access.sign_in_failure AS f
        WHERE f.subject = my_credential.subject AND f.blocked_until > now),
      s.organization_id, s.id, s.handle, o.name, c.password_hash
    FROM access.staff AS s
    JOIN clinic.organization AS o ON o.organization_id = s.organization_id
    LEFT JOIN access.credential AS c ON c.organization_id = s.organization_id AND c.staff_id = s.id
    WHERE s.organization_id = access.organization() AND s.id = access.staff_member();
END
$$;

-- Changes the caller's password and ends the other sessions.
CREATE FUNCTION access.change_password(old_hash text, new_hash text, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_person();
  UPDATE access.credential AS c SET password_hash = new_hash, changed_at = now, one_time_until = NULL
  WHERE c.organization_id = access.organization() AND c.staff_id = access.staff_member() AND c.password_hash = old_hash
    AND (c.one_time_until IS NULL OR now < c.one_time_until);
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SW003', MESSAGE = 'password';
  END IF;
  PERFORM access.end_other_sessions(now);
  UPDATE access.session AS s SET permissions = NULL
  WHERE s.organization_id = access.organization() AND s.id = access.setting('session')::uuid
    AND s.permissions = ARRAY['password.change'];
END
$$;

-- Issues a token that may do no more than `permissions`, of those that its holder has.
CREATE FUNCTION access.issue_token(
  digest bytea, id uuid, label text, permissions text[], expires_at timestamptz, now timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  lacking text;
BEGIN
  PERFORM access.insist_on_person();
  lacking := (
    SELECT min(wanted.name) FROM unnest(permissions) AS wanted (name)
    WHERE NOT EXISTS (
      SELECT FROM access.staff_role AS held
      JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
      WHERE held.organization_id = access.organization() AND held.staff_id = access.staff_member()
        AND held.valid @> now AND role.retired_at IS NULL AND wanted.name = ANY (role.permissions)));
  IF lacking IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'SW002', MESSAGE = lacking;
  END IF;
  INSERT INTO access.session
    (token_digest, organization_id, id, staff_id, kind, label, permissions, created_at, seen_at, expires_at)
  VALUES (
    digest, access.organization(), issue_token.id, access.staff_member(), 'token', label, permissions, now, now, expires_at);
END
$$;

-- Raises unless the caller manages the staff in every facility, and goes one at a time from here on: of two who act on
-- each other the second sees what the first has done.
CREATE FUNCTION access.insist_on_managing(now timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7303, hashtext(access.organization()::text));
  PERFORM access.insist(access.may('staff.manage') AND access.manages(access.staff_member(), now), 'SW002', 'staff.manage');
END
$$;

-- Whether a member of staff is active and may manage the staff in every facility.
CREATE FUNCTION access.manages(staff uuid, now timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM access.staff AS s
    JOIN access.staff_role AS held ON held.organization_id = s.organization_id AND held.staff_id = s.id
    JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
    WHERE s.organization_id = access.organization() AND s.id = staff AND s.disabled_at IS NULL
      AND held.facility_id IS NULL AND held.valid @> now AND role.retired_at IS NULL
      AND 'staff.manage' = ANY (role.permissions));
END
$$;

-- Raises when nobody is left who could let anybody in.
CREATE FUNCTION access.insist_on_an_administrator(now timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM access.staff AS s
    WHERE s.organization_id = access.organization() AND access.manages(s.id, now))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'SW007', MESSAGE = 'last-administrator';
  END IF;
END
$$;

CREATE FUNCTION access.staff_list(now timestamptz)
RETURNS TABLE (
  id uuid, handle text, name text, roles text[], created_at timestamptz, disabled_at timestamptz,
  has_password boolean, one_time_until timestamptz, seen_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist(access.may('staff.read', 'staff.manage'), 'SW002', 'staff.read');
  RETURN QUERY
    SELECT s.id, s.handle, s.name,
      ARRAY(
        SELECT DISTINCT held.role FROM access.staff_role AS held
        WHERE held.organization_id = s.organization_id AND held.staff_id = s.id AND held.valid @> now ORDER BY 1),
      s.created_at, s.disabled_at, c.staff_id IS NOT NULL, c.one_time_until,
      (SELECT max(at.seen_at) FROM access.session AS at
        WHERE at.organization_id = s.organization_id AND at.staff_id = s.id)
    FROM access.staff AS s
    LEFT JOIN access.credential AS c ON c.organization_id = s.organization_id AND c.staff_id = s.id
    WHERE s.organization_id = access.organization()
    ORDER BY s.handle;
END
$$;

-- Adds a member of staff with roles in one facility, or in all, and a password for the first sign-in.
CREATE FUNCTION access.add_staff(
  staff uuid, handle text, name text, roles text[], facility uuid, password_hash text, until timestamptz, now timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  unknown text := (
    SELECT min(wanted.name) FROM unnest(roles) AS wanted (name)
    WHERE NOT EXISTS (
      SELECT FROM access.role AS r
      WHERE r.organization_id = access.organization() AND r.name = wanted.name AND r.retired_at IS NULL));
BEGIN
  PERFORM access.insist_on_managing(now),
    access.insist(unknown IS NULL, 'SW004', 'role'),
    access.insist(facility IS NULL OR facility = ANY (access.facilities()), 'SW004', 'facility');
  INSERT INTO access.staff (organization_id, id, handle, name, created_at)
  VALUES (access.organization(), staff, add_staff.handle, add_staff.name, now);
  INSERT INTO access.staff_role (organization_id, staff_id, role, facility_id, valid, granted_by)
  SELECT access.organization(), staff, wanted.name, facility, tstzrange(now, NULL), access.staff_member()
  FROM (SELECT DISTINCT unnest(roles)) AS wanted (name);
  INSERT INTO access.credential (organization_id, staff_id, password_hash, changed_at, one_time_until)
  VALUES (access.organization(), staff, add_staff.password_hash, now, until);
END
$$;

-- Disables a member of staff, which ends all their sessions and tokens, or lets them in again.
CREATE FUNCTION access.set_disabled(staff uuid, is_disabled boolean, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_managing(now);
  UPDATE access.staff AS s SET disabled_at = CASE WHEN is_disabled THEN coalesce(s.disabled_at, now) END
  WHERE s.organization_id = access.organization() AND s.id = staff;
  PERFORM access.insist(FOUND, 'SW004', 'member of staff');
  IF is_disabled THEN
    PERFORM access.insist_on_an_administrator(now);
    UPDATE access.session AS s SET ended_at = now
    WHERE s.organization_id = access.organization() AND s.staff_id = staff AND s.ended_at IS NULL;
  END IF;
END
$$;

-- Gives a member of staff a password for the next sign-in, and ends all their sessions and tokens.
CREATE FUNCTION access.reset_password(staff uuid, new_hash text, until timestamptz, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_managing(now),
    access.insist(
      EXISTS (SELECT FROM access.staff AS s WHERE s.organization_id = access.organization() AND s.id = staff),
      'SW004', 'member of staff');
  INSERT INTO access.credential AS c (organization_id, staff_id, password_hash, changed_at, one_time_until)
  VALUES (access.organization(), staff, new_hash, now, until)
  ON CONFLICT (organization_id, staff_id) DO UPDATE
  SET password_hash = excluded.password_hash, changed_at = now, one_time_until = excluded.one_time_until;
  UPDATE access.session AS s SET ended_at = now
  WHERE s.organization_id = access.organization() AND s.staff_id = staff AND s.ended_at IS NULL
    AND s.id <> access.setting('session')::uuid;
END
$$;

-- Grants a role for a time, in one facility or in all. Nobody grants one to themselves.
CREATE FUNCTION access.grant_role(staff uuid, role text, facility uuid, until timestamptz, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_managing(now),
    access.insist(staff <> access.staff_member(), 'SW007', 'own-roles'),
    access.insist(
      EXISTS (SELECT FROM access.staff AS s WHERE s.organization_id = access.organization() AND s.id = staff),
      'SW004', 'member of staff'),
    access.insist(
      EXISTS (
        SELECT FROM access.role AS r
        WHERE r.organization_id = access.organization() AND r.name = grant_role.role AND r.retired_at IS NULL),
      'SW004', 'role'),
    access.insist(facility IS NULL OR facility = ANY (access.facilities()), 'SW004', 'facility');
  INSERT INTO access.staff_role (organization_id, staff_id, role, facility_id, valid, granted_by)
  VALUES (access.organization(), staff, grant_role.role, facility, tstzrange(now, until), access.staff_member());
END
$$;

-- Withdraws a role everywhere, from now on.
CREATE FUNCTION access.revoke_role(staff uuid, role text, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  ended integer;
BEGIN
  PERFORM access.insist_on_managing(now);
  UPDATE access.staff_role AS held SET valid = tstzrange(lower(held.valid), now)
  WHERE held.organization_id = access.organization() AND held.staff_id = staff AND held.role = revoke_role.role
    AND held.valid @> now AND lower(held.valid) < now;
  GET DIAGNOSTICS ended = ROW_COUNT;
  DELETE FROM access.staff_role AS held
  WHERE held.organization_id = access.organization() AND held.staff_id = staff AND held.role = revoke_role.role
    AND lower(held.valid) >= now;
  PERFORM access.insist(FOUND OR ended > 0, 'SW004', 'role of this member of staff'),
    access.insist_on_an_administrator(now);
END
$$;

REVOKE EXECUTE ON FUNCTION access.sign_in_candidates, access.count_failure, access.sign_in_failed, access.start_session,
  access.rehash, access.insist_on_person, access.my_sessions, access.end_session, access.end_other_sessions,
  access.my_credential, access.change_password, access.issue_token, access.insist_on_managing, access.manages,
  access.insist_on_an_administrator, access.staff_list, access.add_staff, access.set_disabled, access.reset_password,
  access.grant_role, access.revoke_role FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.sign_in_candidates, access.sign_in_failed, access.start_session, access.rehash,
  access.my_sessions, access.end_session, access.end_other_sessions, access.my_credential, access.change_password,
  access.issue_token, access.staff_list, access.add_staff, access.set_disabled, access.reset_password,
  access.grant_role, access.revoke_role TO stepwell_app;
