-- What leaves as a CAP message stands as it was said at that moment: a message that was fetched never changes.
CREATE TABLE cap_out (
  alert_id uuid NOT NULL,
  number integer NOT NULL,           -- 1 Alert, then Update or Cancel
  type text NOT NULL,                -- alert, update, cancel, end
  sent_at timestamptz NOT NULL,
  said text NOT NULL,                -- JSON: the alert as it stood
  PRIMARY KEY (alert_id, number)
);
CREATE INDEX cap_out_sent ON cap_out (sent_at);
CREATE TRIGGER cap_out_stays BEFORE UPDATE ON cap_out FOR EACH ROW EXECUTE FUNCTION telling_stays();

-- What arrived: kept whole, once, until somebody makes an alert of it or sets it aside by name.
CREATE TABLE cap_in (
  cap_id uuid PRIMARY KEY,
  sender text NOT NULL,
  identifier text NOT NULL,
  sent_at timestamptz NOT NULL,
  type text NOT NULL,                -- Alert, Update, Cancel
  exercise boolean NOT NULL,
  headline text NOT NULL,
  refers text,                       -- identifiers of the messages that it updates or cancels, separated by line feeds
  received_at timestamptz NOT NULL,
  by_user text NOT NULL,
  document text NOT NULL,            -- as it arrived
  alert_id uuid,
  aside_reason text,
  decided_by text,
  decided_at timestamptz,
  UNIQUE (sender, identifier, sent_at)
);
CREATE INDEX cap_in_alert ON cap_in (alert_id);
