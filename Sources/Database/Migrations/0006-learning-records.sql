-- Statements as they are answered (xAPI 1.0.3 part 2 §2.3.1: never changed but by erasure), in order of arrival.
-- digest: SHA-256, cut to 16 bytes, of what counts in comparing two statements with one id.
-- authority: keyed hash of the authority's identifier; source: a session of content (1), a client (2), the service (3).
-- voiding: 1 when the statement voids another.
CREATE TABLE statement (
    seq {serial},
    tenant {int} NOT NULL,
    id {bytes} NOT NULL,
    stored_at {int} NOT NULL,
    authority {bytes} NOT NULL,
    source {int} NOT NULL,
    digest {bytes} NOT NULL,
    voiding {int} NOT NULL,
    body {bytes} NOT NULL,
    UNIQUE (tenant, id)
){table};

CREATE INDEX statement_stored ON statement (tenant, stored_at, seq);

-- One row for each thing by which a statement is found: agent, related agent, verb, activity, related activity,
-- registration. key: one byte of kind and fifteen of a hash.
CREATE TABLE statement_key (
    tenant {int} NOT NULL,
    key {bytes} NOT NULL,
    stored_at {int} NOT NULL,
    seq {int} NOT NULL,
    PRIMARY KEY (tenant, key, stored_at, seq)
){clustered};

-- Statements whose object is a StatementRef, found by their target, which may not be there yet.
CREATE TABLE statement_reference (
    tenant {int} NOT NULL,
    target {bytes} NOT NULL,
    seq {int} NOT NULL,
    voiding {int} NOT NULL,
    PRIMARY KEY (tenant, target, seq)
){clustered};

-- Each change of a stored statement: why, and the keyed hash of what was answered before.
CREATE TABLE statement_rewrite (
    tenant {int} NOT NULL,
    id {bytes} NOT NULL,
    rewritten_at {int} NOT NULL,
    reason {text} NOT NULL,
    original_hash {bytes} NOT NULL,
    PRIMARY KEY (tenant, id, rewritten_at)
){clustered};

-- What statements with the right to define said about an activity, joined (xAPI 1.0.3 part 2 §2.4.4.1).
CREATE TABLE activity_definition (
    tenant {int} NOT NULL,
    activity {bytes} NOT NULL,
    iri {bytes} NOT NULL,
    definition {bytes} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (tenant, activity)
){table};

-- Documents of the state (1), activity profile (2) and agent profile (3) resources.
-- agent: keyed hash of the identifier, empty for activity profiles; activity: hash of the IRI, empty for agent
-- profiles; registration: empty for none; name: hash of the document's id, which stands whole in document_id.
CREATE TABLE document (
    tenant {int} NOT NULL,
    resource {int} NOT NULL,
    activity {bytes} NOT NULL,
    agent {bytes} NOT NULL,
    registration {bytes} NOT NULL,
    name {bytes} NOT NULL,
    document_id {bytes} NOT NULL,
    activity_iri {bytes} NOT NULL,
    content_type {bytes} NOT NULL,
    etag {text} NOT NULL,
    changed_at {int} NOT NULL,
    content {bytes} NOT NULL,
    PRIMARY KEY (tenant, resource, activity, agent, registration, name)
){table};

CREATE INDEX document_agent ON document (tenant, agent);
