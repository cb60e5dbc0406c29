-- Data that came along with statements (xAPI 1.0.3 part 2 §2.4.11), named by its SHA-2 hash; the bytes are files under
-- LECTERN_DATA/attachments. A file stays as long as one row names it.
CREATE TABLE statement_attachment (
    tenant {int} NOT NULL,
    sha2 {bytes} NOT NULL,
    seq {int} NOT NULL,
    PRIMARY KEY (tenant, sha2, seq)
){clustered};

CREATE INDEX statement_attachment_seq ON statement_attachment (tenant, seq);

-- What was found of the signatures of statements (part 2 §2.6) when they came: trusted, unknown or expired by the
-- certificate's chain; anonymous without a certificate; unseen when the data stands elsewhere; removed by erasure.
CREATE TABLE statement_signature (
    tenant {int} NOT NULL,
    seq {int} NOT NULL,
    sha2 {bytes} NOT NULL,
    finding {text} NOT NULL,
    checked_at {int} NOT NULL,
    PRIMARY KEY (tenant, seq, sha2)
){clustered};
