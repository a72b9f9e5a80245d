-- Reports of people: their answers, what arrived with them, how to reach them, what they allow, and what was decided.
ALTER TABLE report ADD COLUMN answers TEXT;          -- JSON of a form, as typed, without contact and account
CREATE TRIGGER report_stays BEFORE UPDATE OF report_id, source_id, channel, scheme, external_id, received_at, import_id, line,
  verbatim, answers, fingerprint, supersedes_id, language ON report
  BEGIN SELECT RAISE(ABORT, 'a report is never edited'); END;

ALTER TABLE source ADD COLUMN account_key BLOB;      -- HMAC of the account that reports as this source
CREATE UNIQUE INDEX source_account ON source (account_key) WHERE account_key IS NOT NULL;
-- How many reports of a source somebody may know of is counted from this index alone.
CREATE INDEX report_of_source ON report (source_id, received_at, classification, component, compartment_id);
CREATE TABLE source_grade (
  source_id BLOB NOT NULL,
  grade_id BLOB NOT NULL,
  reliability TEXT NOT NULL,        -- A–F
  by_user TEXT NOT NULL,
  at TEXT NOT NULL,
  why TEXT,
  PRIMARY KEY (source_id, grade_id)
) WITHOUT ROWID;

CREATE TABLE triage (
  report_id BLOB PRIMARY KEY,
  state TEXT NOT NULL,              -- open, linked, made, asked, set_aside, passed_on
  urgency INTEGER NOT NULL,         -- 1 imminent: hours, 2 near: days, 3 emerging: weeks, 4 not said
  received_at TEXT NOT NULL,
  day_from TEXT,
  day_to TEXT,
  place_id BLOB,
  place_text TEXT,
  decided_by TEXT,
  decided_at TEXT,
  reason TEXT,
  version INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE INDEX triage_queue ON triage (state, urgency, received_at, report_id);
CREATE TABLE triage_step (
  report_id BLOB NOT NULL,
  step_id BLOB NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  what TEXT NOT NULL,               -- linked, made, asked, set_aside, passed_on, reopened
  exposes TEXT,                     -- could this show who told us: no, yes_lifted
  reason TEXT,
  PRIMARY KEY (report_id, step_id)
) WITHOUT ROWID;
INSERT INTO triage (report_id, state, urgency, received_at)
  SELECT r.report_id, CASE WHEN EXISTS (SELECT 1 FROM incident_report ir WHERE ir.report_id = r.report_id) THEN 'linked' ELSE 'open' END,
    4, r.received_at FROM report r WHERE r.scheme = 'reports';

CREATE TABLE report_contact (
  report_id BLOB PRIMARY KEY,
  source_id BLOB NOT NULL,
  contact_sealed BLOB                -- JSON: channel, address, hour, wording
);
CREATE INDEX report_contact_source ON report_contact (source_id);
CREATE TABLE receipt (
  code_hash BLOB PRIMARY KEY,       -- SHA-256; the code itself is nowhere
  report_id BLOB NOT NULL,
  expires_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE invitation (
  code_hash BLOB PRIMARY KEY,
  source_id BLOB NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  uses_left INTEGER NOT NULL,
  withdrawn_at TEXT
) WITHOUT ROWID;
CREATE INDEX invitation_source ON invitation (source_id);

CREATE TABLE attachment (
  attachment_id BLOB PRIMARY KEY,
  report_id BLOB NOT NULL,
  source_id BLOB NOT NULL,          -- whose key seals it
  position INTEGER NOT NULL,
  media_type TEXT NOT NULL,         -- told by its content
  size INTEGER NOT NULL,
  sha256 BLOB NOT NULL,             -- of the original, at arrival
  graphic INTEGER NOT NULL DEFAULT 1, -- blurred until asked for
  received_at TEXT NOT NULL,
  original_sealed BLOB,
  view_sealed BLOB                  -- without metadata; null where none can be made
);
CREATE INDEX attachment_report ON attachment (report_id);
CREATE INDEX attachment_source ON attachment (source_id);

CREATE TABLE consent (              -- the newest of a use counts; none is refusal
  consent_id BLOB PRIMARY KEY,
  subject_kind TEXT NOT NULL,       -- source, victim
  subject_id BLOB NOT NULL,
  use_of TEXT NOT NULL,             -- record, share_inside, share_outside, contact
  audience TEXT NOT NULL DEFAULT '', -- for whom outside; empty: all
  given INTEGER NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,            -- who wrote it down; 'reporter': on the form
  report_id BLOB                    -- the form it was given on
) WITHOUT ROWID;
-- Who brought a list of messages has said that the mission may use them: docs/importing.md.
INSERT INTO consent (consent_id, subject_kind, subject_id, use_of, given, at, by_user)
  SELECT randomblob(16), 'source', s.source_id, u.use_of, 1, s.created_at, 'system'
  FROM source s CROSS JOIN (SELECT 'record' AS use_of UNION ALL SELECT 'share_inside') u WHERE s.kind = 'person';
CREATE INDEX consent_subject ON consent (subject_kind, subject_id, use_of, audience, at, consent_id);

CREATE TABLE export_made (
  export_id BLOB PRIMARY KEY,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  format TEXT NOT NULL,
  audience TEXT NOT NULL,           -- inside, outside
  filter TEXT NOT NULL,
  incidents INTEGER NOT NULL,
  left_out INTEGER NOT NULL         -- for want of consent
) WITHOUT ROWID;
CREATE TABLE export_consent (       -- what it relied on
  export_id BLOB NOT NULL,
  consent_id BLOB NOT NULL,
  incident_id BLOB NOT NULL,
  PRIMARY KEY (export_id, consent_id, incident_id)
) WITHOUT ROWID;

-- A case: a compartment with incidents, people and interviews.
CREATE TABLE case_incident (
  case_id BLOB NOT NULL,
  incident_id BLOB NOT NULL,
  added_by TEXT NOT NULL,
  added_at TEXT NOT NULL,
  PRIMARY KEY (case_id, incident_id)
) WITHOUT ROWID;
CREATE INDEX case_incident_incident ON case_incident (incident_id);
CREATE TABLE interview (
  interview_id BLOB PRIMARY KEY,
  case_id BLOB NOT NULL,
  subject_kind TEXT NOT NULL,       -- source, victim
  subject_id BLOB NOT NULL,
  held_on TEXT NOT NULL,
  interviewer TEXT NOT NULL,        -- an account
  in_spite INTEGER NOT NULL DEFAULT 0, -- knowing that somebody else had asked before
  notes_sealed BLOB,
  created_at TEXT NOT NULL
);
CREATE INDEX interview_case ON interview (case_id);
CREATE INDEX interview_subject ON interview (subject_kind, subject_id);
