-- By which the key folder that belongs to these records is known, and whether `lectern demo` made them, with passwords
-- that everybody knows.
alter table database_instance add column key_check {text};
alter table database_instance add column is_demo {int} not null default 0;
