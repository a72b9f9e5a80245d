-- What was tried before about the same threat; what somebody was told of and has not seen.
CREATE INDEX alert_threat ON alert (threat, received_at);
CREATE INDEX notice_unseen ON notice (user_id, notice_id) WHERE seen_at IS NULL;
