-- What to do when a platform says that a course was copied: ask, auto, off.
alter table registration add column copy_policy {text} not null default 'ask';

-- The notices that a deployment's platform can send, as its launches say; proven_at: a first notice arrived.
create table notification_service (
    tenant {int} not null,
    deployment {bytes} not null,
    registration {bytes} not null,
    url {text} not null,
    offered {int} not null,
    types {text} not null,
    seen_at {int} not null,
    proven_at {int},
    primary key (tenant, deployment)
){clustered};
create index notification_service_by_registration on notification_service (tenant, registration);

-- Whether we asked a platform for a type of notice, and how that went.
create table notice_subscription (
    tenant {int} not null,
    deployment {bytes} not null,
    notice_type {text} not null,
    state {text} not null,
    note {text} not null,
    changed_at {int} not null,
    primary key (tenant, deployment, notice_type)
){clustered};

-- Notices that were believed. Of what they hold only names of claims and values that tell of nobody are kept; person: whom
-- it is about, where we know them.
create table notice (
    tenant {int} not null,
    id {bytes} not null,
    registration {bytes} not null,
    deployment {bytes} not null,
    notice_key {bytes} not null,
    nonce_key {bytes} not null,
    notice_id {text} not null,
    type {text} not null,
    happened_at {int} not null,
    received_at {int} not null,
    context_id {text},
    context_title {text},
    origins {text} not null,
    person {bytes},
    received {text} not null,
    state {text} not null,
    note {text} not null,
    primary key (tenant, id)
){clustered};
create unique index notice_by_key on notice (tenant, deployment, notice_key);
create unique index notice_by_nonce on notice (registration, nonce_key);
create index notice_by_time on notice (tenant, registration, received_at);
create index notice_by_person on notice (tenant, person);
create index notice_by_age on notice (received_at);

-- Cohorts of a course that was copied, each offered to be set up anew for the copy; made is the new cohort.
create table copy_offer (
    tenant {int} not null,
    id {bytes} not null,
    registration {bytes} not null,
    deployment {bytes} not null,
    context_key {bytes} not null,
    context_id {text} not null,
    context_title {text},
    cohort {bytes} not null,
    source {text} not null,
    state {text} not null,
    made {bytes},
    created_at {int} not null,
    decided_at {int},
    decided_by {text},
    primary key (tenant, id)
){clustered};
create unique index copy_offer_by_place on copy_offer (tenant, deployment, context_key, cohort);
create index copy_offer_by_registration on copy_offer (tenant, registration, created_at);
