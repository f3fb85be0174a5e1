-- Refusals are decisions too: what a rule of the clinic refused somebody who may, as well as who was turned away.

DROP FUNCTION access.deny(bytea, text, text, uuid[], uuid, text, text, inet, timestamptz);

ALTER POLICY owner_adds ON audit.event WITH CHECK (outcome IN ('denied', 'refused'));

-- Writes down that somebody was turned away, or that a rule refused what they asked: in a transaction of its own, because
-- the unit that was refused is undone.
CREATE FUNCTION access.write_refusal(
  digest bytea, action text, outcome text, purpose text, patients uuid[], subject uuid, request_id text, source text,
  address inet, now timestamptz
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  INSERT INTO audit.event (
    at, organization_id, staff_id, session_id, roles, purpose, action, outcome, patients, subject, request_id, source,
    address)
  SELECT write_refusal.now, s.organization_id, s.staff_id, s.id, '', write_refusal.purpose, write_refusal.action,
    -- Of a stranger a rule can refuse nothing.
    CASE WHEN s.id IS NULL THEN 'denied' ELSE write_refusal.outcome END,
    write_refusal.patients, write_refusal.subject, write_refusal.request_id, write_refusal.source, write_refusal.address
  FROM (SELECT 1) AS stranger (n) LEFT JOIN access.session AS s ON s.token_digest = write_refusal.digest;
END;
REVOKE EXECUTE ON FUNCTION access.write_refusal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.write_refusal TO stepwell_app;
