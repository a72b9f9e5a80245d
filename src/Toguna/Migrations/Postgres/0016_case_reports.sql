-- What a report supports, and its other versions: asked whenever an incident moves into a case or out of it.
CREATE INDEX incident_report_report ON incident_report (report_id);
CREATE INDEX report_supersedes ON report (supersedes_id) WHERE supersedes_id IS NOT NULL;
