-- A line item of our own: found, made (and then ours to change and remove) or removed by staff; what we asked for and
-- what the platform made of its maximum.
alter table resource_link add column own_lineitem_origin {text} not null default '';
alter table resource_link add column own_lineitem_asked {text};
alter table resource_link add column own_lineitem_maximum {real};

-- What the line items that we make in a platform's gradebooks count to.
alter table registration add column grade_maximum {real} not null default 100;

-- What staff wrote about a learner's result for the platform's gradebook, sealed with the person's key.
create table score_comment (
    tenant {int} not null,
    enrolment {bytes} not null,
    person {bytes} not null,
    sealed {bytes} not null,
    changed_at {int} not null,
    primary key (tenant, enrolment)
){clustered};
create index score_comment_by_person on score_comment (tenant, person);
