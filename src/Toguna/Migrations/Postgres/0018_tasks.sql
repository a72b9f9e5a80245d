-- Tasks: what somebody is asked to do about an alert. Times are written once; what happened stands among the events of the alert.
CREATE TABLE task (
  task_id uuid PRIMARY KEY,
  alert_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  state text NOT NULL,               -- asked, accepted, declined, begun, done, dropped
  kind text NOT NULL,                -- a response type
  armed boolean NOT NULL,
  tier smallint NOT NULL,            -- 1 dialogue and engagement, 2 physical protection, 3 protective environment
  phase smallint NOT NULL,           -- 1 prevent, 2 pre-empt, 3 respond, 4 consolidate
  what text NOT NULL,
  component text NOT NULL,           -- of whom it is asked
  due_at timestamptz,
  resources text,
  clause text,                       -- of the mandate that covers it
  considered text,                   -- of an armed one: which unarmed ones were considered
  reason text,                       -- why it was declined or called off
  happened text,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  answered_by text,
  answered_at timestamptz,
  begun_at timestamptz,
  done_at timestamptz
);
CREATE INDEX task_alert ON task (alert_id);
CREATE INDEX task_open ON task (component, state, due_at);
CREATE FUNCTION task_once() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'a time of a task is written once, and a task is not deleted'; END $$;
CREATE TRIGGER task_once BEFORE UPDATE ON task FOR EACH ROW WHEN (
  (OLD.begun_at IS NOT NULL AND NEW.begun_at IS DISTINCT FROM OLD.begun_at)
  OR (OLD.done_at IS NOT NULL AND NEW.done_at IS DISTINCT FROM OLD.done_at)
  OR NEW.asked_at <> OLD.asked_at OR NEW.alert_id <> OLD.alert_id OR NEW.armed <> OLD.armed)
  EXECUTE FUNCTION task_once();
CREATE TRIGGER task_kept BEFORE DELETE ON task FOR EACH ROW EXECUTE FUNCTION task_once();
