-- Doses stand on the flowsheet beside the signs and scores that they are given for: whoever reads one may read the other.

DO $$
DECLARE
  other record;
BEGIN
  FOR other IN
    SELECT p.tablename, substring(p.qual FROM '''([01]{128})''')::bit(128) AS bits
    FROM pg_policies AS p
    WHERE p.schemaname = 'clinic' AND p.tablename IN ('medication_order', 'dose') AND p.policyname = 'reading'
  LOOP
    EXECUTE format(
      'ALTER POLICY reading ON clinic.%I USING (%s)', other.tablename,
      access.fence_condition(
        other.bits | access.bits('{flowsheet.read,flowsheet.record,monitoring.order}'), true, 'patient_id'));
  END LOOP;
END
$$;
