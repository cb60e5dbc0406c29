-- The platform's course that a roster is of: links of it are told by this, since some platforms name another address
-- for the same list in each link.
alter table roster add column context_id {text};
update roster set context_id = coalesce(
    (select max(l.context_id) from resource_link l
        where l.tenant = roster.tenant and l.registration = roster.registration
            and l.deployment = roster.deployment and l.memberships_url = roster.memberships_url),
    (select case when count(distinct l.context_id) = 1 then max(l.context_id) end from resource_link l
        where l.tenant = roster.tenant and l.registration = roster.registration
            and l.deployment = roster.deployment and l.cohort = roster.cohort));

-- When launches last changed where and with which rights scores of the link are posted.
alter table resource_link add column grades_at {int} not null default 0;

-- Of the scores that the platform took: the time of the last final one, and of the comment that went along last.
alter table score_delivery add column final_at {int};
alter table score_delivery add column comment_at {int};

-- The scopes that the platform offered when it registered itself; null where it didn't say.
alter table registration add column offered_scopes {text};
