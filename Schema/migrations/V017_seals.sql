-- Seals: by them it shows when the audit trail was changed after it was written. A seal holds a digest of the rows of all
-- transactions that ended since the seal before it, the digest of that seal, and a keyed digest of itself, whose key is not
-- in the database. Schema/README.md says how a seal is checked by hand.

CREATE TABLE audit.seal (
  number bigint PRIMARY KEY CHECK (number >= 1),
  sealed_at timestamptz NOT NULL,
  from_transaction xid8 NOT NULL,
  until_transaction xid8 NOT NULL,  -- the first that it does not cover
  row_count bigint NOT NULL CHECK (row_count >= 1),
  rows_digest bytea NOT NULL CHECK (length(rows_digest) = 32),
  previous bytea NOT NULL CHECK (length(previous) = 32),  -- zeros before the first
  key_id bytea NOT NULL CHECK (length(key_id) = 8),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  CONSTRAINT seal_covers_something CHECK (from_transaction < until_transaction)
);
ALTER TABLE audit.seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.seal FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_adds ON audit.seal FOR INSERT TO CURRENT_USER WITH CHECK (true);
CREATE POLICY owner_reads ON audit.seal FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY read ON audit.seal FOR SELECT USING ((SELECT access.may('audit.verify')));
GRANT SELECT ON audit.seal TO stepwell_app;

-- Sealing and verifying go by transaction, questions by patient and by staff. Rows of several patients are few.
CREATE INDEX event_by_transaction ON audit.event (transaction);
CREATE INDEX event_of_patient ON audit.event (organization_id, (patients[1]), at) WHERE patients[1] IS NOT NULL;
CREATE INDEX event_of_several ON audit.event (organization_id, at) WHERE cardinality(patients) > 1;
CREATE INDEX event_of_staff ON audit.event (organization_id, staff_id, at);
CREATE INDEX event_not_done ON audit.event (organization_id, at) WHERE outcome <> 'done';

-- Nobody chooses the transaction of a row: one of the past would slip behind a seal, one of the future would escape it.
REVOKE INSERT ON audit.event FROM stepwell_app;
GRANT INSERT (at, organization_id, staff_id, session_id, roles, purpose, action, outcome, patients, subject, request_id,
  source, address, consent_id) ON audit.event TO stepwell_app;

-- What the next seal is to cover: transactions that have ended, at most about `most` rows. Holds the sealers' lock until
-- the transaction ends; no row when another sealer has it. Nothing comes out but a digest.
CREATE FUNCTION audit.unsealed(
  most integer, OUT number bigint, OUT from_transaction xid8, OUT until_transaction xid8, OUT row_count bigint,
  OUT rows_digest bytea, OUT previous bytea
) RETURNS SETOF record
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  beyond xid8;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7301, 2) THEN
    RETURN;
  END IF;
  SELECT s.number + 1, s.until_transaction, s.digest INTO number, from_transaction, previous
  FROM audit.seal AS s ORDER BY s.number DESC LIMIT 1;
  IF NOT FOUND THEN
    number := 1;
    from_transaction := '0';
    previous := decode(repeat('00', 32), 'hex');
  END IF;
  -- Every transaction below has ended, so no row of it can still appear.
  until_transaction := pg_snapshot_xmin(pg_current_snapshot());
  IF until_transaction < from_transaction THEN
    RAISE EXCEPTION USING ERRCODE = 'SW006', MESSAGE = 'the server counts transactions from before the newest seal';
  END IF;
  SELECT e.transaction INTO beyond FROM audit.event AS e
  WHERE e.transaction >= from_transaction AND e.transaction < until_transaction
  ORDER BY e.transaction OFFSET most LIMIT 1;
  IF FOUND THEN
    -- A transaction is never divided between two seals, however many rows it has.
    until_transaction := CASE
      WHEN EXISTS (SELECT FROM audit.event AS e WHERE e.transaction >= from_transaction AND e.transaction < beyond) THEN beyond
      ELSE (beyond::text::bigint + 1)::text::xid8
    END;
  END IF;
  SELECT count(*), sha256(string_agg(r.digest, ''::bytea ORDER BY r.transaction, r.digest)) INTO row_count, rows_digest
  FROM (
    SELECT e.transaction,
      sha256(record_send(ROW(
        e.at, e.organization_id, e.staff_id, e.session_id, e.roles, e.purpose, e.action, e.outcome, e.patients, e.subject,
        e.request_id, e.source, e.address, e.consent_id, e.transaction))) AS digest
    FROM audit.event AS e
    WHERE e.transaction >= from_transaction AND e.transaction < until_transaction
  ) AS r;
  RETURN NEXT;
END
$$;

-- Adds a seal to the chain, in the transaction that asked what was unsealed. Whether it is genuine only the key shows.
CREATE FUNCTION audit.add_seal(
  number bigint, sealed_at timestamptz, from_transaction xid8, until_transaction xid8, row_count bigint, rows_digest bytea,
  previous bytea, key_id bytea, digest bytea
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(7301, 2);
  SELECT s.number, s.until_transaction, s.digest INTO last FROM audit.seal AS s ORDER BY s.number DESC LIMIT 1;
  IF (coalesce(last.number, 0) + 1, coalesce(last.until_transaction, '0')) IS DISTINCT FROM (number, from_transaction)
    OR coalesce(last.digest, decode(repeat('00', 32), 'hex')) <> previous
    OR until_transaction > pg_snapshot_xmin(pg_current_snapshot())
  THEN
    RAISE EXCEPTION USING ERRCODE = 'SW003', MESSAGE = 'seal';
  END IF;
  INSERT INTO audit.seal VALUES (
    number, sealed_at, from_transaction, until_transaction, row_count, rows_digest, previous, key_id, digest);
END
$$;

REVOKE EXECUTE ON FUNCTION audit.unsealed, audit.add_seal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.unsealed, audit.add_seal TO stepwell_app;
