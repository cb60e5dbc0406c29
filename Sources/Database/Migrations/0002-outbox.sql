-- Work to be done later, written in the transaction that asks for it (design D11).
-- state: waiting, delivered, dead. ordering_key: messages of one topic with the same key are delivered one after the other.
-- lease_until: until then a worker has it; a worker that dies lets it run out.
create table outbox (
    id {serial},
    tenant {int} not null,
    topic {text} not null,
    ordering_key {bytes},
    person {bytes},
    payload {text} not null,
    state {text} not null,
    attempts {int} not null,
    created_at {int} not null,
    due_at {int} not null,
    lease_until {int},
    finished_at {int},
    note {text}
){table};

create index outbox_due on outbox (state, due_at, id);
create index outbox_order on outbox (tenant, topic, ordering_key, state, id);
create index outbox_person on outbox (tenant, person);

-- Each try, with what came of it: delivered, retry, failed. Notes hold no personal data.
create table outbox_attempt (
    seq {serial},
    tenant {int} not null,
    message {int} not null,
    attempted_at {int} not null,
    duration {int} not null,
    outcome {text} not null,
    note {text} not null
){table};

create index outbox_attempt_of on outbox_attempt (tenant, message, seq);
