-- Work to be done after a commit, recorded in its transaction and delivered at least once.
-- state: 0 waiting, 1 delivered, 2 dead (the limit was reached, or it can never succeed).
-- ordering_key: messages of one topic and key are delivered one after another, in order of id.
-- person: whom the message is about, so that it goes when the person is erased.
-- lease: the claim of the worker that delivers it now; after lease_until any worker may claim it again.
CREATE TABLE outbox (
    id {serial},
    tenant {int} NOT NULL,
    topic {text} NOT NULL,
    ordering_key {bytes},
    person {bytes},
    payload {text} NOT NULL,
    state {int} NOT NULL,
    attempts {int} NOT NULL,
    enqueued_at {int} NOT NULL,
    due_at {int} NOT NULL,
    lease {bytes},
    lease_until {int},
    finished_at {int},
    note {text}
){table};

-- What a worker looks for; delivered messages, which are most, aren't in it.
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 0;
CREATE INDEX outbox_order ON outbox (topic, ordering_key, id) WHERE state = 0;
CREATE INDEX outbox_person ON outbox (tenant, person) WHERE person IS NOT NULL;
-- What the administrator's page lists.
CREATE INDEX outbox_list ON outbox (tenant, state, id);

-- Each try, as it ended. outcome: 1 delivered, 2 to be tried again, 3 failed for good.
CREATE TABLE outbox_attempt (
    message {int} NOT NULL,
    number {int} NOT NULL,
    tenant {int} NOT NULL,
    started_at {int} NOT NULL,
    finished_at {int} NOT NULL,
    outcome {int} NOT NULL,
    note {text} NOT NULL,
    PRIMARY KEY (message, number)
){clustered};
