-- Desk: what a person keeps to come back to.
CREATE TABLE saved_view (
  view_id BLOB PRIMARY KEY,
  owner_id TEXT NOT NULL,
  name TEXT NOT NULL,
  path TEXT NOT NULL,                 -- the page that shows it: /incidents, /map, /trends
  query TEXT NOT NULL,                -- the filter, as it stands in an address
  shared INTEGER NOT NULL DEFAULT 0,  -- with everybody who may read the record; each sees what they may see
  created_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX saved_view_owner ON saved_view (owner_id);

CREATE TABLE followed_place (
  user_id TEXT NOT NULL,
  place_id BLOB NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (user_id, place_id)
) WITHOUT ROWID;

CREATE TABLE visit (
  user_id TEXT PRIMARY KEY,
  before_at TEXT,                     -- end of the visit before this one; null: this is the first
  last_at TEXT NOT NULL
) WITHOUT ROWID;
