-- Record: who did what to whom, where and when, how surely, and on which reports it rests.
-- The tables under an incident are clustered by it and written only through the record's own door; they carry no
-- foreign keys, because checking ten of them for each imported row costs more than writing the row.
CREATE TABLE place (
  place_id BLOB PRIMARY KEY,
  gazetteer TEXT NOT NULL,          -- geonames, pcodes, boundaries, local
  external_id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,               -- country, admin, populated, other
  admin_level INTEGER,                -- 0 country, 1, 2, 3 …
  feature TEXT,                     -- GeoNames feature code
  pcode TEXT,
  parent_id BLOB,
  country_code TEXT,                -- as the gazetteer gives it, 2 or 3 letters
  latitude REAL,
  longitude REAL,
  population INTEGER,
  valid_from TEXT,
  import_id BLOB,
  own_key TEXT,                     -- what children of the same gazetteer name as their parent: ML.05, ML0501
  parent_key TEXT,                  -- the own_key of the parent, as the gazetteer gives it
  fingerprint BLOB,                 -- of everything the gazetteer said: an unchanged row is not written again
  UNIQUE (gazetteer, external_id)
) WITHOUT ROWID;
CREATE INDEX place_parent ON place (parent_id);
CREATE INDEX place_country ON place (gazetteer, country_code);
CREATE INDEX place_own_key ON place (gazetteer, own_key) WHERE own_key IS NOT NULL;
CREATE INDEX place_parent_key ON place (gazetteer, parent_key);
CREATE INDEX place_position ON place (latitude, longitude);
CREATE INDEX place_pcode ON place (pcode);
CREATE INDEX place_import ON place (import_id);

CREATE TABLE place_name (
  place_id BLOB NOT NULL,
  name TEXT NOT NULL,
  search_key TEXT NOT NULL,          -- folded: lower case, no accents
  key_reversed TEXT NOT NULL,        -- the same from the end: finds a name with a slip in its first half
  language TEXT,
  weight INTEGER NOT NULL DEFAULT 0, -- of the place: its population, else a little for its rank; the heavier is shown first
  PRIMARY KEY (place_id, name)
) WITHOUT ROWID;
CREATE INDEX place_name_key ON place_name (search_key, weight);
CREATE INDEX place_name_reversed ON place_name (key_reversed, weight);

CREATE TABLE place_area (
  place_id BLOB PRIMARY KEY,
  admin_level INTEGER NOT NULL,
  west REAL NOT NULL,
  south REAL NOT NULL,
  east REAL NOT NULL,
  north REAL NOT NULL,
  outline BLOB NOT NULL            -- WKB, WGS 84, lon/lat
);
CREATE INDEX place_area_box ON place_area (west, east, south, north);

CREATE TABLE actor (
  actor_id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,               -- state_force, armed_group, militia, private_military, community, mission, partner_operation, unknown
  note TEXT,
  created_at TEXT NOT NULL,
  import_id BLOB
) WITHOUT ROWID;
CREATE INDEX actor_import ON actor (import_id);
CREATE TABLE actor_name (
  actor_id BLOB NOT NULL,
  name TEXT NOT NULL,
  search_key TEXT NOT NULL,
  import_id BLOB,
  PRIMARY KEY (actor_id, name)
) WITHOUT ROWID;
CREATE INDEX actor_name_key ON actor_name (search_key);
CREATE TABLE actor_key (
  scheme TEXT NOT NULL,             -- ucdp, acled, csv:name
  external_id TEXT NOT NULL,
  actor_id BLOB NOT NULL,
  import_id BLOB,
  PRIMARY KEY (scheme, external_id)
) WITHOUT ROWID;
CREATE INDEX actor_key_actor ON actor_key (actor_id);

