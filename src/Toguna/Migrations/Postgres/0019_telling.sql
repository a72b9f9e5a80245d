-- Who is told of an alert, why and when; and what a mission wants when nobody answers. A row of each is written in the
-- transaction of what it is about and never edited, but for the moment at which its reader first saw it.
CREATE TABLE notice (
  notice_id uuid PRIMARY KEY,
  user_id text NOT NULL,
  at timestamptz NOT NULL,
  what text NOT NULL,                -- issued, handed_over, task_asked, shared, cancelled, …, or a rung: reminder, next_in_line, head_of_office
  alert_id uuid NOT NULL,
  step text,                         -- of a rung: what is waited for
  why text NOT NULL,                 -- owner, component, subscription, role, shared, told_before
  channels text,                     -- outside of the product, separated by spaces
  seen_at timestamptz
);
CREATE INDEX notice_of ON notice (user_id, notice_id);
CREATE INDEX notice_about ON notice (alert_id, notice_id);
CREATE INDEX notice_at ON notice (at);

-- One row for each rung that was climbed: the key is what makes it happen once.
CREATE TABLE escalation (
  alert_id uuid NOT NULL,
  step text NOT NULL,
  rung smallint NOT NULL,             -- 1 reminder, 2 next in line, 3 head of office
  turn integer NOT NULL,             -- the last rung is climbed again and again
  at timestamptz NOT NULL,
  told integer NOT NULL,             -- people; 0: there was nobody, and the next rung was climbed at once
  PRIMARY KEY (alert_id, step, rung, turn)
);

-- The newest row holds; without one the program's own profile does.
CREATE TABLE escalation_profile (
  profile_id uuid PRIMARY KEY,
  set_at timestamptz NOT NULL,
  set_by text NOT NULL,
  profile text NOT NULL              -- JSON
);

-- What somebody wants to be told of: an alert that meets every column that is filled.
CREATE TABLE subscription (
  subscription_id uuid PRIMARY KEY,
  user_id text NOT NULL,
  place_id uuid,
  place_name text,
  latitude double precision,
  longitude double precision,
  within_km integer,
  threat text,
  urgency smallint,                   -- as near as this or nearer
  made_at timestamptz NOT NULL
);
CREATE INDEX subscription_of ON subscription (user_id);

-- Handed on sideways, or outside; and what was kept back, with the reason.
CREATE TABLE alert_share (
  share_id uuid PRIMARY KEY,
  alert_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  component text,                    -- a section of the mission
  user_id text,                      -- or one person of it
  outside text,                      -- or a force outside: by name
  base text,                         -- the patrol base or post that it went to
  withheld text,                     -- null: it went; otherwise why not: channel, language, classification, consent, other
  note text,
  diligence text,                    -- outside: the due-diligence file it is a part of
  words text                         -- outside: exactly what was said
);
CREATE INDEX alert_share_of ON alert_share (alert_id);

CREATE FUNCTION telling_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'who was told, and what was shared, is never edited or deleted'; END $$;
CREATE TRIGGER notice_stays BEFORE UPDATE ON notice FOR EACH ROW WHEN (OLD.seen_at IS NOT NULL OR NEW.user_id <> OLD.user_id
  OR NEW.at <> OLD.at OR NEW.what <> OLD.what OR NEW.alert_id <> OLD.alert_id OR NEW.why <> OLD.why) EXECUTE FUNCTION telling_stays();
CREATE TRIGGER notice_kept BEFORE DELETE ON notice FOR EACH ROW EXECUTE FUNCTION telling_stays();
CREATE TRIGGER escalation_stays BEFORE UPDATE OR DELETE ON escalation FOR EACH ROW EXECUTE FUNCTION telling_stays();
CREATE TRIGGER alert_share_stays BEFORE UPDATE OR DELETE ON alert_share FOR EACH ROW EXECUTE FUNCTION telling_stays();
