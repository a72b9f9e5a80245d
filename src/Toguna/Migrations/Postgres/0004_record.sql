-- Record: who did what to whom, where and when, how surely, and on which reports it rests.
-- The tables under an incident are clustered by it and written only through the record's own door; they carry no
-- foreign keys, because checking ten of them for each imported row costs more than writing the row.
CREATE TABLE place (
  place_id uuid PRIMARY KEY,
  gazetteer text NOT NULL,          -- geonames, pcodes, boundaries, local
  external_id text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,               -- country, admin, populated, other
  admin_level smallint,                -- 0 country, 1, 2, 3 …
  feature text,                     -- GeoNames feature code
  pcode text,
  parent_id uuid,
  country_code text,                -- as the gazetteer gives it, 2 or 3 letters
  latitude double precision,
  longitude double precision,
  population bigint,
  valid_from date,
  import_id uuid,
  own_key text,                     -- what children of the same gazetteer name as their parent: ML.05, ML0501
  parent_key text,                  -- the own_key of the parent, as the gazetteer gives it
  fingerprint bytea,                 -- of everything the gazetteer said: an unchanged row is not written again
  UNIQUE (gazetteer, external_id)
);
CREATE INDEX place_parent ON place (parent_id);
CREATE INDEX place_country ON place (gazetteer, country_code);
CREATE INDEX place_own_key ON place (gazetteer, own_key) WHERE own_key IS NOT NULL;
CREATE INDEX place_parent_key ON place (gazetteer, parent_key);
CREATE INDEX place_position ON place (latitude, longitude);
CREATE INDEX place_pcode ON place (pcode);
CREATE INDEX place_import ON place (import_id);

CREATE TABLE place_name (
  place_id uuid NOT NULL,
  name text NOT NULL,
  search_key text COLLATE "C" NOT NULL,          -- folded: lower case, no accents
  key_reversed text COLLATE "C" NOT NULL,        -- the same from the end: finds a name with a slip in its first half
  language text,
  weight bigint NOT NULL DEFAULT 0, -- of the place: its population, else a little for its rank; the heavier is shown first
  PRIMARY KEY (place_id, name)
);
CREATE INDEX place_name_key ON place_name (search_key) INCLUDE (weight, place_id);
CREATE INDEX place_name_reversed ON place_name (key_reversed) INCLUDE (weight, place_id);

CREATE TABLE place_area (
  place_id uuid PRIMARY KEY,
  admin_level smallint NOT NULL,
  west double precision NOT NULL,
  south double precision NOT NULL,
  east double precision NOT NULL,
  north double precision NOT NULL,
  outline bytea NOT NULL            -- WKB, WGS 84, lon/lat
);
CREATE INDEX place_area_box ON place_area (west, east, south, north);

CREATE TABLE actor (
  actor_id uuid PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,               -- state_force, armed_group, militia, private_military, community, mission, partner_operation, unknown
  note text,
  created_at timestamptz NOT NULL,
  import_id uuid
);
CREATE INDEX actor_import ON actor (import_id);
CREATE TABLE actor_name (
  actor_id uuid NOT NULL,
  name text NOT NULL,
  search_key text COLLATE "C" NOT NULL,
  import_id uuid,
  PRIMARY KEY (actor_id, name)
);
CREATE INDEX actor_name_key ON actor_name (search_key);
CREATE TABLE actor_key (
  scheme text NOT NULL,             -- ucdp, acled, csv:name
  external_id text NOT NULL,
  actor_id uuid NOT NULL,
  import_id uuid,
  PRIMARY KEY (scheme, external_id)
);
CREATE INDEX actor_key_actor ON actor_key (actor_id);

