-- Channels: what the program tells people outside of its own pages, how a person is reached, and text messages that come in.
CREATE TABLE channel_setting (
  name text PRIMARY KEY,             -- email.host, sms.url, sms_in.header, …
  value text NOT NULL
);
CREATE TABLE channel_secret (        -- passwords and keys of channels: shown to nobody, opened when something is sent
  secret_id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,            -- whose key seals it: one for all of the installation
  name text NOT NULL UNIQUE,
  secret_sealed bytea
);
CREATE TABLE webhook (
  webhook_id uuid PRIMARY KEY,
  name text NOT NULL,
  url text NOT NULL,
  kinds text NOT NULL,               -- what it gets, separated by spaces; *: everything
  private boolean NOT NULL,          -- may lie in a private network
  secret_sealed bytea,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  closed_at timestamptz
);
CREATE TABLE outbox (
  message_id uuid PRIMARY KEY,       -- also what the other side tells a second delivery by
  key text NOT NULL UNIQUE,          -- the same key is queued once
  channel text NOT NULL,             -- email, sms, webhook
  user_id uuid,
  webhook_id uuid,
  kind text NOT NULL,                -- what happened, e.g. alert.issued
  reference text NOT NULL,           -- a code, e.g. ALT-0412
  path text NOT NULL,                -- a page of this installation
  urgent boolean NOT NULL,
  state text NOT NULL,               -- waiting, failed, sent, dead, given_up
  attempts integer NOT NULL DEFAULT 0,
  queued_at timestamptz NOT NULL,
  next_at timestamptz NOT NULL,
  lease uuid,                        -- of the node that is sending it
  lease_until timestamptz,
  error text,                        -- a word and a number; never an address, never what the other side said
  done_at timestamptz,
  decided_by text                    -- who gave it up or had it tried again
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN ('waiting', 'failed');
CREATE INDEX outbox_state ON outbox (state, queued_at);
CREATE TABLE contact (
  user_id uuid PRIMARY KEY,
  email_sealed bytea,
  phone_sealed bytea,
  by_email boolean NOT NULL,
  by_sms boolean NOT NULL,
  quiet_from text,                   -- 22:00, in the zone of the mission
  quiet_to text,
  language text NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE TABLE source_phone (
  phone_id uuid PRIMARY KEY,
  source_id uuid NOT NULL,
  phone_sealed bytea,
  phone_index bytea
);
CREATE INDEX source_phone_index ON source_phone (phone_index);
CREATE INDEX source_phone_source ON source_phone (source_id);
CREATE TABLE sms_message (           -- a text message until it is a report, and for 30 days so that a repetition makes no second one
  message_key bytea PRIMARY KEY,      -- HMAC of the number and the gateway's id
  source_id uuid NOT NULL,
  report_id uuid NOT NULL,           -- of the report that it is, or will be
  corrects uuid,                     -- the report of what had arrived before
  parts integer NOT NULL,
  state text NOT NULL,               -- waiting, kept, incomplete
  sent_at timestamptz,                      -- as the gateway says
  first_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL               -- when it becomes a report with the parts that are there
);
CREATE INDEX sms_message_due ON sms_message (due_at) WHERE state = 'waiting';
CREATE TABLE sms_part (
  message_key bytea NOT NULL,
  part integer NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (message_key, part)
);
