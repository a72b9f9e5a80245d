-- What leaves as a CAP message stands as it was said at that moment: a message that was fetched never changes.
CREATE TABLE cap_out (
  alert_id BLOB NOT NULL,
  number INTEGER NOT NULL,           -- 1 Alert, then Update or Cancel
  type TEXT NOT NULL,                -- alert, update, cancel, end
  sent_at TEXT NOT NULL,
  said TEXT NOT NULL,                -- JSON: the alert as it stood
  PRIMARY KEY (alert_id, number)
) WITHOUT ROWID;
CREATE INDEX cap_out_sent ON cap_out (sent_at);
CREATE TRIGGER cap_out_stays BEFORE UPDATE ON cap_out BEGIN SELECT RAISE(ABORT, 'a message that was sent is not edited'); END;

-- What arrived: kept whole, once, until somebody makes an alert of it or sets it aside by name.
CREATE TABLE cap_in (
  cap_id BLOB PRIMARY KEY,
  sender TEXT NOT NULL,
  identifier TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  type TEXT NOT NULL,                -- Alert, Update, Cancel
  exercise INTEGER NOT NULL,
  headline TEXT NOT NULL,
  refers TEXT,                       -- identifiers of the messages that it updates or cancels, separated by line feeds
  received_at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  document TEXT NOT NULL,            -- as it arrived
  alert_id BLOB,
  aside_reason TEXT,
  decided_by TEXT,
  decided_at TEXT,
  UNIQUE (sender, identifier, sent_at)
);
CREATE INDEX cap_in_alert ON cap_in (alert_id);
