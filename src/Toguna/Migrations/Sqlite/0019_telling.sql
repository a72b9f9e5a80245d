-- Who is told of an alert, why and when; and what a mission wants when nobody answers. A row of each is written in the
-- transaction of what it is about and never edited, but for the moment at which its reader first saw it.
CREATE TABLE notice (
  notice_id BLOB PRIMARY KEY,
  user_id TEXT NOT NULL,
  at TEXT NOT NULL,
  what TEXT NOT NULL,                -- issued, handed_over, task_asked, shared, cancelled, …, or a rung: reminder, next_in_line, head_of_office
  alert_id BLOB NOT NULL,
  step TEXT,                         -- of a rung: what is waited for
  why TEXT NOT NULL,                 -- owner, component, subscription, role, shared, told_before
  channels TEXT,                     -- outside of the product, separated by spaces
  seen_at TEXT
);
CREATE INDEX notice_of ON notice (user_id, notice_id);
CREATE INDEX notice_about ON notice (alert_id, notice_id);
CREATE INDEX notice_at ON notice (at);
CREATE TRIGGER notice_stays BEFORE UPDATE ON notice WHEN OLD.seen_at IS NOT NULL OR NEW.user_id IS NOT OLD.user_id
  OR NEW.at IS NOT OLD.at OR NEW.what IS NOT OLD.what OR NEW.alert_id IS NOT OLD.alert_id OR NEW.why IS NOT OLD.why
  BEGIN SELECT RAISE(ABORT, 'who was told is never edited'); END;
CREATE TRIGGER notice_kept BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'who was told is never deleted'); END;

-- One row for each rung that was climbed: the key is what makes it happen once.
CREATE TABLE escalation (
  alert_id BLOB NOT NULL,
  step TEXT NOT NULL,
  rung INTEGER NOT NULL,             -- 1 reminder, 2 next in line, 3 head of office
  turn INTEGER NOT NULL,             -- the last rung is climbed again and again
  at TEXT NOT NULL,
  told INTEGER NOT NULL,             -- people; 0: there was nobody, and the next rung was climbed at once
  PRIMARY KEY (alert_id, step, rung, turn)
) WITHOUT ROWID;
CREATE TRIGGER escalation_stays BEFORE UPDATE ON escalation BEGIN SELECT RAISE(ABORT, 'an escalation is never edited'); END;
CREATE TRIGGER escalation_kept BEFORE DELETE ON escalation BEGIN SELECT RAISE(ABORT, 'an escalation is never deleted'); END;

-- The newest row holds; without one the program's own profile does.
CREATE TABLE escalation_profile (
  profile_id BLOB PRIMARY KEY,
  set_at TEXT NOT NULL,
  set_by TEXT NOT NULL,
  profile TEXT NOT NULL              -- JSON
);

-- What somebody wants to be told of: an alert that meets every column that is filled.
CREATE TABLE subscription (
  subscription_id BLOB PRIMARY KEY,
  user_id TEXT NOT NULL,
  place_id BLOB,
  place_name TEXT,
  latitude REAL,
  longitude REAL,
  within_km INTEGER,
  threat TEXT,
  urgency INTEGER,                   -- as near as this or nearer
  made_at TEXT NOT NULL
);
CREATE INDEX subscription_of ON subscription (user_id);

-- Handed on sideways, or outside; and what was kept back, with the reason.
CREATE TABLE alert_share (
  share_id BLOB PRIMARY KEY,
  alert_id BLOB NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  component TEXT,                    -- a section of the mission
  user_id TEXT,                      -- or one person of it
  outside TEXT,                      -- or a force outside: by name
  base TEXT,                         -- the patrol base or post that it went to
  withheld TEXT,                     -- null: it went; otherwise why not: channel, language, classification, consent, other
  note TEXT,
  diligence TEXT,                    -- outside: the due-diligence file it is a part of
  words TEXT                         -- outside: exactly what was said
);
CREATE INDEX alert_share_of ON alert_share (alert_id);
CREATE TRIGGER alert_share_stays BEFORE UPDATE ON alert_share BEGIN SELECT RAISE(ABORT, 'what was shared is never edited'); END;
CREATE TRIGGER alert_share_kept BEFORE DELETE ON alert_share BEGIN SELECT RAISE(ABORT, 'what was shared is never deleted'); END;
