-- Record: series, numbers per place and period from any source, each resting on the row of the file that said it.
CREATE TABLE series (
  series_id uuid PRIMARY KEY,
  name text NOT NULL,
  name_key text COLLATE "C" NOT NULL UNIQUE,     -- folded: a file of the same series finds it again
  kind text NOT NULL,                -- stock: how many at a date; flow: how many in a period
  unit text NOT NULL,
  decimals smallint NOT NULL,
  publisher text,                    -- who says so
  licence text,                      -- under which terms, and how to name them
  classification smallint NOT NULL,   -- 0 unclassified, 1 confidential, 2 strictly confidential
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  import_id uuid
);

CREATE TABLE series_row (            -- a row of a file, exactly as it came
  row_id uuid PRIMARY KEY,
  import_id uuid NOT NULL,
  line bigint NOT NULL,
  verbatim text NOT NULL
);
CREATE INDEX series_row_import ON series_row (import_id);

CREATE TABLE series_value (          -- no line for a place and period: nobody said, which is not zero
  series_id uuid NOT NULL,
  place_id uuid NOT NULL,
  date_from date NOT NULL,
  date_to date NOT NULL,             -- the same day, or the last of the period
  value double precision NOT NULL,
  low double precision,                          -- null: not given
  high double precision,
  warnings text,                     -- codes, comma-separated: low_above_value, value_above_high
  row_id uuid NOT NULL,
  import_id uuid NOT NULL,           -- the import that brought this word of it
  PRIMARY KEY (series_id, place_id, date_from, date_to)
);
CREATE INDEX series_value_place ON series_value (place_id, series_id);
CREATE INDEX series_value_import ON series_value (import_id);

CREATE TABLE series_history (        -- what a value was before a newer import revised it
  history_id uuid PRIMARY KEY,
  series_id uuid NOT NULL,
  place_id uuid NOT NULL,
  date_from date NOT NULL,
  date_to date NOT NULL,
  value double precision NOT NULL,
  low double precision,
  high double precision,
  warnings text,
  row_id uuid NOT NULL,
  import_id uuid NOT NULL,           -- the import that had brought it
  revised_at timestamptz NOT NULL,
  revised_by text NOT NULL,
  revision_id uuid NOT NULL          -- the import that revised it
);
CREATE INDEX series_history_value ON series_history (series_id, place_id, date_from, date_to);
CREATE INDEX series_history_revision ON series_history (revision_id);
CREATE INDEX series_history_import ON series_history (import_id);

-- Events of the political timeline that a file brought are known by it.
ALTER TABLE context_event ADD COLUMN import_id uuid;
CREATE INDEX context_event_import ON context_event (import_id);

-- A mapping belongs to a kind of file: a list of incidents and a series may bear one name.
CREATE TABLE import_mapping_of_kind (
  kind text NOT NULL,
  name text NOT NULL,
  mapping text NOT NULL,            -- JSON: field → column
  saved_at timestamptz NOT NULL,
  by_user text NOT NULL,
  PRIMARY KEY (kind, name)
);
INSERT INTO import_mapping_of_kind (kind, name, mapping, saved_at, by_user)
  SELECT 'csv', name, mapping, saved_at, by_user FROM import_mapping;
DROP TABLE import_mapping;
ALTER TABLE import_mapping_of_kind RENAME TO import_mapping;
