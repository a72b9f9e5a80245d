-- Gather: sources, the imports they arrive by, and the reports themselves, kept verbatim and never edited.
CREATE TABLE source (
  source_id uuid PRIMARY KEY,
  code_name text NOT NULL UNIQUE,   -- what everybody sees
  kind text NOT NULL,               -- dataset, person, organisation, media, patrol, mission
  identity_sealed bytea,            -- need-to-know; never in clear
  reliability text,                 -- A–F; F: cannot be judged
  created_at timestamptz NOT NULL
);

CREATE TABLE import (
  import_id uuid PRIMARY KEY,
  kind text NOT NULL,               -- ged, acled, csv, geonames, pcodes, boundaries
  file_name text NOT NULL,
  file_size bigint NOT NULL,
  file_hash text NOT NULL,          -- SHA-256, hexadecimal
  stored_as text NOT NULL,          -- path of the kept file, relative to the data folder
  mapping text,                     -- JSON, for kind csv
  header text,                      -- the header row, verbatim
  state text NOT NULL,              -- queued, running, cancelled, failed, done, undone
  wish text,                        -- 'cancel' when somebody asked for it
  rows_read bigint NOT NULL DEFAULT 0, -- the cursor: data rows dealt with and committed
  bytes_read bigint NOT NULL DEFAULT 0,
  created bigint NOT NULL DEFAULT 0,
  updated bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  warnings bigint NOT NULL DEFAULT 0,
  rejects_file text,                -- relative to the data folder
  message text,                     -- why it failed, or what to know
  seconds double precision NOT NULL DEFAULT 0,
  worker text,                        -- the process that runs it
  heartbeat_at timestamptz,                    -- its last committed step
  queued_at timestamptz NOT NULL,
  finished_at timestamptz,
  by_user text NOT NULL,
  undone_at timestamptz,
  undone_by text
);
CREATE INDEX import_state ON import (state);

CREATE TABLE import_reject (
  import_id uuid NOT NULL,
  number bigint NOT NULL,
  line bigint NOT NULL,              -- where the row starts in the file
  column_name text,
  value text,
  code text NOT NULL,
  reason text NOT NULL,
  row_text text,                   -- the row itself, cut to 10,000 characters
  PRIMARY KEY (import_id, number)
);

CREATE TABLE import_mapping (
  name text PRIMARY KEY,
  mapping text NOT NULL,            -- JSON: field → column
  saved_at timestamptz NOT NULL,
  by_user text NOT NULL
);

CREATE TABLE report (
  report_id uuid PRIMARY KEY,
  source_id uuid NOT NULL,
  channel text NOT NULL,            -- import, form
  scheme text,                      -- the list the record is known in: ucdp-ged, acled, csv:name
  external_id text,                 -- its id in that list
  received_at timestamptz NOT NULL,
  import_id uuid,
  line bigint,                         -- where it starts in the imported file
  verbatim text NOT NULL,           -- exactly as it arrived
  fingerprint bytea NOT NULL,       -- SHA-256 of the verbatim text, first 16 bytes
  supersedes_id uuid,                 -- a correction is a new report
  language text,
  credibility smallint,                -- 1–6; 6: cannot be judged
  classification smallint NOT NULL DEFAULT 0, -- 0 unclassified, 1 confidential, 2 strictly confidential
  component text,
  compartment_id uuid
);
CREATE INDEX report_import ON report (import_id);
