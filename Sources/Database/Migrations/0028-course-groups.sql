-- After how many whole readings in a row that lack a member they are dropped (0: never), and hours between two readings.
alter table registration add column roster_drop_after {int} not null default 2;
alter table registration add column roster_hours {int} not null default 24;
alter table roster_member add column missed {int} not null default 0;

-- Where a link's course lists its groups and sets of groups.
alter table resource_link add column groups_url {text};
alter table resource_link add column group_sets_url {text};

-- The groups of platforms' courses as they were listed last.
create table course_group (
    tenant {int} not null,
    registration {bytes} not null,
    deployment {bytes} not null,
    context_key {bytes} not null,
    group_key {bytes} not null,
    group_id {text} not null,
    name {text} not null,
    set_id {text},
    set_name {text},
    seen_at {int} not null,
    primary key (tenant, registration, deployment, context_key, group_key)
){clustered};

-- Which cohort of one of our courses a platform's group drives.
create table course_group_cohort (
    tenant {int} not null,
    registration {bytes} not null,
    deployment {bytes} not null,
    context_key {bytes} not null,
    group_key {bytes} not null,
    course {bytes} not null,
    cohort {bytes} not null,
    created_by {text} not null,
    created_at {int} not null,
    primary key (tenant, registration, deployment, context_key, group_key, course)
){clustered};
create index course_group_cohort_by_cohort on course_group_cohort (tenant, cohort);
