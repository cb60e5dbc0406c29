-- Registered platforms. Their tenant isn't known before the registration is (D8): issuer and client id find it.
create table registration (
    id {bytes} not null primary key,
    tenant {int} not null,
    party_key {bytes} not null,
    issuer_key {bytes} not null,
    issuer {text} not null,
    client_id {text} not null,
    name {text} not null,
    auth_url {text} not null,
    token_url {text} not null,
    jwks_url {text} not null,
    token_audience {text},
    algorithms {text} not null,
    trusted_audiences {text} not null,
    deployment_policy {text} not null,
    allow_anonymous {int} not null,
    require_same_target {int} not null,
    keep_profiles {int} not null,
    active {int} not null,
    created_at {int} not null,
    changed_at {int} not null
){table};
create unique index registration_by_party on registration (party_key);
create index registration_by_issuer on registration (issuer_key);
create index registration_by_tenant on registration (tenant, created_at);

-- A tool's place in one of a platform's accounts. With its registration it tells the tenant of a launch.
create table deployment (
    registration {bytes} not null,
    deployment_key {bytes} not null,
    id {bytes} not null,
    tenant {int} not null,
    deployment_id {text} not null,
    state {text} not null,
    product {text},
    product_version {text},
    first_seen_at {int} not null,
    changed_at {int} not null,
    primary key (registration, deployment_key)
){clustered};
create unique index deployment_by_id on deployment (id);
create index deployment_by_tenant on deployment (tenant, first_seen_at);

-- Logins that wait for their launch; state and nonce are used up together by setting used_at.
create table login_state (
    state_hash {bytes} not null primary key,
    nonce_hash {bytes} not null,
    browser_hash {bytes} not null,
    registration {bytes} not null,
    target_link_uri {text} not null,
    initiation {text} not null,
    created_at {int} not null,
    expires_at {int} not null,
    used_at {int}
){clustered};
create unique index login_state_by_nonce on login_state (nonce_hash);
create index login_state_by_age on login_state (expires_at);

-- Every launch, also those that failed, with each check. Tenant 0: it belongs to no registration.
create table launch (
    tenant {int} not null,
    id {bytes} not null,
    at {int} not null,
    reference {text} not null,
    registration {bytes},
    deployment_id {text},
    person {bytes},
    link {bytes},
    cohort {bytes},
    standing {text},
    roles {text} not null,
    outcome {text} not null,
    failure_class {text},
    status {int} not null,
    checks {text} not null,
    warnings {text} not null,
    primary key (tenant, id)
){clustered};
create index launch_by_time on launch (tenant, at);
create index launch_by_person on launch (tenant, person, at);
create index launch_by_reference on launch (reference);

-- Open visits. The handle is the launch's path and no secret; the token's hash is what proves it (D16).
create table launch_session (
    handle {text} not null primary key,
    tenant {int} not null,
    token_hash {bytes} not null,
    person {bytes},
    registration {bytes} not null,
    link {bytes} not null,
    cohort {bytes},
    enrolment {bytes},
    standing {text} not null,
    is_test_user {int} not null,
    locale {text},
    return_url {text},
    frame_origins {text} not null,
    created_at {int} not null,
    seen_at {int} not null
){table};
create index launch_session_by_person on launch_session (tenant, person);
create index launch_session_by_age on launch_session (created_at);

-- Placements of the tool in courses of platforms, with their services: those belong to the link, not to a launch.
create table resource_link (
    tenant {int} not null,
    id {bytes} not null,
    registration {bytes} not null,
    deployment {bytes} not null,
    link_key {bytes} not null,
    link_id {text} not null,
    title {text},
    context_id {text},
    context_title {text},
    cohort {bytes},
    bound_by {text},
    bound_at {int},
    lineitem_url {text},
    lineitems_url {text},
    own_lineitem_url {text},
    own_lineitem_until_at {int} not null,
    grade_scopes {text} not null,
    memberships_url {text},
    created_at {int} not null,
    launched_at {int} not null,
    primary key (tenant, id)
){clustered};
create unique index resource_link_by_key on resource_link (tenant, registration, deployment, link_key);
create index resource_link_by_cohort on resource_link (tenant, cohort);

-- Opaque keys that stand in a link's custom parameters, by hash.
create table link_binding (
    tenant {int} not null,
    binding_key {bytes} not null,
    cohort {bytes} not null,
    created_by {text} not null,
    created_at {int} not null,
    primary key (tenant, binding_key)
){clustered};
create index link_binding_by_cohort on link_binding (tenant, cohort);

-- Who came by which link, and what was last sent home for them.
create table link_visit (
    tenant {int} not null,
    link {bytes} not null,
    person {bytes} not null,
    enrolment {bytes},
    standing {text} not null,
    is_test_user {int} not null,
    first_at {int} not null,
    last_at {int} not null,
    primary key (tenant, link, person)
){clustered};
create index link_visit_by_enrolment on link_visit (tenant, enrolment);
create index link_visit_by_person on link_visit (tenant, person);

create table score_delivery (
    tenant {int} not null,
    link {bytes} not null,
    person {bytes} not null,
    enrolment {bytes} not null,
    message {int} not null,
    stamped_at {int} not null,
    scaled {real},
    activity_progress {text} not null,
    grading_progress {text} not null,
    state {text} not null,
    note {text} not null,
    changed_at {int} not null,
    primary key (tenant, link, person)
){clustered};
create index score_delivery_by_person on score_delivery (tenant, person);
