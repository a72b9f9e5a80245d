-- Channels: what the program tells people outside of its own pages, how a person is reached, and text messages that come in.
CREATE TABLE channel_setting (
  name TEXT PRIMARY KEY,             -- email.host, sms.url, sms_in.header, …
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE channel_secret (        -- passwords and keys of channels: shown to nobody, opened when something is sent
  secret_id BLOB PRIMARY KEY,
  owner_id BLOB NOT NULL,            -- whose key seals it: one for all of the installation
  name TEXT NOT NULL UNIQUE,
  secret_sealed BLOB
);
CREATE TABLE webhook (
  webhook_id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  kinds TEXT NOT NULL,               -- what it gets, separated by spaces; *: everything
  private INTEGER NOT NULL,          -- may lie in a private network
  secret_sealed BLOB,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  closed_at TEXT
);
CREATE TABLE outbox (
  message_id BLOB PRIMARY KEY,       -- also what the other side tells a second delivery by
  key TEXT NOT NULL UNIQUE,          -- the same key is queued once
  channel TEXT NOT NULL,             -- email, sms, webhook
  user_id BLOB,
  webhook_id BLOB,
  kind TEXT NOT NULL,                -- what happened, e.g. alert.issued
  reference TEXT NOT NULL,           -- a code, e.g. ALT-0412
  path TEXT NOT NULL,                -- a page of this installation
  urgent INTEGER NOT NULL,
  state TEXT NOT NULL,               -- waiting, failed, sent, dead, given_up
  attempts INTEGER NOT NULL DEFAULT 0,
  queued_at TEXT NOT NULL,
  next_at TEXT NOT NULL,
  lease BLOB,                        -- of the node that is sending it
  lease_until TEXT,
  error TEXT,                        -- a word and a number; never an address, never what the other side said
  done_at TEXT,
  decided_by TEXT                    -- who gave it up or had it tried again
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN ('waiting', 'failed');
CREATE INDEX outbox_state ON outbox (state, queued_at);
CREATE TABLE contact (
  user_id BLOB PRIMARY KEY,
  email_sealed BLOB,
  phone_sealed BLOB,
  by_email INTEGER NOT NULL,
  by_sms INTEGER NOT NULL,
  quiet_from TEXT,                   -- 22:00, in the zone of the mission
  quiet_to TEXT,
  language TEXT NOT NULL,
  changed_at TEXT NOT NULL
);
CREATE TABLE source_phone (
  phone_id BLOB PRIMARY KEY,
  source_id BLOB NOT NULL,
  phone_sealed BLOB,
  phone_index BLOB
);
CREATE INDEX source_phone_index ON source_phone (phone_index);
CREATE INDEX source_phone_source ON source_phone (source_id);
CREATE TABLE sms_message (           -- a text message until it is a report, and for 30 days so that a repetition makes no second one
  message_key BLOB PRIMARY KEY,      -- HMAC of the number and the gateway's id
  source_id BLOB NOT NULL,
  report_id BLOB NOT NULL,           -- of the report that it is, or will be
  corrects BLOB,                     -- the report of what had arrived before
  parts INTEGER NOT NULL,
  state TEXT NOT NULL,               -- waiting, kept, incomplete
  sent_at TEXT,                      -- as the gateway says
  first_at TEXT NOT NULL,
  due_at TEXT NOT NULL               -- when it becomes a report with the parts that are there
) WITHOUT ROWID;
CREATE INDEX sms_message_due ON sms_message (due_at) WHERE state = 'waiting';
CREATE TABLE sms_part (
  message_key BLOB NOT NULL,
  part INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (message_key, part)
) WITHOUT ROWID;
