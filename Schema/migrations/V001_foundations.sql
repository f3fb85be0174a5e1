-- Schemas, the service's role, and the settings that row-level security reads.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE SCHEMA reference;
CREATE SCHEMA clinic;
CREATE SCHEMA access;
CREATE SCHEMA audit;
CREATE SCHEMA report;

-- Roles belong to the whole cluster, so another database may have made it already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stepwell_app') THEN
    CREATE ROLE stepwell_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;  -- two databases migrated at once
END
$$;

GRANT USAGE ON SCHEMA reference, clinic, access, audit, report TO stepwell_app;

-- A local setting reads as '' and not as NULL once its transaction is over.
CREATE FUNCTION access.setting(name text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('stepwell.' || name, true), '');

CREATE FUNCTION access.organization() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('stepwell.organization', true), '')::uuid;

CREATE FUNCTION access.staff_member() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('stepwell.staff', true), '')::uuid;

CREATE FUNCTION access.facilities() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('stepwell.facilities', true), ''), '{}')::uuid[];

-- Ends the unit of work when something it relied on is no longer so.
-- SW001 not signed in, SW002 not permitted, SW003 changed meanwhile, SW004 not found.
CREATE FUNCTION access.insist(holds boolean, state text, complaint text) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF holds IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = state, MESSAGE = complaint;
  END IF;
END
$$;
