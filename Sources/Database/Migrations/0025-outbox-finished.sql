-- Delivered messages are forgotten after a time that depends on what they were.
CREATE INDEX outbox_finished ON outbox (topic, finished_at) WHERE state = 1;
