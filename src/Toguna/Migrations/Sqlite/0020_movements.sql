-- Movements: convoys and flights, who asks for seats, what drives and guards them, who denied one, and what units may not be asked.
CREATE TABLE move_place (
  place_key TEXT PRIMARY KEY,        -- the gazetteer's id; of words that it does not know, the folded words
  place_text TEXT NOT NULL,
  place_id BLOB,
  latitude REAL,
  longitude REAL
);
CREATE TABLE vehicle (
  vehicle_id BLOB PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                -- road, air
  seats INTEGER NOT NULL,
  cargo_kg INTEGER NOT NULL,
  speed INTEGER NOT NULL,            -- km/h
  base_key TEXT NOT NULL,
  after_dark INTEGER NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE escort (
  escort_id BLOB PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  component TEXT NOT NULL,
  at_once INTEGER NOT NULL,          -- movements that it goes with at the same time
  guards INTEGER NOT NULL,           -- vehicles of one movement, at most
  base_key TEXT NOT NULL,
  after_dark INTEGER NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE travel_time (           -- what people say of a way, instead of the straight line
  a_key TEXT NOT NULL,               -- the two in the order of their letters
  b_key TEXT NOT NULL,
  minutes INTEGER,                   -- null: closed, nobody goes
  escorted INTEGER NOT NULL,
  set_by TEXT NOT NULL,
  set_at TEXT NOT NULL,
  PRIMARY KEY (a_key, b_key)
);
CREATE TABLE movement (
  movement_id BLOB PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  version INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL,               -- planned, authorised, refused, under_way, done, called_off, denied
  kind TEXT NOT NULL,                -- convoy, flight
  exercise INTEGER NOT NULL,
  leaves_at TEXT NOT NULL,
  arrives_at TEXT NOT NULL,
  seats INTEGER NOT NULL,
  cargo_kg INTEGER NOT NULL,
  escort_id BLOB,
  cost INTEGER,                      -- whole units of the currency
  currency TEXT,
  note TEXT,
  planned_by TEXT NOT NULL,
  planned_at TEXT NOT NULL,
  decided_by TEXT,
  decided_at TEXT,
  reason TEXT,                       -- why it was refused or called off
  left_at TEXT,
  done_at TEXT,
  happened TEXT
);
CREATE INDEX movement_coming ON movement (arrives_at);
CREATE TABLE movement_stop (
  movement_id BLOB NOT NULL,
  ordinal INTEGER NOT NULL,
  place_key TEXT NOT NULL,
  arrives_at TEXT,
  leaves_at TEXT,
  PRIMARY KEY (movement_id, ordinal)
);
CREATE TABLE movement_vehicle (movement_id BLOB NOT NULL, vehicle_id BLOB NOT NULL, PRIMARY KEY (movement_id, vehicle_id));
CREATE TABLE movement_event (        -- never edited
  movement_id BLOB NOT NULL,
  event_id BLOB NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  what TEXT NOT NULL,
  words TEXT,
  PRIMARY KEY (movement_id, event_id)
);
CREATE TABLE seat_request (
  request_id BLOB PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  version INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL,               -- open, placed, withdrawn
  exercise INTEGER NOT NULL,
  component TEXT NOT NULL,
  from_key TEXT NOT NULL,
  to_key TEXT NOT NULL,
  earliest TEXT NOT NULL,
  latest TEXT NOT NULL,
  people INTEGER NOT NULL,
  cargo_kg INTEGER NOT NULL,
  escort TEXT NOT NULL,              -- either, needs, refuses
  urgent INTEGER NOT NULL,
  why TEXT NOT NULL,
  alert_id BLOB,                     -- shown to those who may know of the alert
  asked_by TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  movement_id BLOB                   -- that takes them
);
CREATE INDEX seat_request_open ON seat_request (state, latest);
CREATE INDEX seat_request_movement ON seat_request (movement_id);
CREATE TABLE denial (
  denial_id BLOB PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  kind TEXT NOT NULL,                -- denied, obstructed, objection
  by_whom TEXT NOT NULL,             -- host_state, armed_group, other
  by_text TEXT,
  at TEXT NOT NULL,
  place_key TEXT NOT NULL,
  stated TEXT NOT NULL,              -- the reason that they gave
  notified TEXT NOT NULL,            -- yes, no, not_needed, unknown
  movement_id BLOB,
  alert_id BLOB,
  task_id BLOB,
  exercise INTEGER NOT NULL,
  logged_by TEXT NOT NULL,
  logged_at TEXT NOT NULL,
  struck_by TEXT,                    -- logged by mistake
  struck_at TEXT,
  struck_reason TEXT
);
CREATE INDEX denial_at ON denial (at);
CREATE TRIGGER denial_once BEFORE UPDATE ON denial WHEN
  OLD.struck_at IS NOT NULL OR NEW.at <> OLD.at OR NEW.by_whom <> OLD.by_whom OR NEW.stated <> OLD.stated OR NEW.kind <> OLD.kind
  BEGIN SELECT RAISE(ABORT, 'a denial is written once'); END;
CREATE TRIGGER denial_kept BEFORE DELETE ON denial BEGIN SELECT RAISE(ABORT, 'a denial is not deleted'); END;
CREATE TABLE caveat (
  caveat_id BLOB PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  component TEXT NOT NULL,
  unit TEXT,                         -- null: all of the component
  kind TEXT NOT NULL,                -- no_night, sector, capital_consent, other
  place_key TEXT,                    -- the sector
  words TEXT,
  hard INTEGER NOT NULL,             -- a task against it is refused unless somebody lifted it
  set_by TEXT NOT NULL,
  set_at TEXT NOT NULL,
  ended_at TEXT
);
ALTER TABLE task ADD COLUMN unit TEXT;
ALTER TABLE task ADD COLUMN lifted_by TEXT; -- who agreed that it goes against a caveat
INSERT INTO counter (name, next) VALUES ('movement', 1);
INSERT INTO counter (name, next) VALUES ('seat_request', 1);
INSERT INTO counter (name, next) VALUES ('denial', 1);
