-- Words of messages, folded and stemmed by the program: rows of incident lists are found by their incidents.
CREATE TABLE report_search (
  search_id INTEGER PRIMARY KEY,    -- the rowid in report_words; declared, so that VACUUM keeps it
  report_id BLOB NOT NULL UNIQUE
);
-- The text itself is in report. Its letters are plain already: ascii parts at spaces only and leaves every other script whole.
CREATE VIRTUAL TABLE report_words USING fts5 (words, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE TABLE report_search_due (    -- messages from before there was a search; the program empties it at its start
  report_id BLOB PRIMARY KEY
) WITHOUT ROWID;
INSERT INTO report_search_due (report_id) SELECT report_id FROM report WHERE scheme IS NULL OR scheme = 'reports';
