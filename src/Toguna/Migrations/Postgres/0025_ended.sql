-- What ended last, and what was open at a moment that is over: of a long history only that is read.
CREATE INDEX alert_ended ON alert (closed_at, issued_at, number);
