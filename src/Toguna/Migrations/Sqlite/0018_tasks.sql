-- Tasks: what somebody is asked to do about an alert. Times are written once; what happened stands among the events of the alert.
CREATE TABLE task (
  task_id BLOB PRIMARY KEY,
  alert_id BLOB NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  state TEXT NOT NULL,               -- asked, accepted, declined, begun, done, dropped
  kind TEXT NOT NULL,                -- a response type
  armed INTEGER NOT NULL,
  tier INTEGER NOT NULL,             -- 1 dialogue and engagement, 2 physical protection, 3 protective environment
  phase INTEGER NOT NULL,            -- 1 prevent, 2 pre-empt, 3 respond, 4 consolidate
  what TEXT NOT NULL,
  component TEXT NOT NULL,           -- of whom it is asked
  due_at TEXT,
  resources TEXT,
  clause TEXT,                       -- of the mandate that covers it
  considered TEXT,                   -- of an armed one: which unarmed ones were considered
  reason TEXT,                       -- why it was declined or called off
  happened TEXT,
  asked_by TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  answered_by TEXT,
  answered_at TEXT,
  begun_at TEXT,
  done_at TEXT
);
CREATE INDEX task_alert ON task (alert_id);
CREATE INDEX task_open ON task (component, state, due_at);
CREATE TRIGGER task_once BEFORE UPDATE ON task WHEN
  (OLD.begun_at IS NOT NULL AND NEW.begun_at IS NOT OLD.begun_at) OR (OLD.done_at IS NOT NULL AND NEW.done_at IS NOT OLD.done_at)
  OR NEW.asked_at <> OLD.asked_at OR NEW.alert_id <> OLD.alert_id OR NEW.armed <> OLD.armed
  BEGIN SELECT RAISE(ABORT, 'a time of a task is written once'); END;
CREATE TRIGGER task_kept BEFORE DELETE ON task BEGIN SELECT RAISE(ABORT, 'a task is not deleted'); END;
