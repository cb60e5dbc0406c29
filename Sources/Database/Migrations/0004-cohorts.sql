-- Courses, modules, lessons; cohorts with their module windows; enrolments; completion with its evidence and ledger.
-- An enrolment's id is the xAPI registration (D6). A cohort's state is derived from intent and clock, never stored (D7).

create table course (
    tenant {int} not null,
    id {bytes} not null,
    code {text} not null,
    title {text} not null,
    language {text} not null,
    edition {text} not null,
    cohorts_enabled {int} not null,
    enrolment_policy {text} not null,
    default_cohort {bytes},
    default_weeks {int},
    opens_without_window {int} not null,
    created_by {text} not null,
    created_at {int} not null,
    archived_at {int},
    primary key (tenant, id)
) {clustered};

create unique index course_code on course (tenant, code);

create table module (
    tenant {int} not null,
    id {bytes} not null,
    course {bytes} not null,
    title {text} not null,
    position {int} not null,
    primary key (tenant, id)
) {clustered};

create index module_of_course on module (tenant, course, position);

-- activity_id is the launched root or AU id, compared as bytes; activity_key is the first half of its SHA-256.
create table lesson (
    tenant {int} not null,
    id {bytes} not null,
    course {bytes} not null,
    module {bytes} not null,
    title {text} not null,
    position {int} not null,
    required {int} not null,
    item {bytes},
    activity_id {text} not null,
    activity_key {bytes} not null,
    rule {text} not null,
    move_on {text} not null,
    failed_completes {int} not null,
    created_at {int} not null,
    primary key (tenant, id)
) {clustered};

create unique index lesson_activity on lesson (tenant, course, activity_key);
create index lesson_of_module on lesson (tenant, module, position);
create index lesson_item on lesson (tenant, item);

create table cohort (
    tenant {int} not null,
    id {bytes} not null,
    course {bytes} not null,
    name {text} not null,
    name_key {text} not null,
    learner_label {text},
    description {text},
    lifecycle {text} not null,
    access {text} not null,
    starts_at {int},
    ends_at {int},
    zone {text} not null,
    enrol_from {int},
    enrol_until {int},
    capacity {int},
    after_end {text} not null,
    is_default {int} not null,
    version {int} not null,
    created_by {text} not null,
    created_at {int} not null,
    updated_at {int} not null,
    primary key (tenant, id)
) {clustered};

create unique index cohort_name on cohort (tenant, course, name_key) where lifecycle <> 'archived';
create index cohort_of_course on cohort (tenant, course, created_at);

create table module_window (
    tenant {int} not null,
    cohort {bytes} not null,
    module {bytes} not null,
    unlock_at {int},
    lock_at {int},
    unlock_day {int},
    lock_day {int},
    primary key (tenant, cohort, module)
) {clustered};

-- course repeats the cohort's course, which never changes, so that a statement finds its lessons in one step.
create table enrolment (
    tenant {int} not null,
    id {bytes} not null,
    cohort {bytes} not null,
    course {bytes} not null,
    person {bytes} not null,
    status {text} not null,
    source {text} not null,
    enrolled_at {int} not null,
    status_changed_at {int} not null,
    reason {text},
    over_capacity {int} not null,
    last_activity_at {int},
    completed_at {int},
    primary key (tenant, id)
) {clustered};

create unique index enrolment_person on enrolment (tenant, cohort, person);
create index enrolment_of_person on enrolment (tenant, person, enrolled_at);
create index enrolment_of_course on enrolment (tenant, course, enrolled_at);

create table enrolment_change (
    seq {serial},
    tenant {int} not null,
    enrolment {bytes} not null,
    status {text} not null,
    reason {text},
    changed_by {text} not null,
    changed_at {int} not null
) {table};

create index enrolment_change_of on enrolment_change (tenant, enrolment, seq);

-- The result of a lesson's rule over its evidence (D4); a sealed row is never recomputed.
create table completion (
    tenant {int} not null,
    enrolment {bytes} not null,
    lesson {bytes} not null,
    met_at {int},
    completed_at {int},
    passed_at {int},
    failed_at {int},
    started_at {int},
    success {int},
    scaled {real},
    sealed_at {int},
    sealed_reason {text},
    primary key (tenant, enrolment, lesson)
) {clustered};

-- The statement that is the earliest of its role, or the best score.
create table completion_evidence (
    tenant {int} not null,
    enrolment {bytes} not null,
    lesson {bytes} not null,
    role {text} not null,
    statement {bytes} not null,
    happened_at {int} not null,
    stored_at {int} not null,
    seconds {real},
    scaled {real},
    raw {real},
    minimum {real},
    maximum {real},
    primary key (tenant, enrolment, lesson, role)
) {clustered};

create index completion_evidence_statement on completion_evidence (tenant, statement);

-- Append-only: what was known when, for reports "as of" a day. A rebuild adds lines and changes none.
create table completion_ledger (
    seq {serial},
    tenant {int} not null,
    enrolment {bytes} not null,
    lesson {bytes} not null,
    recorded_at {int} not null,
    cause {text} not null,
    met_at {int},
    completed_at {int},
    passed_at {int},
    failed_at {int},
    started_at {int},
    success {int},
    scaled {real},
    evidence {bytes}
) {table};

create index completion_ledger_of on completion_ledger (tenant, enrolment, lesson, seq);
