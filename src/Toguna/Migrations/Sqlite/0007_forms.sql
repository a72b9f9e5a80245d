-- Forms: findings that a second person signs, several incidents changed as one, and drafts.
ALTER TABLE verification ADD COLUMN state TEXT NOT NULL DEFAULT 'in_force'; -- proposed, in_force, declined
ALTER TABLE verification ADD COLUMN independence TEXT;      -- why its sources do not rest on one another
ALTER TABLE verification ADD COLUMN other_sources TEXT;     -- those whose reports are not in the record, one a line
ALTER TABLE verification ADD COLUMN version INTEGER;         -- of the incident that was judged
ALTER TABLE verification ADD COLUMN second_why TEXT;        -- why the second person declined

CREATE TABLE verification_report (       -- the reports a finding rests on, or that speak against it
  incident_id BLOB NOT NULL,
  verification_id BLOB NOT NULL,
  report_id BLOB NOT NULL,
  side TEXT NOT NULL,                  -- supports, contradicts
  PRIMARY KEY (incident_id, verification_id, report_id)
) WITHOUT ROWID;

ALTER TABLE incident_history ADD COLUMN sending_id BLOB;       -- of the form that was saved: sent twice, it is saved once
ALTER TABLE incident_history ADD COLUMN rearrangement_id BLOB; -- of the merge, split or bulk change that it was part of
CREATE INDEX incident_history_rearrangement ON incident_history (rearrangement_id) WHERE rearrangement_id IS NOT NULL;

CREATE TABLE rearrangement (             -- a merge, a split or a bulk change: several incidents changed as one
  rearrangement_id BLOB PRIMARY KEY,
  kind TEXT NOT NULL,                  -- merge, split, bulk
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  why TEXT NOT NULL,
  detail TEXT NOT NULL,                -- JSON: what was asked for
  incidents INTEGER NOT NULL,
  undone_at TEXT,
  undone_by TEXT
) WITHOUT ROWID;

CREATE TABLE rearranged (                -- one incident of it
  rearrangement_id BLOB NOT NULL,
  incident_id BLOB NOT NULL,
  role TEXT NOT NULL,                  -- survivor, merged, origin, made, changed
  version INTEGER NOT NULL,               -- that it had afterwards
  kept TEXT,                           -- JSON: what undoing it needs and history does not hold
  PRIMARY KEY (rearrangement_id, incident_id)
) WITHOUT ROWID;
CREATE INDEX rearranged_incident ON rearranged (incident_id);

CREATE TABLE merged_incident (           -- its number leads to the incident that it was merged into
  incident_id BLOB PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  into_id BLOB NOT NULL,
  import_id BLOB,                     -- the import that had made it
  rearrangement_id BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX merged_incident_into ON merged_incident (into_id);

CREATE TABLE draft (                     -- of a form, while it is being written; sealed, and for its writer alone
  user_id TEXT NOT NULL,
  form_key TEXT NOT NULL,              -- new, or the id of the incident
  at TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (user_id, form_key)
) WITHOUT ROWID;
CREATE INDEX draft_at ON draft (at);
