-- The second wall: row-level security, forced on every table that holds facts, and what the service may do with each.
-- It asks again, of every row, what `access.begin` asked of the unit of work: organization, permission, facility, chart.

-- Fences a table. `reading` and `writing` are the permissions of which one is needed; everyone who is signed in may when
-- null. Whoever may write may read. `chart` names the column that says whose chart the row is of, where there is one.
CREATE FUNCTION access.fence(
  fenced regclass, reading text[], writing text[], has_facility boolean DEFAULT false, chart text DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
  mine text := 'organization_id = (SELECT access.organization())';
  reads text := CASE WHEN reading IS NOT NULL THEN format(' AND (SELECT access.may(%L::bit(128)))', access.bits(reading || writing)) ELSE '' END;
  writes text := CASE WHEN writing IS NOT NULL THEN format(' AND (SELECT access.may(%L::bit(128)))', access.bits(writing)) ELSE '' END;
BEGIN
  IF has_facility THEN
    mine := mine || ' AND (facility_id IS NULL OR facility_id = ANY ((SELECT access.facilities())::uuid[]))';
  END IF;
  IF chart IS NOT NULL THEN
    mine := mine || format(
      ' AND ((SELECT access.sees_every_chart()) OR %1$I IS NULL OR %1$I <> ALL ((SELECT access.hidden())::uuid[])'
      ' AND ((SELECT access.team()) IS NULL OR %1$I = ANY ((SELECT access.team())::uuid[])))', chart);
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', fenced);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', fenced);
  EXECUTE format('GRANT SELECT, INSERT ON %s TO stepwell_app', fenced);
  EXECUTE format('CREATE POLICY reading ON %s FOR SELECT USING (%s)', fenced, mine || reads);
  EXECUTE format('CREATE POLICY adding ON %s FOR INSERT WITH CHECK (%s)', fenced, mine || writes);
  EXECUTE format('CREATE POLICY changing ON %s FOR UPDATE USING (%s)', fenced, mine || writes);
END
$$;
REVOKE EXECUTE ON FUNCTION access.fence FROM PUBLIC;
GRANT SELECT ON access.permission TO stepwell_app;

DO $$
DECLARE
  -- Who a person is: also on the board, in the queue and in whatever is told of one person.
  person text[] := ARRAY['patient.search', 'patient.read', 'board.read', 'bed.read', 'episode.read', 'screening.read',
    'intake.record', 'report.run', 'import.run', 'demo.load', 'chart.restrict', 'chart.break_glass', 'consent.read', 'disclosure.make'];
  -- What the person told and was found to have.
  chart text[] := ARRAY['patient.read', 'intake.read', 'report.run', 'import.run', 'demo.load', 'disclosure.make'];
  -- Where the person is and was in treatment.
  course text[] := ARRAY['episode.read', 'patient.read', 'board.read', 'bed.read', 'report.run', 'import.run', 'demo.load',
    'disclosure.make'];
  scores text[] := ARRAY['screening.read', 'patient.read', 'report.run', 'import.run', 'demo.load', 'disclosure.make'];
  calls text[] := ARRAY['enquiry.read', 'intake.record', 'report.run', 'demo.load'];
  taking_in text[] := ARRAY['intake.record', 'import.run', 'demo.load'];
  moving text[] := ARRAY['episode.move', 'episode.correct', 'import.run', 'demo.load'];
  setting_up text[] := ARRAY['facility.open', 'demo.load', 'import.run', 'organization.found'];
BEGIN
  PERFORM
    access.fence('clinic.organization', NULL, ARRAY['organization.found']),
    access.fence('clinic.facility', NULL, setting_up),
    access.fence('clinic.stage_rule', NULL, setting_up),
    access.fence('clinic.unit', NULL, setting_up, true),
    access.fence('clinic.bed', NULL, setting_up, true),
    access.fence(
      'clinic.patient', person || '{bed.hold,care_team.assign,consent.record,disclosure.read,counselling_note.read,counselling_note.write}',
      taking_in, false, 'id'),
    access.fence('clinic.demographics', person, taking_in, false, 'patient_id'),
    access.fence('clinic.patient_identifier', person, taking_in, false, 'patient_id'),
    access.fence('clinic.patient_contact', chart, taking_in, false, 'patient_id'),
    access.fence('clinic.intake', chart || '{episode.move,intake.record}', taking_in, true, 'patient_id'),
    access.fence('clinic.substance_use', chart, taking_in, false, 'patient_id'),
    access.fence('clinic.diagnosis', chart, taking_in, false, 'patient_id'),
    access.fence('clinic.enquiry', calls, '{enquiry.log,enquiry.work,intake.record,demo.load}', true, 'patient_id'),
    access.fence('clinic.call_attempt', calls, '{enquiry.work,demo.load}'),
    access.fence('clinic.episode', course || '{screening.record}', moving, false, 'patient_id'),
    access.fence('clinic.episode_fact', course, moving, true, 'patient_id'),
    access.fence('clinic.stay', course, moving, false, 'patient_id'),
    access.fence('clinic.stay_fact', course, moving, true, 'patient_id'),
    access.fence('clinic.move', course, moving, true),
    access.fence('clinic.occupation', course, moving || '{bed.hold,bed.block}', true, 'patient_id'),
    access.fence('clinic.screening', scores, '{screening.record,demo.load}', false, 'patient_id'),
    access.fence('clinic.screening_answer', scores, '{screening.record,demo.load}');
END
$$;

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
CREATE POLICY read ON audit.event FOR SELECT USING (
  organization_id = (SELECT access.organization()) AND (SELECT access.may('audit.search')));
GRANT SELECT, INSERT ON audit.event TO stepwell_app;
-- Denials and seals are written and read by functions that run as the owner.
CREATE POLICY owner_adds ON audit.event FOR INSERT TO CURRENT_USER WITH CHECK (outcome = 'denied');
CREATE POLICY owner_reads ON audit.event FOR SELECT TO CURRENT_USER USING (true);

-- Writes down that somebody was turned away: in a transaction of its own, because the unit that was refused is undone.
CREATE FUNCTION access.deny(
  digest bytea, action text, purpose text, patients uuid[], subject uuid, request_id text, source text, address inet,
  now timestamptz
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  INSERT INTO audit.event (
    at, organization_id, staff_id, session_id, roles, purpose, action, outcome, patients, subject, request_id, source,
    address)
  SELECT deny.now, s.organization_id, s.staff_id, s.id, '', deny.purpose, deny.action, 'denied', deny.patients,
    deny.subject, deny.request_id, deny.source, deny.address
  FROM (SELECT 1) AS stranger (n) LEFT JOIN access.session AS s ON s.token_digest = deny.digest;
END;
REVOKE EXECUTE ON FUNCTION access.deny FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.deny TO stepwell_app;

REVOKE EXECUTE ON FUNCTION audit.make_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.make_partitions TO stepwell_app;
