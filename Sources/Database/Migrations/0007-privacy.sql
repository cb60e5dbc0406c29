-- Requests of data subjects, from receipt to outcome. After an erasure the row stays as proof, without the person.

create table data_request (
    tenant {int} not null,
    id {bytes} not null,
    number {text} not null,
    kind {text} not null,
    person {bytes},
    state {text} not null,
    ground {text},
    received_at {int} not null,
    due_at {int} not null,
    extended_at {int},
    requested_by {text} not null,
    approved_at {int},
    closed_at {int},
    counts {text},
    certificate {text},
    primary key (tenant, id)
) {clustered};

create unique index data_request_number on data_request (tenant, number);
create index data_request_person on data_request (tenant, person);
create index data_request_received on data_request (tenant, received_at);

create table data_request_event (
    seq {serial},
    tenant {int} not null,
    request {bytes} not null,
    state {text} not null,
    changed_by {text} not null,
    reason {text},
    changed_at {int} not null
) {table};

create index data_request_event_of on data_request_event (tenant, request, seq);

-- Who stands behind an irreversible step; each staff user once.
create table data_request_approval (
    tenant {int} not null,
    request {bytes} not null,
    approver {text} not null,
    approved_at {int} not null,
    primary key (tenant, request, approver)
) {clustered};
