-- Forecasts: what may happen in an area and a month, issued once from stated data, scored once when it is known.
-- Nothing updates or deletes any of it: a track record that can be tidied up is none.
CREATE TABLE forecast_issue (
  issue_id uuid PRIMARY KEY,
  issued_at timestamptz NOT NULL,
  data_until date NOT NULL,          -- the last day that it knows of
  retrospective boolean NOT NULL,    -- made afterwards, from the record as it stood at issued_at: a backcast
  method text NOT NULL,
  method_version integer NOT NULL,
  areas integer NOT NULL,
  months integer NOT NULL,           -- of the panel that it was made of
  panel_sha256 text NOT NULL,        -- of that panel
  UNIQUE (data_until, retrospective) -- so that it happens once, on several servers too
);
CREATE TABLE forecast (
  forecast_id uuid PRIMARY KEY,
  issue_id uuid NOT NULL,
  country text NOT NULL,             -- empty where the record gives none
  area text NOT NULL,                -- first-level area
  month date NOT NULL,               -- its first day
  horizon integer NOT NULL,          -- months after the data
  draws text NOT NULL,               -- JSON: killed, and how many draws say so
  benchmark text NOT NULL,           -- the same of the benchmark
  basis text NOT NULL,              -- pool; own_history or quiet_units where the panel cannot bear more
  mean double precision NOT NULL,
  p_any double precision NOT NULL,
  p25 double precision NOT NULL,                 -- 25 or more
  lower90 bigint NOT NULL,
  upper90 bigint NOT NULL,
  benchmark_p_any double precision NOT NULL,
  benchmark_p25 double precision NOT NULL,
  UNIQUE (issue_id, country, area, horizon)
);
CREATE INDEX forecast_month ON forecast (month);
-- What was observed, as it stood when the forecast was issued.
CREATE TABLE forecast_area (
  issue_id uuid NOT NULL,
  country text NOT NULL,
  area text NOT NULL,
  observed text NOT NULL,            -- JSON: killed by month, the last 36, the oldest first
  analogues text NOT NULL,          -- JSON: the months that resembled the present most, and what followed
  PRIMARY KEY (issue_id, country, area)
);
CREATE TABLE forecast_score (
  forecast_id uuid PRIMARY KEY,
  outcome bigint NOT NULL,
  crps double precision NOT NULL,
  benchmark_crps double precision NOT NULL,
  ign double precision NOT NULL,
  covered90 boolean NOT NULL,
  scored_at timestamptz NOT NULL
);
CREATE TRIGGER forecast_issue_stays BEFORE UPDATE OR DELETE ON forecast_issue FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER forecast_stays BEFORE UPDATE OR DELETE ON forecast FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER forecast_area_stays BEFORE UPDATE OR DELETE ON forecast_area FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE TRIGGER forecast_score_stays BEFORE UPDATE OR DELETE ON forecast_score FOR EACH ROW EXECUTE FUNCTION written_stays();
