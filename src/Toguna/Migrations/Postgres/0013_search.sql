-- Words of messages, folded and stemmed by the program: rows of incident lists are found by their incidents.
CREATE TABLE report_search (
  report_id uuid PRIMARY KEY,
  words tsvector NOT NULL
);
CREATE INDEX report_search_words ON report_search USING gin (words);
CREATE TABLE report_search_due (    -- messages from before there was a search; the program empties it at its start
  report_id uuid PRIMARY KEY
);
INSERT INTO report_search_due (report_id) SELECT report_id FROM report WHERE scheme IS NULL OR scheme = 'reports';
