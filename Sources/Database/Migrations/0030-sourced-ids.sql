-- The ids of a link's course in the student information system (LTI Core 1.3 §5.4.5).
alter table resource_link add column offering_sourced_id {text};
alter table resource_link add column section_sourced_id {text};

-- What a link's roster said of a member beyond the roster itself, sealed with the person's key (NRPS 2.0 §3.2).
alter table roster_member add column sealed_custom {bytes};
