-- Forms: findings that a second person signs, several incidents changed as one, and drafts.
ALTER TABLE verification ADD COLUMN state text NOT NULL DEFAULT 'in_force'; -- proposed, in_force, declined
ALTER TABLE verification ADD COLUMN independence text;      -- why its sources do not rest on one another
ALTER TABLE verification ADD COLUMN other_sources text;     -- those whose reports are not in the record, one a line
ALTER TABLE verification ADD COLUMN version integer;         -- of the incident that was judged
ALTER TABLE verification ADD COLUMN second_why text;        -- why the second person declined

CREATE TABLE verification_report (       -- the reports a finding rests on, or that speak against it
  incident_id uuid NOT NULL,
  verification_id uuid NOT NULL,
  report_id uuid NOT NULL,
  side text NOT NULL,                  -- supports, contradicts
  PRIMARY KEY (incident_id, verification_id, report_id)
);

ALTER TABLE incident_history ADD COLUMN sending_id uuid;       -- of the form that was saved: sent twice, it is saved once
ALTER TABLE incident_history ADD COLUMN rearrangement_id uuid; -- of the merge, split or bulk change that it was part of
CREATE INDEX incident_history_rearrangement ON incident_history (rearrangement_id) WHERE rearrangement_id IS NOT NULL;

CREATE TABLE rearrangement (             -- a merge, a split or a bulk change: several incidents changed as one
  rearrangement_id uuid PRIMARY KEY,
  kind text NOT NULL,                  -- merge, split, bulk
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  why text NOT NULL,
  detail text NOT NULL,                -- JSON: what was asked for
  incidents integer NOT NULL,
  undone_at timestamptz,
  undone_by text
);

CREATE TABLE rearranged (                -- one incident of it
  rearrangement_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  role text NOT NULL,                  -- survivor, merged, origin, made, changed
  version integer NOT NULL,               -- that it had afterwards
  kept text,                           -- JSON: what undoing it needs and history does not hold
  PRIMARY KEY (rearrangement_id, incident_id)
);
CREATE INDEX rearranged_incident ON rearranged (incident_id);

CREATE TABLE merged_incident (           -- its number leads to the incident that it was merged into
  incident_id uuid PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  into_id uuid NOT NULL,
  import_id uuid,                     -- the import that had made it
  rearrangement_id uuid NOT NULL
);
CREATE INDEX merged_incident_into ON merged_incident (into_id);

CREATE TABLE draft (                     -- of a form, while it is being written; sealed, and for its writer alone
  user_id text NOT NULL,
  form_key text NOT NULL,              -- new, or the id of the incident
  at timestamptz NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (user_id, form_key)
);
CREATE INDEX draft_at ON draft (at);
