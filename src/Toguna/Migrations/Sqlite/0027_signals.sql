-- Signals: what a detector saw in what everybody in the mission may know of. Each period is judged once; nothing of it is edited.
CREATE TABLE signal_run (
  detector TEXT NOT NULL,            -- unusual_count, near_repeat
  period TEXT NOT NULL,              -- what was judged: a week as 2026-W47, a day as 2026-11-27
  judged_at TEXT NOT NULL,
  series INTEGER NOT NULL,           -- series, or incidents, that were looked at
  signals INTEGER NOT NULL,
  PRIMARY KEY (detector, period)
) WITHOUT ROWID;
CREATE TABLE signal (
  signal_id BLOB PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,    -- shown as SG-0007
  detector TEXT NOT NULL,
  period TEXT NOT NULL,
  week TEXT NOT NULL,                -- the week that it belongs to, as 2026-W47
  created_at TEXT NOT NULL,
  act TEXT NOT NULL,                 -- an act type
  country TEXT,
  adm1 TEXT,
  area_key TEXT NOT NULL,            -- folded names of country and adm1, with a bar between them
  place_id BLOB,                     -- of the last incident of a near-repeat
  place_text TEXT,
  latitude REAL,
  longitude REAL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  observed INTEGER NOT NULL,
  expected REAL NOT NULL,            -- in a week
  p_value REAL,                      -- null: a rule and no test
  q_value REAL,
  weeks TEXT NOT NULL                -- JSON: counts of the weeks before and of what was seen, the oldest first
);
CREATE INDEX signal_week ON signal (week, number);
CREATE INDEX signal_area ON signal (area_key, to_on);
CREATE INDEX signal_seen ON signal (detector, to_on);
CREATE TABLE signal_incident (
  signal_id BLOB NOT NULL,
  incident_id BLOB NOT NULL,
  PRIMARY KEY (signal_id, incident_id)
) WITHOUT ROWID;
-- What somebody decided, by name; the last one counts, and all of them stay.
CREATE TABLE signal_decision (
  decision_id BLOB PRIMARY KEY,
  signal_id BLOB NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  what TEXT NOT NULL,                -- alert, set_aside, watched
  reason TEXT,                       -- of set_aside
  alert_id BLOB
);
CREATE INDEX signal_decision_of ON signal_decision (signal_id, at);
-- What came in the 28 days after: looked at once.
CREATE TABLE signal_outcome (
  signal_id BLOB PRIMARY KEY,
  scored_at TEXT NOT NULL,
  followed INTEGER NOT NULL,         -- more than expected
  observed INTEGER NOT NULL,
  expected REAL NOT NULL,            -- in 28 days
  by_chance REAL NOT NULL            -- how likely more than expected was, had nothing changed
);
CREATE TRIGGER signal_run_stays BEFORE UPDATE ON signal_run BEGIN SELECT RAISE(ABORT, 'what a detector saw is never edited'); END;
CREATE TRIGGER signal_run_kept BEFORE DELETE ON signal_run BEGIN SELECT RAISE(ABORT, 'what a detector saw is never deleted'); END;
CREATE TRIGGER signal_stays BEFORE UPDATE ON signal BEGIN SELECT RAISE(ABORT, 'what a detector saw is never edited'); END;
CREATE TRIGGER signal_kept BEFORE DELETE ON signal BEGIN SELECT RAISE(ABORT, 'what a detector saw is never deleted'); END;
CREATE TRIGGER signal_incident_stays BEFORE UPDATE ON signal_incident BEGIN SELECT RAISE(ABORT, 'what a detector saw is never edited'); END;
CREATE TRIGGER signal_incident_kept BEFORE DELETE ON signal_incident BEGIN SELECT RAISE(ABORT, 'what a detector saw is never deleted'); END;
CREATE TRIGGER signal_decision_stays BEFORE UPDATE ON signal_decision BEGIN SELECT RAISE(ABORT, 'a decision is never edited'); END;
CREATE TRIGGER signal_decision_kept BEFORE DELETE ON signal_decision BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
CREATE TRIGGER signal_outcome_stays BEFORE UPDATE ON signal_outcome BEGIN SELECT RAISE(ABORT, 'an outcome is written once'); END;
CREATE TRIGGER signal_outcome_kept BEFORE DELETE ON signal_outcome BEGIN SELECT RAISE(ABORT, 'an outcome is never deleted'); END;
INSERT INTO counter (name, next) VALUES ('signal', 1);
