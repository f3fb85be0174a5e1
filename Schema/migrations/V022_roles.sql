-- A clinic's own roles: what each may do is a file of the clinic's, which whoever manages roles loads.

CREATE FUNCTION access.role_list(now timestamptz)
RETURNS TABLE (
  name text, title text, sees text, permissions text[], is_shipped boolean, retired_at timestamptz, holders bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist(access.may('staff.read', 'role.manage'), 'SW002', 'staff.read');
  RETURN QUERY
    SELECT r.name, r.title, r.sees, r.permissions, r.is_shipped, r.retired_at, (
      SELECT count(DISTINCT held.staff_id)
      FROM access.staff_role AS held
      JOIN access.staff AS s ON s.organization_id = held.organization_id AND s.id = held.staff_id
      WHERE held.organization_id = r.organization_id AND held.role = r.name AND held.valid @> now
        AND s.disabled_at IS NULL)
    FROM access.role AS r
    WHERE r.organization_id = access.organization()
    ORDER BY r.retired_at IS NOT NULL, r.name;
END
$$;

-- Puts a role in place, whether or not there was one of that name.
CREATE FUNCTION access.put_role(
  organization uuid, name text, title text, sees text, permissions text[], is_shipped boolean
) RETURNS void
LANGUAGE sql SET search_path = pg_catalog
BEGIN ATOMIC
  INSERT INTO access.role (organization_id, name, title, sees, permissions, bits, is_shipped)
  VALUES (
    organization, put_role.name, put_role.title, put_role.sees, put_role.permissions,
    access.bits(put_role.permissions), put_role.is_shipped)
  ON CONFLICT ON CONSTRAINT role_pkey DO UPDATE
  SET title = excluded.title, sees = excluded.sees, permissions = excluded.permissions, bits = excluded.bits,
    is_shipped = excluded.is_shipped, retired_at = NULL;
END;

-- Defines a role, or defines it anew; it holds from the next request on.
CREATE FUNCTION access.define_role(
  name text, title text, sees text, permissions text[], is_shipped boolean, now timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist(access.may('role.manage'), 'SW002', 'role.manage'),
    access.insist_on_person(),
    access.put_role(access.organization(), name, title, sees, permissions, is_shipped);
END
$$;

-- Retires all roles but these, after they were defined: who holds a retired one may do nothing by it. Raises where nobody
-- would be left who manages the staff.
CREATE FUNCTION access.keep_roles(names text[], now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist(access.may('role.manage'), 'SW002', 'role.manage'),
    access.insist_on_person(),
    pg_advisory_xact_lock(7303, hashtext(access.organization()::text));
  UPDATE access.role AS r SET retired_at = now
  WHERE r.organization_id = access.organization() AND r.name <> ALL (names) AND r.retired_at IS NULL;
  PERFORM access.insist_on_an_administrator(now);
END
$$;

REVOKE EXECUTE ON FUNCTION access.role_list, access.put_role, access.define_role, access.keep_roles FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.role_list, access.define_role, access.keep_roles TO stepwell_app;
