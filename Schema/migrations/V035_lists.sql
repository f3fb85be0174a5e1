-- Reading many answers, and what is due, without a look at each row of the tables; and for whom NEWS2 is not.

-- The answers stand in the index by which they are found.
ALTER TABLE clinic.screening_answer
  DROP CONSTRAINT screening_answer_pkey,
  ADD CONSTRAINT screening_answer_pkey PRIMARY KEY (organization_id, screening_id, item) INCLUDE (value, missing);

-- Who is in which bed now, by facility, without a look at those who were.
ALTER TABLE clinic.occupation
  ADD COLUMN ends timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(upper(valid), 'infinity')) STORED;
CREATE INDEX occupation_by_end ON clinic.occupation (organization_id, facility_id, ends) WHERE known_to = 'infinity';

-- NEWS2 is not for pregnancy either.
ALTER TABLE clinic.vitals
  DROP CONSTRAINT vitals_unscored_check,
  ADD CONSTRAINT vitals_unscored_check CHECK (unscored IN ('under_16', 'pregnant'));
DO $$
BEGIN
  EXECUTE format(
    'ALTER POLICY reading ON clinic.intake USING (%s)',
    access.fence_condition(
      (
        SELECT substring(p.qual FROM '''([01]{128})''')::bit(128)
        FROM pg_policies AS p
        WHERE p.schemaname = 'clinic' AND p.tablename = 'intake' AND p.policyname = 'reading'
      ) | access.bits('{flowsheet.read,flowsheet.record,monitoring.order,screening.record}'),
      true, 'patient_id'));
END
$$;

-- No code of the hallucinogens (F16), to which ketamine belongs, says withdrawal.
ALTER TABLE clinic.diagnosis
  ADD CONSTRAINT diagnosis_withdrawal_exists CHECK (code !~ '^F16\.[0-9A-Z]3') NOT VALID;

-- Whether the caller has a permission besides the one that the unit asks for; it opens nothing.
CREATE FUNCTION access.holds(wanted text, now timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
RETURN EXISTS (
  SELECT FROM access.session AS s
  JOIN access.staff_role AS held ON held.organization_id = s.organization_id AND held.staff_id = s.staff_id
  JOIN access.role AS role ON role.organization_id = held.organization_id AND role.name = held.role
  WHERE s.organization_id = access.organization() AND s.id = access.setting('session')::uuid
    AND held.valid @> now AND role.retired_at IS NULL AND wanted = ANY (role.permissions)
    AND (s.permissions IS NULL OR wanted = ANY (s.permissions)));
REVOKE EXECUTE ON FUNCTION access.holds FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.holds TO stepwell_app;
