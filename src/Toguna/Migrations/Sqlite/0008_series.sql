-- Record: series, numbers per place and period from any source, each resting on the row of the file that said it.
CREATE TABLE series (
  series_id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,     -- folded: a file of the same series finds it again
  kind TEXT NOT NULL,                -- stock: how many at a date; flow: how many in a period
  unit TEXT NOT NULL,
  decimals INTEGER NOT NULL,
  publisher TEXT,                    -- who says so
  licence TEXT,                      -- under which terms, and how to name them
  classification INTEGER NOT NULL,   -- 0 unclassified, 1 confidential, 2 strictly confidential
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  import_id BLOB
) WITHOUT ROWID;

CREATE TABLE series_row (            -- a row of a file, exactly as it came
  row_id BLOB PRIMARY KEY,
  import_id BLOB NOT NULL,
  line INTEGER NOT NULL,
  verbatim TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX series_row_import ON series_row (import_id);

CREATE TABLE series_value (          -- no line for a place and period: nobody said, which is not zero
  series_id BLOB NOT NULL,
  place_id BLOB NOT NULL,
  date_from TEXT NOT NULL,
  date_to TEXT NOT NULL,             -- the same day, or the last of the period
  value REAL NOT NULL,
  low REAL,                          -- null: not given
  high REAL,
  warnings TEXT,                     -- codes, comma-separated: low_above_value, value_above_high
  row_id BLOB NOT NULL,
  import_id BLOB NOT NULL,           -- the import that brought this word of it
  PRIMARY KEY (series_id, place_id, date_from, date_to)
) WITHOUT ROWID;
CREATE INDEX series_value_place ON series_value (place_id, series_id);
CREATE INDEX series_value_import ON series_value (import_id);

CREATE TABLE series_history (        -- what a value was before a newer import revised it
  history_id BLOB PRIMARY KEY,
  series_id BLOB NOT NULL,
  place_id BLOB NOT NULL,
  date_from TEXT NOT NULL,
  date_to TEXT NOT NULL,
  value REAL NOT NULL,
  low REAL,
  high REAL,
  warnings TEXT,
  row_id BLOB NOT NULL,
  import_id BLOB NOT NULL,           -- the import that had brought it
  revised_at TEXT NOT NULL,
  revised_by TEXT NOT NULL,
  revision_id BLOB NOT NULL          -- the import that revised it
) WITHOUT ROWID;
CREATE INDEX series_history_value ON series_history (series_id, place_id, date_from, date_to);
CREATE INDEX series_history_revision ON series_history (revision_id);
CREATE INDEX series_history_import ON series_history (import_id);

-- Events of the political timeline that a file brought are known by it.
ALTER TABLE context_event ADD COLUMN import_id BLOB;
CREATE INDEX context_event_import ON context_event (import_id);

-- A mapping belongs to a kind of file: a list of incidents and a series may bear one name.
CREATE TABLE import_mapping_of_kind (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  mapping TEXT NOT NULL,            -- JSON: field → column
  saved_at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  PRIMARY KEY (kind, name)
);
INSERT INTO import_mapping_of_kind (kind, name, mapping, saved_at, by_user)
  SELECT 'csv', name, mapping, saved_at, by_user FROM import_mapping;
DROP TABLE import_mapping;
ALTER TABLE import_mapping_of_kind RENAME TO import_mapping;
