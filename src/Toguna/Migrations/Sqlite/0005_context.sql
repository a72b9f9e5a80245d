-- Mandate: the political timeline that is drawn behind every chart.
CREATE TABLE context_event (
  context_event_id BLOB PRIMARY KEY,
  date_from TEXT NOT NULL,
  date_to TEXT NOT NULL,              -- the same day, or the last of a span or of a date known in part
  kind TEXT NOT NULL,                 -- coup, election, withdrawal, mandate_renewal, agreement, arrival, other
  label TEXT NOT NULL,
  label_fr TEXT,
  source TEXT,                        -- where it is known from
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX context_event_when ON context_event (date_from);
