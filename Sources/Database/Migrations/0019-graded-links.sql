-- Whether an item that was chosen in a picker is to have a column in the platform's gradebook.
alter table link_binding add column graded {int} not null default 1;
alter table resource_link add column graded {int} not null default 1;

-- The cohort that the link's original leads to, where the course was copied: nobody is led there before staff said so.
-- proven: by a key, not only by what the platform's parameters say, which teachers can write.
alter table resource_link add column origin_cohort {bytes};
alter table resource_link add column origin_proven {int} not null default 0;
