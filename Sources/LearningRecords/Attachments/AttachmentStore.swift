import Cryptography
package import Database
package import Values
package import XAPI

/// Which statements carry which data, and what is known of their signatures.
package struct AttachmentStore: Sendable {
    /// A statement with data that came along with it.
    package struct Link: Hashable, Sendable {
        package let statement: UUID16
        package let hash: AttachmentHash
        /// Of an attachment that is a signature.
        package let signature: StatementSignature.Finding?

        package init(statement: UUID16, hash: AttachmentHash, signature: StatementSignature.Finding? = nil) {
            self.statement = statement
            self.hash = hash
            self.signature = signature
        }
    }

    private let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Writes what statements carry. What is known already stays, except that a signature was unseen.
    package func add(_ links: [Link], in transaction: Transaction, at now: Instant) throws {
        for link in links {
            if link.signature != .unseen {
                try transaction.execute(
                    """
                    insert into statement_attachment (tenant, sha2, seq)
                    select tenant, \(link.hash.bytes), seq from statement
                    where tenant = \(tenant) and id = \(link.statement) on conflict do nothing
                    """)
            }
            guard let signature = link.signature else { continue }
            try transaction.execute(
                """
                insert into statement_signature (tenant, sha2, seq, finding, checked_at)
                select tenant, \(link.hash.bytes), seq, \(signature.name), \(now) from statement
                where tenant = \(tenant) and id = \(link.statement)
                on conflict (tenant, seq, sha2) do update set finding = excluded.finding,
                    checked_at = excluded.checked_at
                where statement_signature.finding = 'unseen' and excluded.finding <> 'unseen'
                """)
        }
    }

    /// The data that came along with any of the statements.
    package func carried(by statements: [UUID16], in transaction: Transaction) throws -> Set<AttachmentHash> {
        var found: Set<AttachmentHash> = []
        for chunk in statements.chunks(of: StatementStore.chunk) {
            let rows = try transaction.rows(
                """
                select distinct a.sha2 from statement s
                join statement_attachment a on a.tenant = s.tenant and a.seq = s.seq
                where s.tenant = \(tenant) and s.id in (\(list: chunk))
                """)
            for row in rows { found.formUnion(AttachmentHash(bytes: try row.bytes(0)).map { [$0] } ?? []) }
        }
        return found
    }

    /// Those of the hashes that some statement carries.
    package func wanted(_ hashes: Set<AttachmentHash>, in transaction: Transaction) throws -> Set<AttachmentHash> {
        var found: Set<AttachmentHash> = []
        for chunk in hashes.map(\.bytes).chunks(of: StatementStore.chunk) {
            let rows = try transaction.rows(
                """
                select distinct sha2 from statement_attachment
                where tenant = \(tenant) and sha2 in (\(list: Array(chunk)))
                """)
            for row in rows { found.formUnion(AttachmentHash(bytes: try row.bytes(0)).map { [$0] } ?? []) }
        }
        return found
    }

    /// What was found of a statement's signatures, and when: `trusted`, `unknown`, `expired`, `anonymous`, `unseen`, or
    /// `removed` where the signer was erased.
    package func signatures(
        of statement: UUID16, in transaction: Transaction
    ) throws -> [(finding: String, checked: Instant)] {
        try transaction.rows(
            """
            select g.finding, g.checked_at from statement s
            join statement_signature g on g.tenant = s.tenant and g.seq = s.seq
            where s.tenant = \(tenant) and s.id = \(statement) order by g.sha2
            """
        ).map { (try $0.text(0), try $0.instant(1)) }
    }
}

extension StatementSignature.Finding {
    var name: String {
        switch self {
        case .certified(let trust): trust.rawValue
        case .anonymous: "anonymous"
        case .unseen: "unseen"
        }
    }
}
