-- Gather: sources, the imports they arrive by, and the reports themselves, kept verbatim and never edited.
CREATE TABLE source (
  source_id BLOB PRIMARY KEY,
  code_name TEXT NOT NULL UNIQUE,   -- what everybody sees
  kind TEXT NOT NULL,               -- dataset, person, organisation, media, patrol, mission
  identity_sealed BLOB,            -- need-to-know; never in clear
  reliability TEXT,                 -- A–F; F: cannot be judged
  created_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE import (
  import_id BLOB PRIMARY KEY,
  kind TEXT NOT NULL,               -- ged, acled, csv, geonames, pcodes, boundaries
  file_name TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  file_hash TEXT NOT NULL,          -- SHA-256, hexadecimal
  stored_as TEXT NOT NULL,          -- path of the kept file, relative to the data folder
  mapping TEXT,                     -- JSON, for kind csv
  header TEXT,                      -- the header row, verbatim
  state TEXT NOT NULL,              -- queued, running, cancelled, failed, done, undone
  wish TEXT,                        -- 'cancel' when somebody asked for it
  rows_read INTEGER NOT NULL DEFAULT 0, -- the cursor: data rows dealt with and committed
  bytes_read INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  warnings INTEGER NOT NULL DEFAULT 0,
  rejects_file TEXT,                -- relative to the data folder
  message TEXT,                     -- why it failed, or what to know
  seconds REAL NOT NULL DEFAULT 0,
  worker TEXT,                        -- the process that runs it
  heartbeat_at TEXT,                    -- its last committed step
  queued_at TEXT NOT NULL,
  finished_at TEXT,
  by_user TEXT NOT NULL,
  undone_at TEXT,
  undone_by TEXT
) WITHOUT ROWID;
CREATE INDEX import_state ON import (state);

CREATE TABLE import_reject (
  import_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  line INTEGER NOT NULL,              -- where the row starts in the file
  column_name TEXT,
  value TEXT,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  row_text TEXT,                   -- the row itself, cut to 10,000 characters
  PRIMARY KEY (import_id, number)
) WITHOUT ROWID;

CREATE TABLE import_mapping (
  name TEXT PRIMARY KEY,
  mapping TEXT NOT NULL,            -- JSON: field → column
  saved_at TEXT NOT NULL,
  by_user TEXT NOT NULL
);

CREATE TABLE report (
  report_id BLOB PRIMARY KEY,
  source_id BLOB NOT NULL,
  channel TEXT NOT NULL,            -- import, form
  scheme TEXT,                      -- the list the record is known in: ucdp-ged, acled, csv:name
  external_id TEXT,                 -- its id in that list
  received_at TEXT NOT NULL,
  import_id BLOB,
  line INTEGER,                         -- where it starts in the imported file
  verbatim TEXT NOT NULL,           -- exactly as it arrived
  fingerprint BLOB NOT NULL,       -- SHA-256 of the verbatim text, first 16 bytes
  supersedes_id BLOB,                 -- a correction is a new report
  language TEXT,
  credibility INTEGER,                -- 1–6; 6: cannot be judged
  classification INTEGER NOT NULL DEFAULT 0, -- 0 unclassified, 1 confidential, 2 strictly confidential
  component TEXT,
  compartment_id BLOB
);
CREATE INDEX report_import ON report (import_id);