CREATE TABLE unit (
  unit_id uuid PRIMARY KEY,
  actor_id uuid NOT NULL,
  name text NOT NULL,
  note text,
  created_at timestamptz NOT NULL
);
CREATE INDEX unit_actor ON unit (actor_id);
CREATE TABLE unit_period (            -- parents, commanders, names and areas over time
  unit_id uuid NOT NULL,
  period_id uuid NOT NULL,
  date_from date,
  date_to date,
  name text,
  parent_unit_id uuid,
  commander text,
  place_id uuid,
  report_id uuid,
  PRIMARY KEY (unit_id, period_id)
);

CREATE TABLE incident (
  incident_id uuid PRIMARY KEY,
  number bigint NOT NULL UNIQUE,       -- shown as INC-0412
  title text NOT NULL,
  date_start date NOT NULL,
  date_end date NOT NULL,
  date_prec smallint NOT NULL,         -- 1 day, 2 two to six days, 3 week, 4 month, 5 longer
  place_id uuid,
  place_text text,
  where_prec smallint,                 -- 1 exact, 2 within 25 km, 3 district, 4 province, 5 linear or fuzzy, 6 country, 7 international
  latitude double precision,
  longitude double precision,
  country text,
  adm1 text,
  adm2 text,
  place_key text COLLATE "C" NOT NULL DEFAULT '', -- folded names of place, adm2, adm1, country, between bars
  priogrid integer,
  violence_type smallint,              -- UCDP: 1 state-based, 2 non-state, 3 one-sided
  event_type text,                  -- as the source names it, e.g. ACLED's sub-event
  clarity smallint,
  finding text NOT NULL DEFAULT 'reported',
  killed_min bigint,
  killed_best bigint,
  killed_max bigint,
  civilians_min bigint,
  civilians_best bigint,
  civilians_max bigint,
  injured_min bigint,
  injured_best bigint,
  injured_max bigint,
  note text,
  warnings text,                    -- codes, comma-separated: low_above_best, best_above_high, …
  classification smallint NOT NULL DEFAULT 0,
  component text,
  compartment_id uuid,
  exercise boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  edited boolean NOT NULL DEFAULT false, -- by a person: a later import does not overwrite it
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  import_id uuid                      -- the import that made it
);
CREATE INDEX incident_when ON incident (date_start, incident_id);
CREATE INDEX incident_import ON incident (import_id);
CREATE INDEX incident_killed ON incident (killed_best DESC NULLS LAST, incident_id DESC);
CREATE INDEX incident_where ON incident (place_key, incident_id);
-- The map counts from this index alone.
CREATE INDEX incident_at ON incident (latitude, longitude, exercise, classification, compartment_id, killed_best, number, where_prec);

CREATE TABLE incident_key (           -- what the incident is called in the lists it came from
  scheme text NOT NULL,
  external_id text NOT NULL,
  incident_id uuid NOT NULL,
  report_id uuid NOT NULL,            -- the newest row
  fingerprint bytea NOT NULL,       -- of that row
  import_id uuid,            -- the import that brought that row; null: a form of our own
  PRIMARY KEY (scheme, external_id)
);
CREATE INDEX incident_key_incident ON incident_key (incident_id, scheme);
CREATE INDEX incident_key_import ON incident_key (import_id);

CREATE TABLE incident_report (
  incident_id uuid NOT NULL,
  report_id uuid NOT NULL,
  PRIMARY KEY (incident_id, report_id)
);

CREATE TABLE party (                  -- who took part, whether or not held responsible
  incident_id uuid NOT NULL,
  role text NOT NULL,               -- side_a, side_b, with_a, with_b
  actor_id uuid NOT NULL,
  PRIMARY KEY (incident_id, role, actor_id)
);
CREATE INDEX party_actor ON party (actor_id, incident_id);

CREATE TABLE act (
  incident_id uuid NOT NULL,
  act_id uuid NOT NULL,
  kind text NOT NULL,               -- killing, injury, abduction, … (data/act-types.csv)
  summary_execution boolean NOT NULL DEFAULT false,
  target text,                      -- to whom or what, in words
  note text,
  PRIMARY KEY (incident_id, act_id)
);
CREATE INDEX act_kind ON act (kind, incident_id);

