-- How far the import of a file of statements has come. digest: SHA-256 of the file; done: statements that are stored.
CREATE TABLE statement_import (
    tenant {int} NOT NULL,
    digest {bytes} NOT NULL,
    done {int} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (tenant, digest)
){clustered};
