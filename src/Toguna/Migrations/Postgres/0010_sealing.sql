-- Sealing: where exact matches of sealed names are searched, who had what destroyed, which recovery copies exist.
-- Data keys are not here: they lie in the key folder, so that a backup of the database opens nothing.
ALTER TABLE source ADD COLUMN identity_index bytea;  -- blind index: which master, and 32 bits of an HMAC
CREATE INDEX source_identity ON source (identity_index) WHERE identity_index IS NOT NULL;
ALTER TABLE victim ADD COLUMN name_index bytea;
CREATE INDEX victim_name ON victim (name_index) WHERE name_index IS NOT NULL;
CREATE INDEX victim_sealed ON victim (victim_id) WHERE name_sealed IS NOT NULL;

CREATE TABLE shred (
  shred_id uuid PRIMARY KEY,
  subject_kind text NOT NULL,       -- source, victim, case
  subject_id uuid NOT NULL,
  reason text NOT NULL,             -- one of a list, never free text
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  confirmed_by text,                -- another person
  confirmed_at timestamptz,
  withdrawn_at timestamptz,
  head_before text,                 -- of the audit chain, hexadecimal
  done_at timestamptz,
  certificate text                  -- JSON; its SHA-256 stands in the audit chain
);
CREATE INDEX shred_subject ON shred (subject_id);

CREATE TABLE recovery_copy (         -- the keys are in the file that was made, nothing of them is here
  copy_id uuid PRIMARY KEY,
  made_at timestamptz NOT NULL,
  made_by text NOT NULL,
  masters text NOT NULL             -- identifiers, comma-separated
);
