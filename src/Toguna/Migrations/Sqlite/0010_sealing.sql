-- Sealing: where exact matches of sealed names are searched, who had what destroyed, which recovery copies exist.
-- Data keys are not here: they lie in the key folder, so that a backup of the database opens nothing.
ALTER TABLE source ADD COLUMN identity_index BLOB;  -- blind index: which master, and 32 bits of an HMAC
CREATE INDEX source_identity ON source (identity_index) WHERE identity_index IS NOT NULL;
ALTER TABLE victim ADD COLUMN name_index BLOB;
CREATE INDEX victim_name ON victim (name_index) WHERE name_index IS NOT NULL;
CREATE INDEX victim_sealed ON victim (victim_id) WHERE name_sealed IS NOT NULL;

CREATE TABLE shred (
  shred_id BLOB PRIMARY KEY,
  subject_kind TEXT NOT NULL,       -- source, victim, case
  subject_id BLOB NOT NULL,
  reason TEXT NOT NULL,             -- one of a list, never free text
  asked_by TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  confirmed_by TEXT,                -- another person
  confirmed_at TEXT,
  withdrawn_at TEXT,
  head_before TEXT,                 -- of the audit chain, hexadecimal
  done_at TEXT,
  certificate TEXT                  -- JSON; its SHA-256 stands in the audit chain
) WITHOUT ROWID;
CREATE INDEX shred_subject ON shred (subject_id);

CREATE TABLE recovery_copy (         -- the keys are in the file that was made, nothing of them is here
  copy_id BLOB PRIMARY KEY,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL,
  masters TEXT NOT NULL             -- identifiers, comma-separated
) WITHOUT ROWID;
