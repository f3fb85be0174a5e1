-- Staff, the roles they hold, and sessions. What may be done with a role is decided by `access.begin`'s caller.

CREATE TABLE access.staff (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  handle text NOT NULL CHECK (handle ~ '^[a-z][a-z0-9._-]{1,63}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT staff_handle_unique UNIQUE (organization_id, handle)
);

CREATE TABLE access.staff_role (
  organization_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN
    ('intake', 'nurse', 'counsellor', 'aftercare', 'prescriber', 'director', 'privacy', 'administrator')),
  facility_id uuid,  -- every facility when null
  valid tstzrange NOT NULL,
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff
);
CREATE INDEX staff_role_of_staff ON access.staff_role (organization_id, staff_id);

CREATE TABLE access.session (
  token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  UNIQUE (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff,
  CONSTRAINT session_expires_after_start CHECK (created_at < expires_at)
);

-- One answer for one key: a repeated request gets what the first one got.
CREATE TABLE access.idempotency (
  organization_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_digest bytea NOT NULL,
  status smallint NOT NULL,
  location text,
  etag text,
  response text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT idempotency_key_once PRIMARY KEY (organization_id, staff_id, key)
);
CREATE INDEX idempotency_by_age ON access.idempotency (at);
