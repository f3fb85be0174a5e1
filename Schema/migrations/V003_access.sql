-- Staff, what each role may do, the roles they hold, and sessions. `access.begin` decides by them in every unit of work.

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

-- What can be allowed. Policies ask for every statement, so a set of permissions is also a string of bits; a bit that was
-- given to a permission is never given to another.
CREATE TABLE access.permission (
  name text PRIMARY KEY CHECK (name ~ '^[a-z_]+\.[a-z_]+$'),
  bit smallint NOT NULL UNIQUE CHECK (bit BETWEEN 0 AND 127),
  held bit(128) NOT NULL GENERATED ALWAYS AS (set_bit(repeat('0', 128)::bit(128), bit, 1)) STORED  -- the bit alone
);
INSERT INTO access.permission (name, bit) VALUES
  ('enquiry.read', 0), ('enquiry.log', 1), ('enquiry.work', 2), ('patient.search', 3), ('patient.read', 4),
  ('intake.read', 5), ('intake.record', 6), ('screening.read', 7), ('screening.record', 8),
  ('episode.read', 9), ('episode.move', 10), ('episode.correct', 11), ('board.read', 12), ('bed.read', 13),
  ('bed.hold', 14), ('bed.block', 15), ('report.run', 16), ('care_team.assign', 17), ('chart.restrict', 18),
  ('chart.break_glass', 19), ('glass.review', 20), ('consent.read', 21), ('consent.record', 22),
  ('disclosure.make', 23), ('disclosure.read', 24), ('counselling_note.read', 25),
  ('counselling_note.write', 26), ('audit.search', 27), ('audit.verify', 28), ('facility.open', 29),
  ('staff.read', 30), ('staff.manage', 31), ('role.manage', 32), ('import.run', 33), ('demo.load', 34),
  ('organization.found', 127);  -- no role holds it: only whoever owns the database founds

-- The bits of a set of permissions; raises where a name is none.
CREATE FUNCTION access.bits(names text[]) RETURNS bit(128)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
DECLARE
  stranger text := (
    SELECT min(wanted.name) FROM unnest(names) AS wanted (name)
    WHERE NOT EXISTS (SELECT FROM access.permission AS p WHERE p.name = wanted.name));
BEGIN
  IF stranger IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = format('%L is not a permission', stranger);
  END IF;
  RETURN (SELECT bit_or(p.held) FROM access.permission AS p WHERE p.name = ANY (names));
END
$$;

-- A role is a list of permissions, from the file of roles: the one that is shipped, or the clinic's own.
CREATE TABLE access.role (
  organization_id uuid NOT NULL,
  name text NOT NULL CHECK (name ~ '^[a-z][a-z_]{1,39}$'),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  sees text NOT NULL CHECK (sees IN ('everyone', 'care_team')),  -- whose charts, of those that are not restricted
  permissions text[] NOT NULL,
  bits bit(128) NOT NULL,  -- of the permissions
  is_shipped boolean NOT NULL,  -- follows the shipped file when the software is renewed
  retired_at timestamptz,
  PRIMARY KEY (organization_id, name)
);

CREATE TABLE access.staff_role (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  staff_id uuid NOT NULL,
  role text NOT NULL,
  facility_id uuid,  -- every facility when null
  valid tstzrange NOT NULL,
  granted_by uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff,
  FOREIGN KEY (organization_id, role) REFERENCES access.role,
  CONSTRAINT staff_role_not_empty CHECK (NOT isempty(valid))
);
CREATE INDEX staff_role_of_staff ON access.staff_role (organization_id, staff_id);

-- A session of a person, or a token that was issued to a program: the same guard holds for both.
CREATE TABLE access.session (
  token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'session' CHECK (kind IN ('session', 'token')),
  label text CHECK (length(label) BETWEEN 1 AND 100),  -- what a token is for, or which door a session came by
  permissions text[],  -- a token may do no more than these; everything its holder may when null
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,  -- to the minute
  idle_after interval,  -- ends by itself when nothing was asked for so long; a token does not
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  UNIQUE (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff,
  CONSTRAINT session_expires_after_start CHECK (created_at < expires_at),
  CONSTRAINT session_seen_after_start CHECK (created_at <= seen_at)
);
CREATE INDEX session_of_staff ON access.session (organization_id, staff_id) WHERE ended_at IS NULL;

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
