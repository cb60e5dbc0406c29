-- How many requests a second a client may send to a node; null for what holds for all, 0 for as many as it likes.
ALTER TABLE client_credential ADD COLUMN rate {int};
