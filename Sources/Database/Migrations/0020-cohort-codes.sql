-- Codes with which a teacher of a platform's course may lead its links to a cohort that isn't that course's; each works
-- once. registration, deployment, context_key: where it was used.
create table cohort_code (
    tenant {int} not null,
    code_hash {bytes} not null,
    cohort {bytes} not null,
    created_by {text} not null,
    created_at {int} not null,
    expires_at {int} not null,
    used_at {int},
    registration {bytes},
    deployment {bytes},
    context_key {bytes},
    primary key (tenant, code_hash)
){clustered};
create index cohort_code_by_place on cohort_code (tenant, registration, deployment, context_key);
create index resource_link_by_context on resource_link (tenant, registration, deployment, context_id);
create index cohort_code_by_age on cohort_code (expires_at);
