-- What a visit is for, and the part of the course that its link leads to.
alter table launch_session add column purpose {text} not null default 'visit';
alter table launch_session add column module {bytes};
alter table launch_session add column lesson {bytes};

-- A link leads to a whole course, a module or a lesson; the resource id names that to the platform's gradebook.
alter table resource_link add column module {bytes};
alter table resource_link add column lesson {bytes};
alter table resource_link add column resource_id {text};

-- A key is good for one deployment when a picker made it, and everywhere in its tenant when staff did.
alter table link_binding add column module {bytes};
alter table link_binding add column lesson {bytes};
alter table link_binding add column resource_id {text};
alter table link_binding add column title {text};
alter table link_binding add column registration {bytes};
alter table link_binding add column deployment {bytes};
alter table link_binding add column context_id {text};
alter table link_binding add column placed_at {int};
create index link_binding_by_registration on link_binding (tenant, registration, created_at);

-- Platforms' requests to choose content, until they are answered. The settings are bytes, since they go back unchanged.
create table deep_linking_request (
    tenant {int} not null,
    id {bytes} not null,
    registration {bytes} not null,
    deployment {bytes} not null,
    deployment_id {text} not null,
    context_id {text},
    context_title {text},
    settings {bytes} not null,
    created_at {int} not null,
    answered_at {int},
    items {int},
    primary key (tenant, id)
){clustered};
create index deep_linking_request_by_age on deep_linking_request (created_at);
