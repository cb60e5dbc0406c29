-- Whose pages may show a platform's launches in a frame, beside its own addresses; separated by spaces.
alter table registration add column frame_sources {text} not null default '';

-- What the browser said when a login began: the page that it came from, and whether it stood in a frame.
alter table login_state add column embedder {text};
alter table login_state add column framed {int} not null default 0;

-- The deployment that a visit came by: a visit ends when it is switched off. Null for visits from before.
alter table launch_session add column deployment {bytes};