CREATE TABLE attribution (            -- contested attributions stand side by side
  incident_id uuid NOT NULL,
  attribution_id uuid NOT NULL,
  act_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  unit_id uuid,
  grade text NOT NULL,              -- claimed, alleged, suspected, confirmed
  contested boolean NOT NULL DEFAULT false,
  report_id uuid,
  note text,
  PRIMARY KEY (incident_id, attribution_id)
);
CREATE INDEX attribution_actor ON attribution (actor_id, incident_id);

CREATE TABLE victim (
  incident_id uuid NOT NULL,
  victim_id uuid NOT NULL,
  act_id uuid,
  kind text NOT NULL,               -- person, group
  description text,                 -- never a name
  name_sealed bytea,
  sex text,                         -- woman, man, unknown
  age text,                         -- child, adult, unknown
  status text,                      -- civilian, other_protected, armed_forces, direct_participant, unknown
  actor_id uuid,
  minimum bigint,
  best bigint,
  maximum bigint,
  PRIMARY KEY (incident_id, victim_id)
);

CREATE TABLE casualties (             -- a null dimension: not broken down; a null bound: not given
  incident_id uuid NOT NULL,
  casualties_id uuid NOT NULL,
  act_id uuid,
  outcome text NOT NULL,            -- killed, injured
  sex text,
  age text,
  status text,
  cause text,
  actor_id uuid,                      -- the party the dead belonged to
  minimum bigint,
  best bigint,
  maximum bigint,
  report_id uuid,
  PRIMARY KEY (incident_id, casualties_id)
);

CREATE TABLE verification (
  incident_id uuid NOT NULL,
  verification_id uuid NOT NULL,
  finding text NOT NULL,            -- reported, under, corroborated, verified, contested, discounted
  standard text NOT NULL,
  supports text,
  contradicts text,
  by_user text NOT NULL,
  at timestamptz NOT NULL,
  second_user text,
  second_at timestamptz,
  airwars text,                     -- a separate convention; needs the accused party's position
  accused_position text,
  PRIMARY KEY (incident_id, verification_id)
);

CREATE TABLE incident_history (
  incident_id uuid NOT NULL,
  history_id uuid NOT NULL,
  version integer NOT NULL,             -- the version that this change made
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  import_id uuid,
  kind text NOT NULL,               -- created, edited, revised, kept, restored
  why text,
  before text,                      -- JSON of the whole incident
  after text,
  PRIMARY KEY (incident_id, history_id)
);
CREATE INDEX incident_history_import ON incident_history (import_id);

-- What changed, in the order in which it was committed: who keeps the record in memory reads on from here. Incidents that
-- an import makes are not in it: their numbers go up, and that tells.
CREATE TABLE record_change (
  seq bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  what text NOT NULL,               -- incident, actor
  id uuid
);
-- At the end of the transaction, one after the other: a later number is never seen before an earlier one, and the lock
-- is the last that a transaction takes.
CREATE FUNCTION record_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed record;
BEGIN
  PERFORM pg_advisory_xact_lock(7237110);
  changed := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  IF TG_ARGV[0] = 'incident' THEN
    INSERT INTO record_change (what, id) VALUES ('incident', changed.incident_id);
  ELSE
    INSERT INTO record_change (what, id) VALUES ('actor', changed.actor_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER incident_made AFTER INSERT ON incident DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.import_id IS NULL) EXECUTE FUNCTION record_changed('incident');
CREATE CONSTRAINT TRIGGER incident_changed AFTER UPDATE OR DELETE ON incident DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION record_changed('incident');
CREATE CONSTRAINT TRIGGER actor_changed AFTER INSERT OR UPDATE ON actor DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION record_changed('actor');
CREATE CONSTRAINT TRIGGER actor_named AFTER INSERT OR DELETE ON actor_name DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION record_changed('actor');
