-- Whether rosters of a platform are read: auto (first instructor launch and daily), hand, off.
alter table registration add column roster_policy {text} not null default 'auto';

-- The rosters of platforms' courses, each for one cohort that links of the course lead to.
create table roster (
    tenant {int} not null,
    id {bytes} not null,
    registration {bytes} not null,
    deployment {bytes} not null,
    context_key {bytes} not null,
    cohort {bytes} not null,
    memberships_url {text} not null,
    differences_url {text},
    full_at {int},
    synced_at {int},
    lease_until {int} not null,
    run {int} not null,
    state {text} not null,
    note {text} not null,
    active {int} not null,
    inactive {int} not null,
    missing {int} not null,
    suppressed {int} not null,
    created_at {int} not null,
    primary key (tenant, id)
){clustered};
create unique index roster_by_place on roster (tenant, registration, deployment, context_key, cohort);
create index roster_by_cohort on roster (tenant, cohort);

-- Who stands in a roster, as the platform said last. run: the read in which the member was seen.
create table roster_member (
    tenant {int} not null,
    roster {bytes} not null,
    person {bytes} not null,
    status {text} not null,
    standing {text} not null,
    run {int} not null,
    changed_at {int} not null,
    primary key (tenant, roster, person)
){clustered};
create index roster_member_by_person on roster_member (tenant, person);
create index roster_member_by_run on roster_member (tenant, roster, run);
