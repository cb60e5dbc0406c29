-- The public key of a platform that publishes no key set, in PEM.
alter table registration add column public_key {text};
