-- Alerts: warnings with an owner and a clock. The row is how one stands; what happened to it stands in its events, which
-- nothing edits. Times are written once, and a deadline only ever comes nearer: a late edit cannot beautify the past.
CREATE TABLE alert (
  alert_id BLOB PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,    -- shown as AL-0091
  version INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL,               -- draft, issued, acknowledged, responding, closed, cancelled, merged
  exercise INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL,
  threat TEXT NOT NULL,              -- an act type
  by_whom TEXT,
  at_risk TEXT NOT NULL,
  at_risk_count INTEGER,
  place_id BLOB,
  place_text TEXT NOT NULL,
  latitude REAL,
  longitude REAL,
  adm1 TEXT,
  expected_from TEXT,
  expected_to TEXT,
  likelihood INTEGER NOT NULL,       -- 1 unlikely, 2 possible, 3 likely, 4 very likely
  severity INTEGER NOT NULL,         -- 1 minor, 2 moderate, 3 high, 4 extreme
  urgency INTEGER NOT NULL,          -- 1 imminent: hours, 2 near: days, 3 emerging: weeks
  why TEXT NOT NULL,                 -- the basis in words
  classification INTEGER NOT NULL,
  component TEXT,
  compartment_id BLOB,
  withheld INTEGER NOT NULL DEFAULT 0,
  owner_component TEXT NOT NULL,
  owner_user TEXT,
  received_at TEXT NOT NULL,         -- of the earliest thing it rests on: the clock runs from here
  issued_at TEXT,
  acknowledge_due TEXT,
  decide_due TEXT,
  act_due TEXT,
  acknowledged_at TEXT,
  decided_at TEXT,
  acted_at TEXT,                     -- the first task began
  closed_at TEXT,                    -- closed, cancelled or merged
  decision TEXT,                     -- act, do_not_approach, none
  reason TEXT,                       -- why nothing is done, or why it was cancelled
  outcome TEXT,                      -- harm, averted, unknown
  outcome_note TEXT,
  -- As it stood when the first task was due: what the rate counts, whatever is changed afterwards.
  due_urgency INTEGER,               -- the nearest it was until then
  due_owner TEXT,
  due_decision TEXT,
  due_reason TEXT,
  merged_into BLOB
);
CREATE INDEX alert_open ON alert (state, exercise, act_due);
CREATE INDEX alert_place ON alert (place_id);
CREATE INDEX alert_at ON alert (latitude, longitude, received_at);
CREATE INDEX alert_due ON alert (act_due, exercise, urgency, state);
CREATE TRIGGER alert_once BEFORE UPDATE ON alert WHEN
  (OLD.issued_at IS NOT NULL AND NEW.issued_at IS NOT OLD.issued_at)
  OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS NOT OLD.acknowledged_at)
  OR (OLD.decided_at IS NOT NULL AND NEW.decided_at IS NOT OLD.decided_at)
  OR (OLD.acted_at IS NOT NULL AND NEW.acted_at IS NOT OLD.acted_at)
  OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS NOT OLD.closed_at)
  OR NEW.received_at > OLD.received_at OR NEW.exercise <> OLD.exercise
  OR (OLD.acknowledge_due IS NOT NULL AND (NEW.acknowledge_due IS NULL OR NEW.acknowledge_due > OLD.acknowledge_due))
  OR (OLD.decide_due IS NOT NULL AND (NEW.decide_due IS NULL OR NEW.decide_due > OLD.decide_due))
  OR (OLD.act_due IS NOT NULL AND (NEW.act_due IS NULL OR NEW.act_due > OLD.act_due))
  BEGIN SELECT RAISE(ABORT, 'a time of an alert is written once, and a deadline only comes nearer'); END;
CREATE TRIGGER alert_stays BEFORE DELETE ON alert WHEN OLD.state <> 'draft'
  BEGIN SELECT RAISE(ABORT, 'an alert that was issued is not deleted'); END;

CREATE TABLE alert_basis (
  alert_id BLOB NOT NULL,
  kind TEXT NOT NULL,                -- report, incident, signal, forecast
  ref_id BLOB NOT NULL,
  added_at TEXT NOT NULL,
  PRIMARY KEY (alert_id, kind, ref_id)
) WITHOUT ROWID;
CREATE INDEX alert_basis_ref ON alert_basis (kind, ref_id);

CREATE TABLE alert_event (
  alert_id BLOB NOT NULL,
  event_id BLOB NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  what TEXT NOT NULL,                -- raised, issued, acknowledged, handed_over, updated, decided, acted, closed, cancelled, merged, …
  detail TEXT,                       -- JSON
  PRIMARY KEY (alert_id, event_id)
) WITHOUT ROWID;
CREATE INDEX alert_event_at ON alert_event (at);
CREATE TRIGGER alert_event_stays BEFORE UPDATE ON alert_event BEGIN SELECT RAISE(ABORT, 'what happened is never edited'); END;
CREATE TRIGGER alert_event_kept BEFORE DELETE ON alert_event BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END;

-- Minutes from received to each step; where nothing stands, the program's own hold.
CREATE TABLE alert_limit (
  urgency INTEGER NOT NULL,
  step TEXT NOT NULL,                -- acknowledge, decide, act
  minutes INTEGER NOT NULL,
  PRIMARY KEY (urgency, step)
) WITHOUT ROWID;
INSERT INTO counter (name, next) VALUES ('alert', 1);

-- What came of a report, for its receipt: acted_on, closed.
ALTER TABLE triage ADD COLUMN came_of TEXT;
