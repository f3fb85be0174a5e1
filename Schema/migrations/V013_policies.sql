-- The second wall: row-level security, forced on every table that holds facts, and what the service may do with each.

DO $$
DECLARE
  name regclass;
BEGIN
  FOR name IN SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = 'clinic'::regnamespace AND c.relkind = 'r'
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO stepwell_app', name);
  END LOOP;
END
$$;

CREATE POLICY organization ON clinic.organization USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.facility USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.stage_rule USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.patient USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.demographics USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.patient_identifier USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.patient_contact USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.call_attempt USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.substance_use USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.diagnosis USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.episode USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.stay USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.screening USING (organization_id = (SELECT access.organization()));
CREATE POLICY organization ON clinic.screening_answer USING (organization_id = (SELECT access.organization()));

CREATE POLICY facility ON clinic.unit USING (
  organization_id = (SELECT access.organization()) AND facility_id = ANY ((SELECT access.facilities())::uuid[]));
CREATE POLICY facility ON clinic.bed USING (
  organization_id = (SELECT access.organization()) AND facility_id = ANY ((SELECT access.facilities())::uuid[]));
CREATE POLICY facility ON clinic.intake USING (
  organization_id = (SELECT access.organization()) AND facility_id = ANY ((SELECT access.facilities())::uuid[]));
CREATE POLICY facility ON clinic.episode_fact USING (
  organization_id = (SELECT access.organization()) AND facility_id = ANY ((SELECT access.facilities())::uuid[]));
CREATE POLICY facility ON clinic.stay_fact USING (
  organization_id = (SELECT access.organization()) AND facility_id = ANY ((SELECT access.facilities())::uuid[]));
CREATE POLICY facility ON clinic.move USING (
  organization_id = (SELECT access.organization()) AND facility_id = ANY ((SELECT access.facilities())::uuid[]));
CREATE POLICY facility ON clinic.occupation USING (
  organization_id = (SELECT access.organization()) AND facility_id = ANY ((SELECT access.facilities())::uuid[]));
CREATE POLICY facility ON clinic.enquiry USING (
  organization_id = (SELECT access.organization())
  AND (facility_id IS NULL OR facility_id = ANY ((SELECT access.facilities())::uuid[])));

-- A fact is never changed: a correction ends the time in which it was held to be true, and adds another.
GRANT UPDATE (known_to) ON clinic.demographics, clinic.patient_identifier, clinic.patient_contact, clinic.substance_use,
  clinic.diagnosis, clinic.episode_fact, clinic.stay_fact, clinic.move, clinic.occupation, clinic.screening TO stepwell_app;
GRANT UPDATE (version) ON clinic.patient, clinic.episode TO stepwell_app;
-- The call-back queue is a working list and changes in place.
GRANT UPDATE ON clinic.enquiry TO stepwell_app;
-- Settings of the clinic, from its files.
GRANT UPDATE ON clinic.facility, clinic.unit, clinic.bed, clinic.stage_rule TO stepwell_app;

GRANT SELECT ON ALL TABLES IN SCHEMA reference TO stepwell_app;

ALTER TABLE access.staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.idempotency FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON access.staff USING (organization_id = (SELECT access.organization()));
CREATE POLICY own ON access.idempotency USING (
  organization_id = (SELECT access.organization()) AND staff_id = (SELECT access.staff_member()));
GRANT SELECT ON access.staff TO stepwell_app;
GRANT SELECT, INSERT, DELETE ON access.idempotency TO stepwell_app;

ALTER TABLE audit.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.event FORCE ROW LEVEL SECURITY;
ALTER TABLE audit.event_elsewhen ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.event_elsewhen FORCE ROW LEVEL SECURITY;
CREATE POLICY add ON audit.event FOR INSERT WITH CHECK (
  organization_id = (SELECT access.organization()) AND staff_id = (SELECT access.staff_member()));
CREATE POLICY read ON audit.event FOR SELECT USING (organization_id = (SELECT access.organization()));
GRANT SELECT, INSERT ON audit.event TO stepwell_app;

REVOKE EXECUTE ON FUNCTION access.begin, audit.make_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.begin, audit.make_partitions TO stepwell_app;
