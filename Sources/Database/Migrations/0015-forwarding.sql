-- Other systems that get statements as they are stored: another LRS (1) or a signed webhook (2).
-- settings: the address, the credential and the filter, sealed. stored_at, seq: the place up to which they were sent.
-- refused: statements that the other side doesn't take, each in forwarding_refusal.
CREATE TABLE forwarding (
    tenant {int} NOT NULL,
    id {bytes} NOT NULL,
    name {text} NOT NULL,
    kind {int} NOT NULL,
    settings {bytes} NOT NULL,
    active {int} NOT NULL,
    stored_at {int} NOT NULL,
    seq {int} NOT NULL,
    sent {int} NOT NULL,
    refused {int} NOT NULL,
    created_at {int} NOT NULL,
    sent_at {int},
    PRIMARY KEY (tenant, id)
){table};

CREATE TABLE forwarding_refusal (
    tenant {int} NOT NULL,
    target {bytes} NOT NULL,
    seq {int} NOT NULL,
    statement {bytes} NOT NULL,
    status {int} NOT NULL,
    refused_at {int} NOT NULL,
    PRIMARY KEY (tenant, target, seq)
){clustered};