CREATE TABLE unit (
  unit_id BLOB PRIMARY KEY,
  actor_id BLOB NOT NULL,
  name TEXT NOT NULL,
  note TEXT,
  created_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX unit_actor ON unit (actor_id);
CREATE TABLE unit_period (            -- parents, commanders, names and areas over time
  unit_id BLOB NOT NULL,
  period_id BLOB NOT NULL,
  date_from TEXT,
  date_to TEXT,
  name TEXT,
  parent_unit_id BLOB,
  commander TEXT,
  place_id BLOB,
  report_id BLOB,
  PRIMARY KEY (unit_id, period_id)
) WITHOUT ROWID;

CREATE TABLE incident (
  incident_id BLOB PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,       -- shown as INC-0412
  title TEXT NOT NULL,
  date_start TEXT NOT NULL,
  date_end TEXT NOT NULL,
  date_prec INTEGER NOT NULL,         -- 1 day, 2 two to six days, 3 week, 4 month, 5 longer
  place_id BLOB,
  place_text TEXT,
  where_prec INTEGER,                 -- 1 exact, 2 within 25 km, 3 district, 4 province, 5 linear or fuzzy, 6 country, 7 international
  latitude REAL,
  longitude REAL,
  country TEXT,
  adm1 TEXT,
  adm2 TEXT,
  place_key TEXT NOT NULL DEFAULT '', -- folded names of place, adm2, adm1, country, between bars
  priogrid INTEGER,
  violence_type INTEGER,              -- UCDP: 1 state-based, 2 non-state, 3 one-sided
  event_type TEXT,                  -- as the source names it, e.g. ACLED's sub-event
  clarity INTEGER,
  finding TEXT NOT NULL DEFAULT 'reported',
  killed_min INTEGER,
  killed_best INTEGER,
  killed_max INTEGER,
  civilians_min INTEGER,
  civilians_best INTEGER,
  civilians_max INTEGER,
  injured_min INTEGER,
  injured_best INTEGER,
  injured_max INTEGER,
  note TEXT,
  warnings TEXT,                    -- codes, comma-separated: low_above_best, best_above_high, …
  classification INTEGER NOT NULL DEFAULT 0,
  component TEXT,
  compartment_id BLOB,
  exercise INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1,
  edited INTEGER NOT NULL DEFAULT 0, -- by a person: a later import does not overwrite it
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  import_id BLOB                      -- the import that made it
);
CREATE INDEX incident_when ON incident (date_start, incident_id);
CREATE INDEX incident_import ON incident (import_id);
CREATE INDEX incident_killed ON incident (killed_best, incident_id);
CREATE INDEX incident_where ON incident (place_key, incident_id);
-- The map counts from this index alone.
CREATE INDEX incident_at ON incident (latitude, longitude, exercise, classification, compartment_id, killed_best, number, where_prec);

CREATE TABLE incident_key (           -- what the incident is called in the lists it came from
  scheme TEXT NOT NULL,
  external_id TEXT NOT NULL,
  incident_id BLOB NOT NULL,
  report_id BLOB NOT NULL,            -- the newest row
  fingerprint BLOB NOT NULL,       -- of that row
  import_id BLOB,            -- the import that brought that row; null: a form of our own
  PRIMARY KEY (scheme, external_id)
) WITHOUT ROWID;
CREATE INDEX incident_key_incident ON incident_key (incident_id, scheme);
CREATE INDEX incident_key_import ON incident_key (import_id);

CREATE TABLE incident_report (
  incident_id BLOB NOT NULL,
  report_id BLOB NOT NULL,
  PRIMARY KEY (incident_id, report_id)
) WITHOUT ROWID;

CREATE TABLE party (                  -- who took part, whether or not held responsible
  incident_id BLOB NOT NULL,
  role TEXT NOT NULL,               -- side_a, side_b, with_a, with_b
  actor_id BLOB NOT NULL,
  PRIMARY KEY (incident_id, role, actor_id)
) WITHOUT ROWID;
CREATE INDEX party_actor ON party (actor_id, incident_id);

CREATE TABLE act (
  incident_id BLOB NOT NULL,
  act_id BLOB NOT NULL,
  kind TEXT NOT NULL,               -- killing, injury, abduction, … (data/act-types.csv)
  summary_execution INTEGER NOT NULL DEFAULT 0,
  target TEXT,                      -- to whom or what, in words
  note TEXT,
  PRIMARY KEY (incident_id, act_id)
) WITHOUT ROWID;
CREATE INDEX act_kind ON act (kind, incident_id);

CREATE TABLE attribution (            -- contested attributions stand side by side
  incident_id BLOB NOT NULL,
  attribution_id BLOB NOT NULL,
  act_id BLOB NOT NULL,
  actor_id BLOB NOT NULL,
  unit_id BLOB,
  grade TEXT NOT NULL,              -- claimed, alleged, suspected, confirmed
  contested INTEGER NOT NULL DEFAULT 0,
  report_id BLOB,
  note TEXT,
  PRIMARY KEY (incident_id, attribution_id)
) WITHOUT ROWID;
CREATE INDEX attribution_actor ON attribution (actor_id, incident_id);

CREATE TABLE victim (
  incident_id BLOB NOT NULL,
  victim_id BLOB NOT NULL,
  act_id BLOB,
  kind TEXT NOT NULL,               -- person, group
  description TEXT,                 -- never a name
  name_sealed BLOB,
  sex TEXT,                         -- woman, man, unknown
  age TEXT,                         -- child, adult, unknown
  status TEXT,                      -- civilian, other_protected, armed_forces, direct_participant, unknown
  actor_id BLOB,
  minimum INTEGER,
  best INTEGER,
  maximum INTEGER,
  PRIMARY KEY (incident_id, victim_id)
) WITHOUT ROWID;

CREATE TABLE casualties (             -- a null dimension: not broken down; a null bound: not given
  incident_id BLOB NOT NULL,
  casualties_id BLOB NOT NULL,
  act_id BLOB,
  outcome TEXT NOT NULL,            -- killed, injured
  sex TEXT,
  age TEXT,
  status TEXT,
  cause TEXT,
  actor_id BLOB,                      -- the party the dead belonged to
  minimum INTEGER,
  best INTEGER,
  maximum INTEGER,
  report_id BLOB,
  PRIMARY KEY (incident_id, casualties_id)
) WITHOUT ROWID;

CREATE TABLE verification (
  incident_id BLOB NOT NULL,
  verification_id BLOB NOT NULL,
  finding TEXT NOT NULL,            -- reported, under, corroborated, verified, contested, discounted
  standard TEXT NOT NULL,
  supports TEXT,
  contradicts TEXT,
  by_user TEXT NOT NULL,
  at TEXT NOT NULL,
  second_user TEXT,
  second_at TEXT,
  airwars TEXT,                     -- a separate convention; needs the accused party's position
  accused_position TEXT,
  PRIMARY KEY (incident_id, verification_id)
) WITHOUT ROWID;

CREATE TABLE incident_history (
  incident_id BLOB NOT NULL,
  history_id BLOB NOT NULL,
  version INTEGER NOT NULL,             -- the version that this change made
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  import_id BLOB,
  kind TEXT NOT NULL,               -- created, edited, revised, kept, restored
  why TEXT,
  before TEXT,                      -- JSON of the whole incident
  after TEXT,
  PRIMARY KEY (incident_id, history_id)
) WITHOUT ROWID;
CREATE INDEX incident_history_import ON incident_history (import_id);

-- What changed, in the order in which it was committed: who keeps the record in memory reads on from here. Incidents that
-- an import makes are not in it: their numbers go up, and that tells.
CREATE TABLE record_change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  what TEXT NOT NULL,               -- incident, actor
  id BLOB
);
CREATE TRIGGER incident_made AFTER INSERT ON incident WHEN NEW.import_id IS NULL
  BEGIN INSERT INTO record_change (what, id) VALUES ('incident', NEW.incident_id); END;
CREATE TRIGGER incident_changed AFTER UPDATE ON incident
  BEGIN INSERT INTO record_change (what, id) VALUES ('incident', NEW.incident_id); END;
CREATE TRIGGER incident_removed AFTER DELETE ON incident
  BEGIN INSERT INTO record_change (what, id) VALUES ('incident', OLD.incident_id); END;
CREATE TRIGGER actor_made AFTER INSERT ON actor
  BEGIN INSERT INTO record_change (what, id) VALUES ('actor', NEW.actor_id); END;
CREATE TRIGGER actor_changed AFTER UPDATE ON actor
  BEGIN INSERT INTO record_change (what, id) VALUES ('actor', NEW.actor_id); END;
CREATE TRIGGER actor_named AFTER INSERT ON actor_name
  BEGIN INSERT INTO record_change (what, id) VALUES ('actor', NEW.actor_id); END;
CREATE TRIGGER actor_unnamed AFTER DELETE ON actor_name
  BEGIN INSERT INTO record_change (what, id) VALUES ('actor', OLD.actor_id); END;
