-- Whom a visit is about, where that is somebody else than the visitor: whose work is reviewed, whose data is asked for.
alter table launch_session add column subject {bytes};
create index launch_session_by_subject on launch_session (tenant, subject);

-- Whether the platform opens a learner's work from its gradebook: as it says at registration, or as a launch shows.
alter table registration add column reviews_submissions {int} not null default 0;

-- Whether the platform opened the visit in a window of its own: then there is no frame to make higher.
alter table launch_session add column in_window {int} not null default 0;

-- The installation of the platform, as its launches name it, for support.
alter table deployment add column platform_guid {text};
alter table deployment add column platform_name {text};
