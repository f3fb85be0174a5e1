-- Months of the audit trail that were written to a file, checked there against their seals, and dropped. What stands here is
-- what the seals need that are left: it is signed with the key of the seals, so that nobody without it can say of rows that
-- are gone that they were archived. Schema/README.md says how.

CREATE TABLE audit.archived_month (
  month date PRIMARY KEY CHECK (extract(day FROM month) = 1),
  row_count bigint NOT NULL CHECK (row_count >= 0),
  first_transaction xid8,  -- null, as is the next, of a month without rows
  last_transaction xid8,
  whole_seals int8multirange NOT NULL,  -- the numbers of the seals all of whose rows are in the file
  edge_digest bytea NOT NULL CHECK (length(edge_digest) = 32),  -- over the rows below
  file_digest bytea NOT NULL CHECK (length(file_digest) = 32),
  archived_at timestamptz NOT NULL,
  key_id bytea NOT NULL CHECK (length(key_id) = 8),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  CONSTRAINT archived_month_has_both_ends CHECK (
    num_nulls(first_transaction, last_transaction) IN (0, 2) AND first_transaction <= last_transaction)
);

-- The digests of those rows of an archived month whose seal covers rows of another month too.
CREATE TABLE audit.archived_row (
  month date NOT NULL REFERENCES audit.archived_month,
  number integer NOT NULL CHECK (number >= 1),
  transaction xid8 NOT NULL,
  digest bytea NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (month, number)
);

ALTER TABLE audit.archived_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.archived_month FORCE ROW LEVEL SECURITY;
ALTER TABLE audit.archived_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.archived_row FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_adds ON audit.archived_month FOR INSERT TO CURRENT_USER WITH CHECK (true);
CREATE POLICY owner_reads ON audit.archived_month FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_adds ON audit.archived_row FOR INSERT TO CURRENT_USER WITH CHECK (true);
CREATE POLICY owner_reads ON audit.archived_row FOR SELECT TO CURRENT_USER USING (true);
-- Whoever searches the trail is to know from when on it is there.
CREATE POLICY read ON audit.archived_month FOR SELECT USING ((SELECT access.may('audit.search', 'audit.verify')));
GRANT SELECT ON audit.archived_month TO stepwell_app;
