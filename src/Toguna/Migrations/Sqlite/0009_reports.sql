-- Lists of reports: each keeps the grade that its source had then, and is found again by its id.
ALTER TABLE report ADD COLUMN reliability TEXT;       -- A–F, of the source when the report came; F: cannot be judged
ALTER TABLE source ADD COLUMN reliability_at TEXT; -- when the report came that it was last graded by
ALTER TABLE incident_report ADD COLUMN import_id BLOB; -- the list of reports that linked them; null: an import of incidents, or a person
CREATE INDEX report_listed ON report (external_id) WHERE scheme = 'reports';
