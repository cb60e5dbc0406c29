-- Whose key signs what we send to a platform: 'shared' by all, 'ready' to be told to it, or its 'own'; and since when.
alter table registration add column signing_keys {text} not null default 'shared';
alter table registration add column signing_keys_at {int} not null default 0;
