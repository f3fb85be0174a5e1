-- What cohort reports read beside the tables that they could read before.

-- Which people's consent covers a part of the record can be a condition of a cohort.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['consent', 'consent_revocation'] LOOP
    EXECUTE format(
      'ALTER POLICY reading ON clinic.%I USING (%s)', name,
      access.fence_condition(
        access.bits('{consent.read,disclosure.make,consent.record,report.run}'), false, 'patient_id'));
  END LOOP;
END
$$;

-- What came of an enquiry, what was agreed in an episode, and how people stood at its end.
CREATE INDEX intake_of_enquiry ON clinic.intake (organization_id, enquiry_id) WHERE enquiry_id IS NOT NULL;
CREATE INDEX appointment_of_episode ON clinic.appointment (organization_id, episode_id) WHERE known_to = 'infinity';
CREATE INDEX discharge_status_of_episode ON clinic.discharge_status (organization_id, episode_id)
  WHERE known_to = 'infinity';
