-- The audit chain, the counters and the settings of an installation.
CREATE TABLE audit_entry (
  seq bigint PRIMARY KEY,
  at text NOT NULL,            -- UTC, as written into the chain
  actor text NOT NULL,         -- who: a user's id, or 'system', 'command-line'
  action text NOT NULL,        -- what: 'incident.edited', 'import.finished', …
  subject text NOT NULL,       -- on what: kind and id; never a name of a person
  detail text NOT NULL,        -- JSON; never sealed content
  previous bytea NOT NULL,     -- the mac of the entry before
  mac bytea NOT NULL           -- HMAC-SHA256 over everything above, key outside the database
);
CREATE TABLE audit_head (
  one integer PRIMARY KEY CHECK (one = 1),
  seq bigint NOT NULL,
  mac bytea NOT NULL           -- HMAC over the last entry's mac: a cut tail is seen
);

CREATE TABLE counter (
  name text PRIMARY KEY,
  next bigint NOT NULL
);
INSERT INTO counter (name, next) VALUES ('incident', 1);

CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE index_aside (     -- not kept up while a large first import runs; built again at its end or at the next start
  name text PRIMARY KEY,
  definition text NOT NULL
);

CREATE FUNCTION audit_entry_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_entry_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_keep();
