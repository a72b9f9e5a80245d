-- Mandate: the political timeline that is drawn behind every chart.
CREATE TABLE context_event (
  context_event_id uuid PRIMARY KEY,
  date_from date NOT NULL,
  date_to date NOT NULL,              -- the same day, or the last of a span or of a date known in part
  kind text NOT NULL,                 -- coup, election, withdrawal, mandate_renewal, agreement, arrival, other
  label text NOT NULL,
  label_fr text,
  source text,                        -- where it is known from
  created_at timestamptz NOT NULL,
  created_by text NOT NULL
);
CREATE INDEX context_event_when ON context_event (date_from);
