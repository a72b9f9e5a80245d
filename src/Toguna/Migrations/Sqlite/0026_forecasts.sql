-- Forecasts: what may happen in an area and a month, issued once from stated data, scored once when it is known.
-- Nothing updates or deletes any of it: a track record that can be tidied up is none.
CREATE TABLE forecast_issue (
  issue_id BLOB PRIMARY KEY,
  issued_at TEXT NOT NULL,
  data_until TEXT NOT NULL,          -- the last day that it knows of
  retrospective INTEGER NOT NULL,    -- made afterwards, from the record as it stood at issued_at: a backcast
  method TEXT NOT NULL,
  method_version INTEGER NOT NULL,
  areas INTEGER NOT NULL,
  months INTEGER NOT NULL,           -- of the panel that it was made of
  panel_sha256 TEXT NOT NULL,        -- of that panel
  UNIQUE (data_until, retrospective) -- so that it happens once, on several servers too
);
CREATE TABLE forecast (
  forecast_id BLOB PRIMARY KEY,
  issue_id BLOB NOT NULL,
  country TEXT NOT NULL,             -- empty where the record gives none
  area TEXT NOT NULL,                -- first-level area
  month TEXT NOT NULL,               -- its first day
  horizon INTEGER NOT NULL,          -- months after the data
  draws TEXT NOT NULL,               -- JSON: killed, and how many draws say so
  benchmark TEXT NOT NULL,           -- the same of the benchmark
  basis TEXT NOT NULL,              -- pool; own_history or quiet_units where the panel cannot bear more
  mean REAL NOT NULL,
  p_any REAL NOT NULL,
  p25 REAL NOT NULL,                 -- 25 or more
  lower90 INTEGER NOT NULL,
  upper90 INTEGER NOT NULL,
  benchmark_p_any REAL NOT NULL,
  benchmark_p25 REAL NOT NULL,
  UNIQUE (issue_id, country, area, horizon)
);
CREATE INDEX forecast_month ON forecast (month);
-- What was observed, as it stood when the forecast was issued.
CREATE TABLE forecast_area (
  issue_id BLOB NOT NULL,
  country TEXT NOT NULL,
  area TEXT NOT NULL,
  observed TEXT NOT NULL,            -- JSON: killed by month, the last 36, the oldest first
  analogues TEXT NOT NULL,          -- JSON: the months that resembled the present most, and what followed
  PRIMARY KEY (issue_id, country, area)
) WITHOUT ROWID;
CREATE TABLE forecast_score (
  forecast_id BLOB PRIMARY KEY,
  outcome INTEGER NOT NULL,
  crps REAL NOT NULL,
  benchmark_crps REAL NOT NULL,
  ign REAL NOT NULL,
  covered90 INTEGER NOT NULL,
  scored_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER forecast_issue_stays BEFORE UPDATE ON forecast_issue BEGIN SELECT RAISE(ABORT, 'a forecast is never rewritten'); END;
CREATE TRIGGER forecast_issue_kept BEFORE DELETE ON forecast_issue BEGIN SELECT RAISE(ABORT, 'a forecast is never deleted'); END;
CREATE TRIGGER forecast_stays BEFORE UPDATE ON forecast BEGIN SELECT RAISE(ABORT, 'a forecast is never rewritten'); END;
CREATE TRIGGER forecast_kept BEFORE DELETE ON forecast BEGIN SELECT RAISE(ABORT, 'a forecast is never deleted'); END;
CREATE TRIGGER forecast_area_stays BEFORE UPDATE ON forecast_area BEGIN SELECT RAISE(ABORT, 'a forecast is never rewritten'); END;
CREATE TRIGGER forecast_area_kept BEFORE DELETE ON forecast_area BEGIN SELECT RAISE(ABORT, 'a forecast is never deleted'); END;
CREATE TRIGGER forecast_score_stays BEFORE UPDATE ON forecast_score BEGIN SELECT RAISE(ABORT, 'a score is never rewritten'); END;
CREATE TRIGGER forecast_score_kept BEFORE DELETE ON forecast_score BEGIN SELECT RAISE(ABORT, 'a score is never deleted'); END;
