-- Registrations that the platform began: pending ones wait for an administrator; what was granted and asked; the address
-- and the sealed token with which the registration can be changed at the platform.
alter table registration add column pending {int} not null default 0;
alter table registration add column asked_scopes {text} not null default '';
alter table registration add column granted_scopes {text} not null default '';
alter table registration add column product {text};
alter table registration add column update_url {text};
alter table registration add column sealed_update_token {bytes};

-- Codes with which a platform's administrator may register without asking ours; each works once.
create table registration_invite (
    invite_hash {bytes} not null primary key,
    tenant {int} not null,
    trusted_issuer {text},
    keep_profiles {int} not null,
    created_by {text} not null,
    created_at {int} not null,
    expires_at {int} not null,
    used_at {int}
){table};
create index registration_invite_by_tenant on registration_invite (tenant, created_at);
