-- Signals: what a detector saw in what everybody in the mission may know of. Each period is judged once; nothing of it is edited.
CREATE TABLE signal_run (
  detector text NOT NULL,            -- unusual_count, near_repeat
  period text NOT NULL,              -- what was judged: a week as 2026-W47, a day as 2026-11-27
  judged_at timestamptz NOT NULL,
  series integer NOT NULL,           -- series, or incidents, that were looked at
  signals integer NOT NULL,
  PRIMARY KEY (detector, period)
);
CREATE TABLE signal (
  signal_id uuid PRIMARY KEY,
  number bigint NOT NULL UNIQUE,    -- shown as SG-0007
  detector text NOT NULL,
  period text NOT NULL,
  week text NOT NULL,                -- the week that it belongs to, as 2026-W47
  created_at timestamptz NOT NULL,
  act text NOT NULL,                 -- an act type
  country text,
  adm1 text,
  area_key text NOT NULL,            -- folded names of country and adm1, with a bar between them
  place_id uuid,                     -- of the last incident of a near-repeat
  place_text text,
  latitude double precision,
  longitude double precision,
  from_on date NOT NULL,
  to_on date NOT NULL,
  observed bigint NOT NULL,
  expected double precision NOT NULL, -- in a week
  p_value double precision,          -- null: a rule and no test
  q_value double precision,
  weeks text NOT NULL                -- JSON: counts of the weeks before and of what was seen, the oldest first
);
CREATE INDEX signal_week ON signal (week, number);
CREATE INDEX signal_area ON signal (area_key, to_on);
CREATE INDEX signal_seen ON signal (detector, to_on);
CREATE TABLE signal_incident (
  signal_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  PRIMARY KEY (signal_id, incident_id)
);
-- What somebody decided, by name; the last one counts, and all of them stay.
CREATE TABLE signal_decision (
  decision_id uuid PRIMARY KEY,
  signal_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  what text NOT NULL,                -- alert, set_aside, watched
  reason text,                       -- of set_aside
  alert_id uuid
);
CREATE INDEX signal_decision_of ON signal_decision (signal_id, at);
-- What came in the 28 days after: looked at once.
CREATE TABLE signal_outcome (
  signal_id uuid PRIMARY KEY,
  scored_at timestamptz NOT NULL,
  followed boolean NOT NULL,         -- more than expected
  observed bigint NOT NULL,
  expected double precision NOT NULL, -- in 28 days
  by_chance double precision NOT NULL -- how likely more than expected was, had nothing changed
);
CREATE TRIGGER signal_run_stays BEFORE UPDATE OR DELETE ON signal_run FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER signal_stays BEFORE UPDATE OR DELETE ON signal FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER signal_incident_stays BEFORE UPDATE OR DELETE ON signal_incident FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER signal_decision_stays BEFORE UPDATE OR DELETE ON signal_decision FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER signal_outcome_stays BEFORE UPDATE OR DELETE ON signal_outcome FOR EACH ROW EXECUTE FUNCTION written_stays();
INSERT INTO counter (name, next) VALUES ('signal', 1);
