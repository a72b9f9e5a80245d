-- Access: what belongs to whom beside its classification, and who was let in, by whom, why and until when.
CREATE TABLE compartment (
  compartment_id uuid PRIMARY KEY,
  kind text NOT NULL,               -- case, conduct, mara
  code text NOT NULL UNIQUE,        -- what those who may know of it call it; never a name
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz
);
-- Allegations of sexual exploitation or abuse by mission personnel, and of conflict-related sexual violence (S/RES/1960).
INSERT INTO compartment VALUES ('00000000-0000-0000-0000-000000000001', 'conduct', 'CONDUCT', 'system', '2026-11-28T00:00:00.000Z', NULL);
INSERT INTO compartment VALUES ('00000000-0000-0000-0000-000000000002', 'mara', 'MARA', 'system', '2026-11-28T00:00:00.000Z', NULL);

CREATE TABLE access_grant (
  grant_id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  compartment_id uuid,              -- null: a clearance for a time
  clearance integer,
  reason text NOT NULL,
  granted_by text NOT NULL,
  granted_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  revoked_by text,
  revoked_at timestamptz
);
CREATE INDEX access_grant_user ON access_grant (user_id);
CREATE INDEX access_grant_compartment ON access_grant (compartment_id);

-- A person's own bound; roles may allow less. Until now it bound nobody.
UPDATE user_account SET "Clearance" = 2;

ALTER TABLE incident ADD COLUMN withheld integer NOT NULL DEFAULT 0; -- for want of consent: 1 from use inside the mission, 2 outside
DROP INDEX incident_at;
CREATE INDEX incident_at ON incident (latitude, longitude, exercise, classification, component, compartment_id, withheld, killed_best, number, where_prec);
CREATE INDEX audit_subject ON audit_entry (subject);
