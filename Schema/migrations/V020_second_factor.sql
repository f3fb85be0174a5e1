-- A second factor at sign-in: codes of time (RFC 6238), and recovery codes for who has lost what shows them. The service
-- has no rights on these tables: it goes through the functions below.

CREATE TABLE access.second_factor (
  organization_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  key_id bytea NOT NULL CHECK (length(key_id) = 8),
  secret bytea NOT NULL,  -- encrypted with a key that is not in the database
  begun_at timestamptz NOT NULL,
  confirmed_at timestamptz,  -- asked for at sign-in from then on
  last_step bigint,  -- of the newest code that was used: neither that nor an older one is taken again
  PRIMARY KEY (organization_id, staff_id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff,
  CHECK ((confirmed_at IS NULL) = (last_step IS NULL))
);

CREATE TABLE access.recovery_code (
  organization_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  digest bytea NOT NULL CHECK (length(digest) = 32),
  used_at timestamptz,
  PRIMARY KEY (organization_id, staff_id, digest),
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.second_factor ON DELETE CASCADE
);

-- The second factor of somebody whose password was found right, and until when who asks has to wait; no row without one.
CREATE FUNCTION access.factor_at_sign_in(organization uuid, staff uuid, subject bytea, now timestamptz)
RETURNS TABLE (wait_until timestamptz, key_id bytea, secret bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  SELECT (SELECT w.blocked_until FROM access.sign_in_failure AS w
      WHERE w.subject = factor_at_sign_in.subject AND w.blocked_until > now),
    f.key_id, f.secret
  FROM access.second_factor AS f
  WHERE f.organization_id = organization AND f.staff_id = staff AND f.confirmed_at IS NOT NULL;
END;

-- Uses up a code of time, given by its step, or a recovery code, given by its digest; raises when it was used before or
-- is none. Of two that use the same one the second waits for the first, and is refused.
CREATE FUNCTION access.use_code(organization uuid, staff uuid, step bigint, recovery bytea, now timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
  IF step IS NOT NULL THEN
    UPDATE access.second_factor AS f SET last_step = step
    WHERE f.organization_id = organization AND f.staff_id = staff AND f.last_step < step;
    PERFORM access.insist(FOUND, 'SW007', 'code-used');
  ELSIF recovery IS NOT NULL THEN
    UPDATE access.recovery_code AS c SET used_at = now
    WHERE c.organization_id = organization AND c.staff_id = staff AND c.digest = recovery AND c.used_at IS NULL;
    PERFORM access.insist(FOUND, 'SW007', 'code-wrong');
  ELSE
    PERFORM access.insist(false, 'SW007', 'code-needed');
  END IF;
END
$$;

-- As before, and with the code of the second factor where the account has one. No session begins without it.
DROP FUNCTION access.start_session(
  bytea, uuid, uuid, uuid, text, text, interval, timestamptz, bytea, text, text, inet, timestamptz);
CREATE FUNCTION access.start_session(
  digest bytea, session uuid, organization uuid, staff uuid, password_hash text, step bigint, recovery bytea, label text,
  idle interval, expires timestamptz, counted bytea[], request_id text, source text, address inet, now timestamptz
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
  IF EXISTS (
    SELECT FROM access.second_factor AS f
    WHERE f.organization_id = organization AND f.staff_id = staff AND f.confirmed_at IS NOT NULL)
  THEN
    PERFORM access.use_code(organization, staff, step, recovery, now);
  END IF;
  INSERT INTO access.session
    (token_digest, organization_id, id, staff_id, kind, label, permissions, created_at, seen_at, idle_after, expires_at)
  VALUES (
    digest, organization, session, staff, 'session', label,
    CASE WHEN until IS NOT NULL THEN ARRAY['password.change'] END, now, now, idle, expires);
  DELETE FROM access.sign_in_failure AS f WHERE f.subject = ANY (counted);
  PERFORM set_config('stepwell.organization', organization::text, true), set_config('stepwell.staff', staff::text, true);
  roles := (
    SELECT coalesce(string_agg(DISTINCT held.role, ',' ORDER BY held.role), '') FROM access.staff_role AS held
    WHERE held.organization_id = organization AND held.staff_id = staff AND held.valid @> now);
  INSERT INTO audit.event
    (at, organization_id, staff_id, session_id, roles, purpose, action, outcome, request_id, source, address)
  VALUES (now, organization, staff, session, roles, 'operations', 'session.start', 'done', request_id, source, address);
END
$$;

-- The caller's second factor, be it confirmed or not, and how many recovery codes are left.
CREATE FUNCTION access.my_factor() RETURNS TABLE (key_id bytea, secret bytea, confirmed_at timestamptz, codes_left bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_person();
  RETURN QUERY
    SELECT f.key_id, f.secret, f.confirmed_at, (
      SELECT count(*) FROM access.recovery_code AS c
      WHERE c.organization_id = f.organization_id AND c.staff_id = f.staff_id AND c.used_at IS NULL)
    FROM access.second_factor AS f
    WHERE f.organization_id = access.organization() AND f.staff_id = access.staff_member();
END
$$;

-- Begins a second factor, in place of one that was begun and not confirmed.
CREATE FUNCTION access.begin_factor(key_id bytea, secret bytea, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_person();
  INSERT INTO access.second_factor AS f (organization_id, staff_id, key_id, secret, begun_at)
  VALUES (access.organization(), access.staff_member(), begin_factor.key_id, begin_factor.secret, now)
  ON CONFLICT (organization_id, staff_id) DO UPDATE
  SET key_id = excluded.key_id, secret = excluded.secret, begun_at = excluded.begun_at
  WHERE f.confirmed_at IS NULL;
  PERFORM access.insist(FOUND, 'SW007', 'factor-there');
END
$$;

-- Puts new recovery codes in the place of all that the caller had.
CREATE FUNCTION access.replace_recovery_codes(digests bytea[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
  DELETE FROM access.recovery_code AS c
  WHERE c.organization_id = access.organization() AND c.staff_id = access.staff_member();
  INSERT INTO access.recovery_code (organization_id, staff_id, digest)
  SELECT access.organization(), access.staff_member(), given FROM unnest(digests) AS given;
END
$$;

-- Turns the caller's second factor on: `step` is that of a code of the secret that was begun.
CREATE FUNCTION access.confirm_factor(begun_secret bytea, step bigint, digests bytea[], now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_person();
  UPDATE access.second_factor AS f SET confirmed_at = now, last_step = step
  WHERE f.organization_id = access.organization() AND f.staff_id = access.staff_member() AND f.confirmed_at IS NULL
    AND f.secret = begun_secret;
  PERFORM access.insist(FOUND, 'SW003', 'second factor'), access.replace_recovery_codes(digests);
END
$$;

-- Gives the caller new recovery codes, for a code that is used up by it.
CREATE FUNCTION access.renew_recovery_codes(step bigint, recovery bytea, digests bytea[], now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_person(),
    access.use_code(access.organization(), access.staff_member(), step, recovery, now),
    access.replace_recovery_codes(digests);
END
$$;

-- Removes the caller's second factor, for a code that is used up by it.
CREATE FUNCTION access.remove_factor(step bigint, recovery bytea, now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist_on_person(),
    access.use_code(access.organization(), access.staff_member(), step, recovery, now);
  DELETE FROM access.second_factor AS f
  WHERE f.organization_id = access.organization() AND f.staff_id = access.staff_member();
END
$$;

-- As before, and without the second factor: whoever has lost both begins anew.
CREATE OR REPLACE FUNCTION access.reset_password(staff uuid, new_hash text, until timestamptz, now timestamptz) RETURNS void
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
  DELETE FROM access.second_factor AS f WHERE f.organization_id = access.organization() AND f.staff_id = staff;
  UPDATE access.session AS s SET ended_at = now
  WHERE s.organization_id = access.organization() AND s.staff_id = staff AND s.ended_at IS NULL
    AND s.id <> access.setting('session')::uuid;
END
$$;

-- Forgets failures of long ago, which hold nobody up any more.
CREATE FUNCTION access.forget_failures(before timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  DELETE FROM access.sign_in_failure AS f WHERE f.last_at < before AND f.blocked_until < before;
END;

REVOKE EXECUTE ON FUNCTION access.factor_at_sign_in, access.use_code, access.start_session, access.my_factor,
  access.begin_factor, access.replace_recovery_codes, access.confirm_factor, access.renew_recovery_codes,
  access.remove_factor, access.forget_failures FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.factor_at_sign_in, access.start_session, access.my_factor, access.begin_factor,
  access.confirm_factor, access.renew_recovery_codes, access.remove_factor, access.forget_failures TO stepwell_app;
