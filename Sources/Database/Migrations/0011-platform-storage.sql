-- The frame of the platform that keeps a login's proof where no cookie can; null where it has none.
alter table login_state add column storage_target {text};
