-- Reports of people: their answers, what arrived with them, how to reach them, what they allow, and what was decided.
ALTER TABLE report ADD COLUMN answers text;          -- JSON of a form, as typed, without contact and account
CREATE FUNCTION report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'a report is never edited'; END $$;
CREATE TRIGGER report_stays BEFORE UPDATE OF report_id, source_id, channel, scheme, external_id, received_at, import_id, line,
  verbatim, answers, fingerprint, supersedes_id, language ON report
  FOR EACH ROW EXECUTE FUNCTION report_stays();

ALTER TABLE source ADD COLUMN account_key uuid;      -- HMAC of the account that reports as this source
CREATE UNIQUE INDEX source_account ON source (account_key) WHERE account_key IS NOT NULL;
-- How many reports of a source somebody may know of is counted from this index alone.
CREATE INDEX report_of_source ON report (source_id, received_at, classification, component, compartment_id);
CREATE TABLE source_grade (
  source_id uuid NOT NULL,
  grade_id uuid NOT NULL,
  reliability text NOT NULL,        -- A–F
  by_user text NOT NULL,
  at timestamptz NOT NULL,
  why text,
  PRIMARY KEY (source_id, grade_id)
);

CREATE TABLE triage (
  report_id uuid PRIMARY KEY,
  state text NOT NULL,              -- open, linked, made, asked, set_aside, passed_on
  urgency smallint NOT NULL,         -- 1 imminent: hours, 2 near: days, 3 emerging: weeks, 4 not said
  received_at timestamptz NOT NULL,
  day_from date,
  day_to date,
  place_id uuid,
  place_text text,
  decided_by text,
  decided_at timestamptz,
  reason text,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX triage_queue ON triage (state, urgency, received_at, report_id);
CREATE TABLE triage_step (
  report_id uuid NOT NULL,
  step_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  what text NOT NULL,               -- linked, made, asked, set_aside, passed_on, reopened
  exposes text,                     -- could this show who told us: no, yes_lifted
  reason text,
  PRIMARY KEY (report_id, step_id)
);
INSERT INTO triage (report_id, state, urgency, received_at)
  SELECT r.report_id, CASE WHEN EXISTS (SELECT 1 FROM incident_report ir WHERE ir.report_id = r.report_id) THEN 'linked' ELSE 'open' END,
    4, r.received_at FROM report r WHERE r.scheme = 'reports';

CREATE TABLE report_contact (
  report_id uuid PRIMARY KEY,
  source_id uuid NOT NULL,
  contact_sealed bytea                -- JSON: channel, address, hour, wording
);
CREATE INDEX report_contact_source ON report_contact (source_id);
CREATE TABLE receipt (
  code_hash bytea PRIMARY KEY,       -- SHA-256; the code itself is nowhere
  report_id uuid NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE TABLE invitation (
  code_hash bytea PRIMARY KEY,
  source_id uuid NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  uses_left integer NOT NULL,
  withdrawn_at timestamptz
);
CREATE INDEX invitation_source ON invitation (source_id);

CREATE TABLE attachment (
  attachment_id uuid PRIMARY KEY,
  report_id uuid NOT NULL,
  source_id uuid NOT NULL,          -- whose key seals it
  position integer NOT NULL,
  media_type text NOT NULL,         -- told by its content
  size bigint NOT NULL,
  sha256 bytea NOT NULL,             -- of the original, at arrival
  graphic boolean NOT NULL DEFAULT true, -- blurred until asked for
  received_at timestamptz NOT NULL,
  original_sealed bytea,
  view_sealed bytea                  -- without metadata; null where none can be made
);
CREATE INDEX attachment_report ON attachment (report_id);
CREATE INDEX attachment_source ON attachment (source_id);

CREATE TABLE consent (              -- the newest of a use counts; none is refusal
  consent_id uuid PRIMARY KEY,
  subject_kind text NOT NULL,       -- source, victim
  subject_id uuid NOT NULL,
  use_of text NOT NULL,             -- record, share_inside, share_outside, contact
  audience text NOT NULL DEFAULT '', -- for whom outside; empty: all
  given boolean NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,            -- who wrote it down; 'reporter': on the form
  report_id uuid                    -- the form it was given on
);
-- Who brought a list of messages has said that the mission may use them: docs/importing.md.
INSERT INTO consent (consent_id, subject_kind, subject_id, use_of, given, at, by_user)
  SELECT gen_random_uuid(), 'source', s.source_id, u.use_of, true, s.created_at, 'system'
  FROM source s CROSS JOIN (SELECT 'record' AS use_of UNION ALL SELECT 'share_inside') u WHERE s.kind = 'person';
CREATE INDEX consent_subject ON consent (subject_kind, subject_id, use_of, audience, at, consent_id);

CREATE TABLE export_made (
  export_id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  format text NOT NULL,
  audience text NOT NULL,           -- inside, outside
  filter text NOT NULL,
  incidents bigint NOT NULL,
  left_out bigint NOT NULL         -- for want of consent
);
CREATE TABLE export_consent (       -- what it relied on
  export_id uuid NOT NULL,
  consent_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  PRIMARY KEY (export_id, consent_id, incident_id)
);

-- A case: a compartment with incidents, people and interviews.
CREATE TABLE case_incident (
  case_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  added_by text NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (case_id, incident_id)
);
CREATE INDEX case_incident_incident ON case_incident (incident_id);
CREATE TABLE interview (
  interview_id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  subject_kind text NOT NULL,       -- source, victim
  subject_id uuid NOT NULL,
  held_on date NOT NULL,
  interviewer text NOT NULL,        -- an account
  in_spite boolean NOT NULL DEFAULT false, -- knowing that somebody else had asked before
  notes_sealed bytea,
  created_at timestamptz NOT NULL
);
CREATE INDEX interview_case ON interview (case_id);
CREATE INDEX interview_subject ON interview (subject_kind, subject_id);
