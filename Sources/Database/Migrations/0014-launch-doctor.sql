-- What a launch brought, masked: names of claims, and values that tell nobody who launched.
alter table launch add column received {text} not null default '[]';
