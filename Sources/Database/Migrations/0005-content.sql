-- Stored packages with their versions and launchable parts; sessions of content; blocks and courses that were satisfied.
-- *_key: the first half of the SHA-256 of an identifier, which is compared as bytes. *_hash: SHA-256 of a secret.

create table package (
    tenant {int} not null,
    id {bytes} not null,
    kind {text} not null,
    publisher_id {text} not null,
    publisher_key {bytes} not null,
    title {text} not null,
    created_at {int} not null,
    primary key (tenant, id)
) {clustered};

create index package_publisher on package (tenant, kind, publisher_key);

-- label is the host name under the content host; digest that of the uploaded file, so that a repeat finds its version.
create table package_version (
    tenant {int} not null,
    id {bytes} not null,
    package {bytes} not null,
    number {int} not null,
    label {text} not null,
    digest {bytes} not null,
    actor_form {text} not null,
    files {int} not null,
    size {int} not null,
    warnings {text} not null,
    imported_by {text} not null,
    imported_at {int} not null,
    removed_at {int},
    primary key (tenant, id)
) {clustered};

create unique index package_version_label on package_version (label);
create unique index package_version_number on package_version (tenant, package, number);
create index package_version_digest on package_version (tenant, digest);

-- activity_id is what xAPI sees: made by us for cmi5, the manifest's own for tincan. title and description are JSON.
create table package_item (
    tenant {int} not null,
    id {bytes} not null,
    version {bytes} not null,
    parent {bytes},
    position {int} not null,
    kind {text} not null,
    activity_id {text} not null,
    activity_key {bytes} not null,
    publisher_id {text} not null,
    publisher_key {bytes} not null,
    title {text} not null,
    description {text} not null,
    activity_type {text},
    url {text} not null,
    file {text},
    move_on {text} not null,
    mastery_score {real},
    launch_method {text} not null,
    launch_parameters {text},
    entitlement_key {text},
    primary key (tenant, id)
) {clustered};

create unique index package_item_position on package_item (tenant, version, position);

-- registration is the enrolment's id, or for staff who look around a number of its own. A credential is found by its
-- hash alone, since the tenant isn't known before.
create table content_session (
    tenant {int} not null,
    id {bytes} not null,
    registration {bytes} not null,
    enrolment {bytes},
    person {bytes} not null,
    account_home {text} not null,
    account_name {text} not null,
    item {bytes} not null,
    version {bytes} not null,
    lesson {bytes},
    handle {text} not null,
    kind {text} not null,
    mode {text} not null,
    session_name {text} not null,
    terms {text} not null,
    state {text} not null,
    opened_at {int} not null,
    last_seen_at {int} not null,
    expires_at {int} not null,
    ended_at {int},
    path_hash {bytes} not null,
    fetch_hash {bytes},
    fetch_expires_at {int},
    fetched_at {int},
    credential_hash {bytes},
    preferences_read {int} not null,
    initialized_id {bytes},
    completed_id {bytes},
    passed_id {bytes},
    failed_id {bytes},
    terminated_id {bytes},
    initialized_at {int},
    latest_at {int},
    last_statement_at {int},
    statements {int} not null,
    refused {int} not null,
    primary key (tenant, id)
) {clustered};

create unique index content_session_path on content_session (path_hash);
create unique index content_session_fetch on content_session (fetch_hash);
create unique index content_session_credential on content_session (credential_hash);
create index content_session_unit on content_session (tenant, registration, item);
create index content_session_person on content_session (tenant, person);
create index content_session_open on content_session (last_seen_at) where state = 'open';

create table satisfaction (
    tenant {int} not null,
    registration {bytes} not null,
    item {bytes} not null,
    person {bytes} not null,
    statement {bytes} not null,
    satisfied_at {int} not null,
    primary key (tenant, registration, item)
) {clustered};

create table waiver (
    tenant {int} not null,
    registration {bytes} not null,
    item {bytes} not null,
    person {bytes} not null,
    statement {bytes} not null,
    reason {text} not null,
    waived_by {text} not null,
    waived_at {int} not null,
    primary key (tenant, registration, item)
) {clustered};

create index satisfaction_person on satisfaction (tenant, person);
create index waiver_person on waiver (tenant, person);
