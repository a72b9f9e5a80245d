-- The audit chain, the counters and the settings of an installation.
CREATE TABLE audit_entry (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,            -- UTC, as written into the chain
  actor TEXT NOT NULL,         -- who: a user's id, or 'system', 'command-line'
  action TEXT NOT NULL,        -- what: 'incident.edited', 'import.finished', …
  subject TEXT NOT NULL,       -- on what: kind and id; never a name of a person
  detail TEXT NOT NULL,        -- JSON; never sealed content
  previous BLOB NOT NULL,     -- the mac of the entry before
  mac BLOB NOT NULL           -- HMAC-SHA256 over everything above, key outside the database
);
CREATE TABLE audit_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  mac BLOB NOT NULL           -- HMAC over the last entry's mac: a cut tail is seen
);

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  next INTEGER NOT NULL
);
INSERT INTO counter (name, next) VALUES ('incident', 1);

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE index_aside (     -- not kept up while a large first import runs; built again at its end or at the next start
  name TEXT PRIMARY KEY,
  definition TEXT NOT NULL
);

CREATE TRIGGER audit_entry_keep BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entry_stay BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
