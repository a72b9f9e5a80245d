-- The duty log: lines that a duty officer adds by hand. A line is never edited; a correction is a line that points to it.
CREATE TABLE duty_line (
  line_id uuid PRIMARY KEY,
  at timestamptz NOT NULL,           -- when it was written
  happened_at timestamptz NOT NULL,  -- when it happened
  by_user text NOT NULL,
  words text NOT NULL,
  exercise boolean NOT NULL,
  corrects uuid,
  classification integer NOT NULL,
  component text,
  compartment_id uuid
);
CREATE INDEX duty_line_at ON duty_line (happened_at);
-- What became known after an alert was closed: a line each, with the day on which it was learned.
CREATE TABLE outcome_later (
  line_id uuid PRIMARY KEY,
  alert_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  known_on date NOT NULL,
  outcome text NOT NULL,             -- harm, averted, unknown
  note text NOT NULL
);
CREATE INDEX outcome_later_alert ON outcome_later (alert_id, at);
-- Reviews after an alert was closed, each with its name; a second look is a second review.
CREATE TABLE review (
  review_id uuid PRIMARY KEY,
  alert_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  went_well text,
  went_badly text,
  to_change text
);
CREATE INDEX review_alert ON review (alert_id);
CREATE INDEX review_at ON review (at);
CREATE TABLE review_task (
  review_id uuid NOT NULL,
  task_id uuid NOT NULL,
  helped text NOT NULL,              -- helped, no_difference, harm, unknown
  PRIMARY KEY (review_id, task_id)
);
CREATE TABLE review_kind (
  review_id uuid NOT NULL,
  kind text NOT NULL,                -- a response type that the lesson is about
  PRIMARY KEY (review_id, kind)
);
-- Who follows up on a review, and by when; done once, by somebody.
CREATE TABLE follow_up (
  follow_id uuid PRIMARY KEY,
  review_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  what text NOT NULL,
  who text NOT NULL,                 -- the section that sees to it
  due_on date NOT NULL,
  done_at timestamptz,
  done_by text,
  done_note text
);
CREATE INDEX follow_up_review ON follow_up (review_id);
CREATE INDEX follow_up_open ON follow_up (done_at, due_on);
-- Who was trained on what.
CREATE TABLE training (
  training_id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  held_on date NOT NULL,
  procedure text NOT NULL,
  who text NOT NULL,                 -- a unit, a team or a function
  people integer,
  component text NOT NULL,
  trainer text,
  place_text text
);
CREATE INDEX training_when ON training (held_on);
CREATE INDEX training_place ON training (place_text);
-- Who is at a place from when to when, and what they hand over.
CREATE TABLE rotation (
  rotation_id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  place_id uuid NOT NULL,
  unit text NOT NULL,
  unit_component text NOT NULL,
  from_on date NOT NULL,
  to_on date,
  focal_point text,                  -- who is spoken to now
  promised text,                     -- what the community was promised
  not_expose text,                   -- whom not to expose
  note text,
  classification integer NOT NULL,
  component text,
  compartment_id uuid
);
CREATE INDEX rotation_place ON rotation (place_id, from_on);
-- Copies of the rate of response as it stood when a report was made from it.
CREATE TABLE kept_rate (
  kept_id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  report text NOT NULL,              -- of which report it is part
  reach_key text NOT NULL,           -- who may know of exactly the same
  content text NOT NULL,             -- JSON: question, figures, alerts and how each was counted
  sha256 text NOT NULL               -- of content
);
CREATE INDEX kept_rate_at ON kept_rate (at);
CREATE FUNCTION written_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'what was written down is neither edited nor deleted'; END $$;
CREATE TRIGGER duty_line_stays BEFORE UPDATE OR DELETE ON duty_line FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER outcome_later_stays BEFORE UPDATE OR DELETE ON outcome_later FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER review_stays BEFORE UPDATE OR DELETE ON review FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER review_task_stays BEFORE UPDATE OR DELETE ON review_task FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER review_kind_stays BEFORE UPDATE OR DELETE ON review_kind FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER training_stays BEFORE UPDATE OR DELETE ON training FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER rotation_stays BEFORE UPDATE OR DELETE ON rotation FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER kept_rate_stays BEFORE UPDATE OR DELETE ON kept_rate FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER follow_up_stays BEFORE UPDATE ON follow_up FOR EACH ROW WHEN (OLD.done_at IS NOT NULL OR NEW.what <> OLD.what
  OR NEW.who <> OLD.who OR NEW.due_on <> OLD.due_on) EXECUTE FUNCTION written_stays();
CREATE TRIGGER follow_up_kept BEFORE DELETE ON follow_up FOR EACH ROW EXECUTE FUNCTION written_stays();
