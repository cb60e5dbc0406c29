-- Launches that didn't open, which staff look for among many that did.
create index launch_not_opened on launch (tenant, outcome, at) where outcome <> 'opened';

-- The other side that a delivery is for: a platform's registration. Lists are narrowed by it.
alter table outbox add column party {bytes};
update outbox set party = (
    select l.registration from resource_link l
    where l.tenant = outbox.tenant and l.id = substr(outbox.ordering_key, 1, 16))
where topic in ('ags.score', 'ags.lineitem');
update outbox set party = (
    select r.registration from roster r where r.tenant = outbox.tenant and r.id = outbox.ordering_key)
where topic = 'nrps.sync';
update outbox set party = (select d.registration from deployment d where d.id = outbox.ordering_key)
where topic in ('pns.subscribe', 'pns.notice');
create index outbox_party on outbox (tenant, party, state, id) where party is not null;
