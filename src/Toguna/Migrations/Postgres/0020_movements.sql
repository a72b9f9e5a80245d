-- Movements: convoys and flights, who asks for seats, what drives and guards them, who denied one, and what units may not be asked.
CREATE TABLE move_place (
  place_key text PRIMARY KEY,        -- the gazetteer's id; of words that it does not know, the folded words
  place_text text NOT NULL,
  place_id uuid,
  latitude double precision,
  longitude double precision
);
CREATE TABLE vehicle (
  vehicle_id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  name text NOT NULL,
  kind text NOT NULL,                -- road, air
  seats integer NOT NULL,
  cargo_kg integer NOT NULL,
  speed integer NOT NULL,            -- km/h
  base_key text NOT NULL,
  after_dark boolean NOT NULL,
  retired boolean NOT NULL DEFAULT false
);
CREATE TABLE escort (
  escort_id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  name text NOT NULL,
  component text NOT NULL,
  at_once integer NOT NULL,          -- movements that it goes with at the same time
  guards integer NOT NULL,           -- vehicles of one movement, at most
  base_key text NOT NULL,
  after_dark boolean NOT NULL,
  retired boolean NOT NULL DEFAULT false
);
CREATE TABLE travel_time (           -- what people say of a way, instead of the straight line
  a_key text NOT NULL,               -- the two in the order of their letters
  b_key text NOT NULL,
  minutes integer,                   -- null: closed, nobody goes
  escorted boolean NOT NULL,
  set_by text NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (a_key, b_key)
);
CREATE TABLE movement (
  movement_id uuid PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  version integer NOT NULL DEFAULT 1,
  state text NOT NULL,               -- planned, authorised, refused, under_way, done, called_off, denied
  kind text NOT NULL,                -- convoy, flight
  exercise boolean NOT NULL,
  leaves_at timestamptz NOT NULL,
  arrives_at timestamptz NOT NULL,
  seats integer NOT NULL,
  cargo_kg integer NOT NULL,
  escort_id uuid,
  cost bigint,                      -- whole units of the currency
  currency text,
  note text,
  planned_by text NOT NULL,
  planned_at timestamptz NOT NULL,
  decided_by text,
  decided_at timestamptz,
  reason text,                       -- why it was refused or called off
  left_at timestamptz,
  done_at timestamptz,
  happened text
);
CREATE INDEX movement_coming ON movement (arrives_at);
CREATE TABLE movement_stop (
  movement_id uuid NOT NULL,
  ordinal integer NOT NULL,
  place_key text NOT NULL,
  arrives_at timestamptz,
  leaves_at timestamptz,
  PRIMARY KEY (movement_id, ordinal)
);
CREATE TABLE movement_vehicle (movement_id uuid NOT NULL, vehicle_id uuid NOT NULL, PRIMARY KEY (movement_id, vehicle_id));
CREATE TABLE movement_event (        -- never edited
  movement_id uuid NOT NULL,
  event_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  what text NOT NULL,
  words text,
  PRIMARY KEY (movement_id, event_id)
);
CREATE TABLE seat_request (
  request_id uuid PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  version integer NOT NULL DEFAULT 1,
  state text NOT NULL,               -- open, placed, withdrawn
  exercise boolean NOT NULL,
  component text NOT NULL,
  from_key text NOT NULL,
  to_key text NOT NULL,
  earliest timestamptz NOT NULL,
  latest timestamptz NOT NULL,
  people integer NOT NULL,
  cargo_kg integer NOT NULL,
  escort text NOT NULL,              -- either, needs, refuses
  urgent boolean NOT NULL,
  why text NOT NULL,
  alert_id uuid,                     -- shown to those who may know of the alert
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  movement_id uuid                   -- that takes them
);
CREATE INDEX seat_request_open ON seat_request (state, latest);
CREATE INDEX seat_request_movement ON seat_request (movement_id);
CREATE TABLE denial (
  denial_id uuid PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  kind text NOT NULL,                -- denied, obstructed, objection
  by_whom text NOT NULL,             -- host_state, armed_group, other
  by_text text,
  at timestamptz NOT NULL,
  place_key text NOT NULL,
  stated text NOT NULL,              -- the reason that they gave
  notified text NOT NULL,            -- yes, no, not_needed, unknown
  movement_id uuid,
  alert_id uuid,
  task_id uuid,
  exercise boolean NOT NULL,
  logged_by text NOT NULL,
  logged_at timestamptz NOT NULL,
  struck_by text,                    -- logged by mistake
  struck_at timestamptz,
  struck_reason text
);
CREATE INDEX denial_at ON denial (at);
CREATE FUNCTION denial_once() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'a denial is written once, and not deleted'; END $$;
CREATE TRIGGER denial_once BEFORE UPDATE ON denial FOR EACH ROW WHEN (OLD.struck_at IS NOT NULL OR NEW.at <> OLD.at
  OR NEW.by_whom <> OLD.by_whom OR NEW.stated <> OLD.stated OR NEW.kind <> OLD.kind) EXECUTE FUNCTION denial_once();
CREATE TRIGGER denial_kept BEFORE DELETE ON denial FOR EACH ROW EXECUTE FUNCTION denial_once();
CREATE TABLE caveat (
  caveat_id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  component text NOT NULL,
  unit text,                         -- null: all of the component
  kind text NOT NULL,                -- no_night, sector, capital_consent, other
  place_key text,                    -- the sector
  words text,
  hard boolean NOT NULL,             -- a task against it is refused unless somebody lifted it
  set_by text NOT NULL,
  set_at timestamptz NOT NULL,
  ended_at timestamptz
);
ALTER TABLE task ADD COLUMN unit text;
ALTER TABLE task ADD COLUMN lifted_by text; -- who agreed that it goes against a caveat
INSERT INTO counter (name, next) VALUES ('movement', 1);
INSERT INTO counter (name, next) VALUES ('seat_request', 1);
INSERT INTO counter (name, next) VALUES ('denial', 1);
