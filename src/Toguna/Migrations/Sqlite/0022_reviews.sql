-- The duty log: lines that a duty officer adds by hand. A line is never edited; a correction is a line that points to it.
CREATE TABLE duty_line (
  line_id BLOB PRIMARY KEY,
  at TEXT NOT NULL,                  -- when it was written
  happened_at TEXT NOT NULL,         -- when it happened
  by_user TEXT NOT NULL,
  words TEXT NOT NULL,
  exercise INTEGER NOT NULL,
  corrects BLOB,
  classification INTEGER NOT NULL,
  component TEXT,
  compartment_id BLOB
);
CREATE INDEX duty_line_at ON duty_line (happened_at);
-- What became known after an alert was closed: a line each, with the day on which it was learned.
CREATE TABLE outcome_later (
  line_id BLOB PRIMARY KEY,
  alert_id BLOB NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  known_on TEXT NOT NULL,
  outcome TEXT NOT NULL,             -- harm, averted, unknown
  note TEXT NOT NULL
);
CREATE INDEX outcome_later_alert ON outcome_later (alert_id, at);
-- Reviews after an alert was closed, each with its name; a second look is a second review.
CREATE TABLE review (
  review_id BLOB PRIMARY KEY,
  alert_id BLOB NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  went_well TEXT,
  went_badly TEXT,
  to_change TEXT
);
CREATE INDEX review_alert ON review (alert_id);
CREATE INDEX review_at ON review (at);
CREATE TABLE review_task (
  review_id BLOB NOT NULL,
  task_id BLOB NOT NULL,
  helped TEXT NOT NULL,              -- helped, no_difference, harm, unknown
  PRIMARY KEY (review_id, task_id)
) WITHOUT ROWID;
CREATE TABLE review_kind (
  review_id BLOB NOT NULL,
  kind TEXT NOT NULL,                -- a response type that the lesson is about
  PRIMARY KEY (review_id, kind)
) WITHOUT ROWID;
-- Who follows up on a review, and by when; done once, by somebody.
CREATE TABLE follow_up (
  follow_id BLOB PRIMARY KEY,
  review_id BLOB NOT NULL,
  alert_id BLOB NOT NULL,
  what TEXT NOT NULL,
  who TEXT NOT NULL,                 -- the section that sees to it
  due_on TEXT NOT NULL,
  done_at TEXT,
  done_by TEXT,
  done_note TEXT
);
CREATE INDEX follow_up_review ON follow_up (review_id);
CREATE INDEX follow_up_open ON follow_up (done_at, due_on);
-- Who was trained on what.
CREATE TABLE training (
  training_id BLOB PRIMARY KEY,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  held_on TEXT NOT NULL,
  procedure TEXT NOT NULL,
  who TEXT NOT NULL,                 -- a unit, a team or a function
  people INTEGER,
  component TEXT NOT NULL,
  trainer TEXT,
  place_text TEXT
);
CREATE INDEX training_when ON training (held_on);
CREATE INDEX training_place ON training (place_text);
-- Who is at a place from when to when, and what they hand over.
CREATE TABLE rotation (
  rotation_id BLOB PRIMARY KEY,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  place_id BLOB NOT NULL,
  unit TEXT NOT NULL,
  unit_component TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT,
  focal_point TEXT,                  -- who is spoken to now
  promised TEXT,                     -- what the community was promised
  not_expose TEXT,                   -- whom not to expose
  note TEXT,
  classification INTEGER NOT NULL,
  component TEXT,
  compartment_id BLOB
);
CREATE INDEX rotation_place ON rotation (place_id, from_on);
-- Copies of the rate of response as it stood when a report was made from it.
CREATE TABLE kept_rate (
  kept_id BLOB PRIMARY KEY,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  report TEXT NOT NULL,              -- of which report it is part
  reach_key TEXT NOT NULL,           -- who may know of exactly the same
  content TEXT NOT NULL,             -- JSON: question, figures, alerts and how each was counted
  sha256 TEXT NOT NULL               -- of content
);
CREATE INDEX kept_rate_at ON kept_rate (at);
CREATE TRIGGER duty_line_stays BEFORE UPDATE ON duty_line BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER outcome_later_stays BEFORE UPDATE ON outcome_later BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER review_stays BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER review_task_stays BEFORE UPDATE ON review_task BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER review_kind_stays BEFORE UPDATE ON review_kind BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER training_stays BEFORE UPDATE ON training BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER rotation_stays BEFORE UPDATE ON rotation BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER kept_rate_stays BEFORE UPDATE ON kept_rate BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER follow_up_stays BEFORE UPDATE ON follow_up WHEN OLD.done_at IS NOT NULL OR NEW.what <> OLD.what
  OR NEW.who <> OLD.who OR NEW.due_on <> OLD.due_on
  BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER duty_line_kept BEFORE DELETE ON duty_line BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE TRIGGER outcome_later_kept BEFORE DELETE ON outcome_later BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE TRIGGER review_kept BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE TRIGGER review_task_kept BEFORE DELETE ON review_task BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE TRIGGER review_kind_kept BEFORE DELETE ON review_kind BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE TRIGGER training_kept BEFORE DELETE ON training BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE TRIGGER rotation_kept BEFORE DELETE ON rotation BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE TRIGGER kept_rate_kept BEFORE DELETE ON kept_rate BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE TRIGGER follow_up_kept BEFORE DELETE ON follow_up BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
