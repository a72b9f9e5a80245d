-- Desk: what a person keeps to come back to.
CREATE TABLE saved_view (
  view_id uuid PRIMARY KEY,
  owner_id text NOT NULL,
  name text NOT NULL,
  path text NOT NULL,                 -- the page that shows it: /incidents, /map, /trends
  query text NOT NULL,                -- the filter, as it stands in an address
  shared boolean NOT NULL DEFAULT false, -- with everybody who may read the record; each sees what they may see
  created_at timestamptz NOT NULL
);
CREATE INDEX saved_view_owner ON saved_view (owner_id);

CREATE TABLE followed_place (
  user_id text NOT NULL,
  place_id uuid NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (user_id, place_id)
);

CREATE TABLE visit (
  user_id text PRIMARY KEY,
  before_at timestamptz,              -- end of the visit before this one; null: this is the first
  last_at timestamptz NOT NULL
);
