-- Consent for each audience outside the mission, and of victims.
-- Bits of withheld: 1 not inside; 2 un, 4 justice, 8 humanitarian, 16 host_state, 32 public. Until now 2 was everybody outside.
UPDATE incident SET withheld = (withheld & 1) + 62 WHERE (withheld & 2) <> 0;
CREATE INDEX victim_person ON victim (victim_id) WHERE kind = 'person';
CREATE TABLE export_victim (        -- people who suffered in what left: who of them refuses later is found by it
  export_id BLOB NOT NULL,
  victim_id BLOB NOT NULL,
  incident_id BLOB NOT NULL,
  PRIMARY KEY (export_id, victim_id, incident_id)
) WITHOUT ROWID;
ALTER TABLE interview ADD COLUMN contact_reason TEXT; -- why it was held without consent to be contacted: one of a list; null: there was one
