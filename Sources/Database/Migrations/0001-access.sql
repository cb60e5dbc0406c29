-- Customers. Every other row belongs to one.
create table tenant (
    id {int} not null primary key,
    name {text} not null,
    created_at {int} not null
){table};

-- People. Names and addresses are sealed with a key per person, which is wrapped by the vault's key.
create table person (
    tenant {int} not null,
    id {bytes} not null,
    account_name {text} not null,
    wrapped_key {bytes},
    sealed_profile {bytes},
    created_at {int} not null,
    changed_at {int} not null,
    erased_at {int},
    primary key (tenant, id)
){clustered};
create unique index person_by_account_name on person (tenant, account_name);

-- What a person is known by, found by keyed hash.
create table person_identifier (
    tenant {int} not null,
    lookup {bytes} not null,
    person {bytes} not null,
    kind {text} not null,
    sealed {bytes} not null,
    source {text} not null,
    created_at {int} not null,
    primary key (tenant, lookup)
){clustered};
create index person_identifier_by_person on person_identifier (tenant, person);

-- Tombstones: what erased people were known by.
create table erased_identifier (
    tenant {int} not null,
    lookup {bytes} not null,
    person {bytes} not null,
    erased_at {int} not null,
    primary key (tenant, lookup)
){clustered};
create index erased_identifier_by_person on erased_identifier (tenant, person);

-- Clients of the LRS. The tenant isn't known before the credential is.
create table client_credential (
    key_id {text} not null primary key,
    tenant {int} not null,
    name {text} not null,
    scopes {text} not null,
    revision {int} not null,
    created_at {int} not null,
    revoked_at {int}
){table};
create index client_credential_by_tenant on client_credential (tenant, created_at);

create table client_secret (
    key_id {text} not null,
    secret_hash {bytes} not null,
    created_at {int} not null,
    expires_at {int},
    primary key (key_id, secret_hash)
){clustered};

-- Staff. The login is sealed with the vault's key and found by keyed hash, in all tenants at once.
create table staff_user (
    id {bytes} not null primary key,
    tenant {int} not null,
    login_lookup {bytes} not null,
    sealed_login {bytes} not null,
    password_hash {text} not null,
    roles {text} not null,
    created_at {int} not null,
    disabled_at {int}
){table};
create unique index staff_user_by_login on staff_user (login_lookup);
create index staff_user_by_tenant on staff_user (tenant, created_at);

create table staff_session (
    token_hash {bytes} not null primary key,
    staff_user {bytes} not null,
    created_at {int} not null,
    seen_at {int} not null
){table};
create index staff_session_by_user on staff_session (staff_user);
create index staff_session_by_age on staff_session (created_at);

-- One row for each limited thing (an address, a login); empty again at full_at.
create table rate_limit (
    bucket {bytes} not null primary key,
    full_at {int} not null
){table};
create index rate_limit_by_time on rate_limit (full_at);

-- The audit log. Lines are inserted unchained; the sealer gives them a position and a hash.
create table audit_event (
    id {serial},
    tenant {int} not null,
    at {int} not null,
    actor_kind {text} not null,
    actor {text} not null,
    verb {text} not null,
    object_kind {text} not null,
    object {text} not null,
    person {bytes},
    amount {int} not null,
    purpose {text} not null,
    position {int},
    hash {bytes}
){table};
create index audit_event_unsealed on audit_event (id) where position is null;
create unique index audit_event_by_position on audit_event (position);
create index audit_event_by_tenant on audit_event (tenant, at);
create index audit_event_by_person on audit_event (tenant, person, at);

-- The end of the chain, and who may add to it at the moment.
create table audit_chain (
    id {int} not null primary key,
    position {int} not null,
    hash {bytes} not null,
    holder {bytes} not null,
    lease_until_at {int} not null
){table};

-- The chain's end at the close of each day (UTC), signed.
create table audit_head (
    day {text} not null primary key,
    position {int} not null,
    hash {bytes} not null,
    signature {text} not null,
    signed_at {int} not null
){table};
