-- How verbs are displayed, as statements with the right to define said it, joined by language (xAPI 1.0.3 part 3
-- §2.1.3, format canonical).
CREATE TABLE verb_display (
    tenant {int} NOT NULL,
    verb {bytes} NOT NULL,
    iri {bytes} NOT NULL,
    display {bytes} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (tenant, verb)
){table};

-- The names that statements gave agents (xAPI 1.0.3 part 3 §2.4). agent: keyed hash of the identifier; name: keyed hash
-- of agent and name; sealed: the name, under the service's key.
CREATE TABLE agent_name (
    tenant {int} NOT NULL,
    agent {bytes} NOT NULL,
    name {bytes} NOT NULL,
    sealed {bytes} NOT NULL,
    seen_at {int} NOT NULL,
    PRIMARY KEY (tenant, agent, name)
){table};
