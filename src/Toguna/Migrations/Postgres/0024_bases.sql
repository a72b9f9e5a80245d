-- Where people of a unit or section stand, from when to when: a stay at one strength, in versions of which the newest holds.
CREATE TABLE base_version (
  base_id uuid NOT NULL,
  version integer NOT NULL,
  at timestamptz NOT NULL,
  by_user text NOT NULL,
  withdrawn boolean NOT NULL,        -- it was written down by mistake
  name text NOT NULL,
  unit text NOT NULL,
  component text NOT NULL,
  contingent text,                   -- ISO 3166-1 alpha-3; null: no contingent of one country
  country_group text,                -- as it was chosen, or a word of the mission's own
  place_id uuid,
  place_text text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  people integer NOT NULL,
  from_on date NOT NULL,
  to_on date,                        -- the last day; null: they are still there
  PRIMARY KEY (base_id, version)
);
CREATE TRIGGER base_version_stays BEFORE UPDATE OR DELETE ON base_version FOR EACH ROW EXECUTE FUNCTION written_stays();
CREATE INDEX alert_issued ON alert (issued_at);
