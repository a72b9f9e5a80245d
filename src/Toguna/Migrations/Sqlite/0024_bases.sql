-- Where people of a unit or section stand, from when to when: a stay at one strength, in versions of which the newest holds.
CREATE TABLE base_version (
  base_id BLOB NOT NULL,
  version INTEGER NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  withdrawn INTEGER NOT NULL,        -- it was written down by mistake
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  component TEXT NOT NULL,
  contingent TEXT,                   -- ISO 3166-1 alpha-3; null: no contingent of one country
  country_group TEXT,                -- as it was chosen, or a word of the mission's own
  place_id BLOB,
  place_text TEXT NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  people INTEGER NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT,                        -- the last day; null: they are still there
  PRIMARY KEY (base_id, version)
) WITHOUT ROWID;
CREATE TRIGGER base_version_stays BEFORE UPDATE ON base_version BEGIN SELECT RAISE(ABORT, 'what was written down is never edited'); END;
CREATE TRIGGER base_version_kept BEFORE DELETE ON base_version BEGIN SELECT RAISE(ABORT, 'what was written down is never deleted'); END;
CREATE INDEX alert_issued ON alert (issued_at);
