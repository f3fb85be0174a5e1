-- What was denied to somebody without a session belongs to no organization. Where the database holds one organization only,
-- it was that one's door, and whoever searches its trail may see it. Where there are several, nobody can say whose it was,
-- and whose patient was asked after: then only the owner of the database sees it.

-- Whether the caller's organization is the only one; each is founded with its first member of staff.
CREATE FUNCTION access.is_alone() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  RETURN access.organization() IS NOT NULL
    AND NOT EXISTS (SELECT FROM access.staff AS s WHERE s.organization_id <> access.organization());
END
$$;
REVOKE EXECUTE ON FUNCTION access.is_alone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.is_alone TO stepwell_app;

CREATE POLICY read_strangers ON audit.event FOR SELECT TO stepwell_app USING (
  organization_id IS NULL AND (SELECT access.may('audit.search')) AND (SELECT access.is_alone()));
