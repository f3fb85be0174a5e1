-- The ledger grows: a clinic's own stage rules, when somebody on leave is due back, and transfers to another facility,
-- which somebody there accepts.

INSERT INTO access.permission (name, bit) VALUES
  ('stage_rule.load', 60), ('transfer.request', 61), ('transfer.answer', 62);

-- A rule that the software brings says in the software what it needs; one of the clinic's own file says it here.
ALTER TABLE clinic.stage_rule
  ADD COLUMN is_shipped boolean NOT NULL DEFAULT true,
  ADD COLUMN version text CHECK (length(version) BETWEEN 1 AND 60),  -- of the file
  ADD COLUMN position integer CHECK (position >= 0),  -- in the file
  ADD COLUMN needs text[] CHECK (needs <@ '{level,bed,reason}'),
  ADD COLUMN roles text[],  -- who may make the move; everybody who may move people when null
  ADD COLUMN endings smallint[],  -- the TEDS reasons of which one closes the stay
  ADD CONSTRAINT stage_rule_own_is_whole CHECK (is_shipped OR num_nulls(version, position, needs, endings) = 0);

DO $$
DECLARE
  policy record;
BEGIN
  FOR policy IN SELECT polname FROM pg_policy WHERE polrelid = 'clinic.stage_rule'::regclass LOOP
    EXECUTE format('DROP POLICY %I ON clinic.stage_rule', policy.polname);
  END LOOP;
  PERFORM access.fence(
    'clinic.stage_rule', NULL, ARRAY['facility.open', 'demo.load', 'import.run', 'organization.found', 'stage_rule.load']);
END
$$;

-- Roles of these names that the organization does not have.
CREATE FUNCTION access.unknown_roles(names text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist(access.may('stage_rule.load'), 'SW002', 'stage_rule.load');
  RETURN ARRAY(
    SELECT wanted.name
    FROM unnest(names) AS wanted (name)
    WHERE NOT EXISTS (
      SELECT FROM access.role AS r
      WHERE r.organization_id = access.organization() AND r.name = wanted.name AND r.retired_at IS NULL)
    ORDER BY wanted.name);
END
$$;
REVOKE EXECUTE ON FUNCTION access.unknown_roles FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.unknown_roles TO stepwell_app;

ALTER TABLE clinic.move
  ADD COLUMN due_back_at timestamptz,
  ADD CONSTRAINT move_due_back_after_leave CHECK (due_back_at IS NULL OR event = 'leave' AND due_back_at > effective_at);

-- One facility asks another to take somebody over. Until somebody there accepts, nothing moves.
CREATE TABLE clinic.transfer_request (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  episode_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  from_facility_id uuid NOT NULL,
  facility_id uuid NOT NULL,  -- that is asked
  stage reference.stage NOT NULL,  -- to begin with there
  asked_of uuid,  -- who is to answer; whoever may there when null
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 10000),
  requested_at timestamptz NOT NULL,
  requested_by uuid NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
  answered_at timestamptz,
  answered_by uuid,
  answer text CHECK (length(answer) BETWEEN 1 AND 10000),
  next_episode_id uuid,  -- the episode there
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id, episode_id) REFERENCES clinic.episode (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, from_facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, asked_of) REFERENCES access.staff,
  FOREIGN KEY (organization_id, next_episode_id) REFERENCES clinic.episode,
  CONSTRAINT transfer_request_leads_elsewhere CHECK (facility_id <> from_facility_id),
  CONSTRAINT transfer_request_answer_whole CHECK ((state = 'open') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by IS NULL)),
  CONSTRAINT transfer_request_decline_has_reason CHECK (state <> 'declined' OR answer IS NOT NULL),
  CONSTRAINT transfer_request_leads_on CHECK ((state = 'accepted') = (next_episode_id IS NOT NULL)),
  CONSTRAINT transfer_request_answer_after CHECK (requested_at <= answered_at)
);
CREATE UNIQUE INDEX transfer_request_one_open ON clinic.transfer_request (organization_id, episode_id) WHERE state = 'open';
CREATE INDEX transfer_request_of_facility ON clinic.transfer_request (organization_id, facility_id, requested_at);
CREATE INDEX transfer_request_from_facility ON clinic.transfer_request (organization_id, from_facility_id, requested_at);

-- Both sides see it and nobody else does, which the fence of one facility cannot say.
SELECT access.fence(
  'clinic.transfer_request', ARRAY['episode.read', 'patient.read'],
  ARRAY['transfer.request', 'transfer.answer', 'episode.move', 'episode.correct'], false, 'patient_id');
CREATE POLICY sides ON clinic.transfer_request AS RESTRICTIVE USING (
  organization_id = (SELECT access.organization())
  AND (facility_id = ANY ((SELECT access.facilities())::uuid[])
    OR from_facility_id = ANY ((SELECT access.facilities())::uuid[])));
GRANT UPDATE (state, answered_at, answered_by, answer, next_episode_id) ON clinic.transfer_request TO stepwell_app;

-- Whoever accepts ends the episode of the facility that asked, for the rest of the unit and of this request only.
CREATE FUNCTION access.hand_over(request uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
  asking uuid := (
    SELECT r.from_facility_id FROM clinic.transfer_request AS r
    WHERE r.organization_id = access.organization() AND r.id = request AND r.state = 'open'
      AND r.facility_id = ANY (access.facilities()));
BEGIN
  PERFORM access.insist(asking IS NOT NULL, 'SW004', 'transfer request'),
    set_config('stepwell.facilities', array_append(access.facilities(), asking)::text, true);
END
$$;
REVOKE EXECUTE ON FUNCTION access.hand_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.hand_over TO stepwell_app;
