-- Up to when readers were told that they see every statement, with up to a second on top: what is stored later gets a
-- later time, also after a restart with a clock that was set back. SQLite alone needs it.
CREATE TABLE statement_promise (
    tenant {int} NOT NULL PRIMARY KEY,
    through {int} NOT NULL
){clustered};
