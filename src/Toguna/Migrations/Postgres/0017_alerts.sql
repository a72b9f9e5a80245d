-- Alerts: warnings with an owner and a clock. The row is how one stands; what happened to it stands in its events, which
-- nothing edits. Times are written once, and a deadline only ever comes nearer: a late edit cannot beautify the past.
CREATE TABLE alert (
  alert_id uuid PRIMARY KEY,
  number bigint NOT NULL UNIQUE,    -- shown as AL-0091
  version integer NOT NULL DEFAULT 1,
  state text NOT NULL,               -- draft, issued, acknowledged, responding, closed, cancelled, merged
  exercise boolean NOT NULL DEFAULT false,
  title text NOT NULL,
  threat text NOT NULL,              -- an act type
  by_whom text,
  at_risk text NOT NULL,
  at_risk_count integer,
  place_id uuid,
  place_text text NOT NULL,
  latitude double precision,
  longitude double precision,
  adm1 text,
  expected_from timestamptz,
  expected_to timestamptz,
  likelihood smallint NOT NULL,       -- 1 unlikely, 2 possible, 3 likely, 4 very likely
  severity smallint NOT NULL,         -- 1 minor, 2 moderate, 3 high, 4 extreme
  urgency smallint NOT NULL,          -- 1 imminent: hours, 2 near: days, 3 emerging: weeks
  why text NOT NULL,                 -- the basis in words
  classification smallint NOT NULL,
  component text,
  compartment_id uuid,
  withheld integer NOT NULL DEFAULT 0,
  owner_component text NOT NULL,
  owner_user text,
  received_at timestamptz NOT NULL,         -- of the earliest thing it rests on: the clock runs from here
  issued_at timestamptz,
  acknowledge_due timestamptz,
  decide_due timestamptz,
  act_due timestamptz,
  acknowledged_at timestamptz,
  decided_at timestamptz,
  acted_at timestamptz,                     -- the first task began
  closed_at timestamptz,                    -- closed, cancelled or merged
  decision text,                     -- act, do_not_approach, none
  reason text,                       -- why nothing is done, or why it was cancelled
  outcome text,                      -- harm, averted, unknown
  outcome_note text,
  -- As it stood when the first task was due: what the rate counts, whatever is changed afterwards.
  due_urgency smallint,               -- the nearest it was until then
  due_owner text,
  due_decision text,
  due_reason text,
  merged_into uuid
);
CREATE INDEX alert_open ON alert (state, exercise, act_due);
CREATE INDEX alert_place ON alert (place_id);
CREATE INDEX alert_at ON alert (latitude, longitude, received_at);
CREATE INDEX alert_due ON alert (act_due, exercise, urgency, state);
CREATE FUNCTION alert_once() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'a time of an alert is written once, and a deadline only comes nearer'; END $$;
CREATE TRIGGER alert_once BEFORE UPDATE ON alert FOR EACH ROW WHEN (
  (OLD.issued_at IS NOT NULL AND NEW.issued_at IS DISTINCT FROM OLD.issued_at)
  OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at)
  OR (OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at)
  OR (OLD.acted_at IS NOT NULL AND NEW.acted_at IS DISTINCT FROM OLD.acted_at)
  OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
  OR NEW.received_at > OLD.received_at OR NEW.exercise <> OLD.exercise
  OR (OLD.acknowledge_due IS NOT NULL AND (NEW.acknowledge_due IS NULL OR NEW.acknowledge_due > OLD.acknowledge_due))
  OR (OLD.decide_due IS NOT NULL AND (NEW.decide_due IS NULL OR NEW.decide_due > OLD.decide_due))
  OR (OLD.act_due IS NOT NULL AND (NEW.act_due IS NULL OR NEW.act_due > OLD.act_due)))
  EXECUTE FUNCTION alert_once();
CREATE FUNCTION alert_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'an alert that was issued is not deleted'; END $$;
CREATE TRIGGER alert_stays BEFORE DELETE ON alert FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION alert_stays();

CREATE TABLE alert_basis (
  alert_id uuid NOT NULL,
  kind text NOT NULL,                -- report, incident, signal, forecast
  ref_id uuid NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (alert_id, kind, ref_id)
);
CREATE INDEX alert_basis_ref ON alert_basis (kind, ref_id);

CREATE TABLE alert_event (
  alert_id uuid NOT NULL,
  event_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  what text NOT NULL,                -- raised, issued, acknowledged, handed_over, updated, decided, acted, closed, cancelled, merged, …
  detail text,                       -- JSON
  PRIMARY KEY (alert_id, event_id)
);
CREATE INDEX alert_event_at ON alert_event (at);
CREATE FUNCTION alert_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'what happened is never edited or deleted'; END $$;
CREATE TRIGGER alert_event_stays BEFORE UPDATE OR DELETE ON alert_event FOR EACH ROW EXECUTE FUNCTION alert_event_stays();

-- Minutes from received to each step; where nothing stands, the program's own hold.
CREATE TABLE alert_limit (
  urgency smallint NOT NULL,
  step text NOT NULL,                -- acknowledge, decide, act
  minutes integer NOT NULL,
  PRIMARY KEY (urgency, step)
);
INSERT INTO counter (name, next) VALUES ('alert', 1);

-- What came of a report, for its receipt: acted_on, closed.
ALTER TABLE triage ADD COLUMN came_of text;
