-- Takes the guard out of a copy of the database, for the bench that says what it costs: nobody is asked who they are, no
-- row is fenced, and nothing is written down. The service and its statements stay the same.
DO $$
DECLARE
  fenced regclass;
BEGIN
  FOR fenced IN SELECT oid FROM pg_class WHERE relrowsecurity LOOP
    EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', fenced);
  END LOOP;
  EXECUTE format(
    $begin$
      CREATE OR REPLACE FUNCTION access.begin(digest bytea, door text, permission text, purpose text, now timestamptz)
      RETURNS void
      LANGUAGE plpgsql
      AS 'BEGIN
        PERFORM set_config(''stepwell.organization'', ''%s'', true), set_config(''stepwell.hidden'', ''{}'', true),
          set_config(''stepwell.team'', '''', true);
      END'
    $begin$, (SELECT organization_id FROM clinic.organization LIMIT 1));
END
$$;
CREATE RULE unguarded AS ON INSERT TO audit.event DO INSTEAD NOTHING;
