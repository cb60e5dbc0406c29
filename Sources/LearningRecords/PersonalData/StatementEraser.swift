import Cryptography
package import Database
package import PersonalData
package import Values
import XAPI

/// Takes a person out of statements: each mention gives way to the part it played, so that what others did, and that
/// somebody did this, stays on record (traps: erasing a teacher must not destroy learners' records).
package struct StatementEraser: PersonalDataEraser {
    private let agentKey: AgentKeying
    private let masks: RecordMasks
    private let originalHash: @Sendable ([UInt8]) -> [UInt8]
    /// Rows of the index that are written at once.
    private static let keysTogether = 4_096

    /// - Parameter originalHash: a keyed hash of a statement's bytes, kept as proof of what stood there.
    package init(
        agentKey: AgentKeying, masks: RecordMasks, originalHash: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) {
        self.agentKey = agentKey
        self.masks = masks
        self.originalHash = originalHash
    }

    package let tables = ["statement", "statement_key"]

    package func erase(
        _ person: PersonReference, in transaction: Transaction, at now: Instant
    ) throws -> ErasureCount {
        let found = PersonStatements(person: person)
        let keys = found.keys(.agent) + found.keys(.relatedAgent)
        var rewritten = 0
        var added: [StatementKeyRow] = []
        let store = StatementStore(person.tenant, agentKey: agentKey)
        try found.forEach(keys, in: transaction) { entry in
            let (body, newKeys) = try rewrite(entry, of: person)
            added += newKeys.map { StatementKeyRow(key: $0, stored: entry.stored, row: entry.row) }
            if added.count >= Self.keysTogether {
                try store.insertKeys(added, in: transaction)
                added = []
            }
            guard let body else { return }
            try replace(entry, by: body, tenant: person.tenant, at: now, in: transaction)
            rewritten += 1
        }
        try store.insertKeys(added, in: transaction)
        let removed = try removeKeys(keys, tenant: person.tenant, in: transaction)
        return ErasureCount("statement", .replaced, rewritten) + ErasureCount("statement_key", .deleted, removed)
    }

    /// The new body, nil when the statement itself doesn't name the person, and the keys by which it is found from
    /// now on. One that merely refers to such a statement gets the keys of whoever stands there now.
    private func rewrite(
        _ entry: PersonStatements.Entry, of person: PersonReference
    ) throws -> (body: [UInt8]?, keys: Set<StatementKey>) {
        let names = Set(person.agentKeys)
        let statement = try StoredStatement.read(entry.body)
        let rewritten = StatementRewriter.rewrite(statement.value) { mention in
            guard let identifier = mention.identifier, names.contains(agentKey(identifier.canonical)) else {
                return nil
            }
            return masks.erased(mention.role)
        }
        guard let rewritten else {
            let actor = agentKey(masks.erased(AgentRole(.actor)).canonical)
            return (nil, [StatementKey(.agent, hash: actor)])
        }
        let after = try StoredStatement.read(rewritten.bytes)
        return (rewritten.bytes, StatementKeys(after, authority: nil, agentKey: agentKey).all)
    }

    private func replace(
        _ entry: PersonStatements.Entry, by body: [UInt8], tenant: TenantID, at now: Instant,
        in transaction: Transaction
    ) throws {
        let digest = Array(Digest.sha256(try StoredStatement.read(body).logicalForm).prefix(16))
        try transaction.execute(
            "update statement set body = \(body), digest = \(digest) where seq = \(entry.row) and tenant = \(tenant)")
        try transaction.execute(
            """
            insert into statement_rewrite (tenant, id, rewritten_at, reason, original_hash)
            values (\(tenant), \(entry.id), \(now), 'erasure', \(originalHash(entry.body)))
            on conflict (tenant, id, rewritten_at) do nothing
            """)
    }

    private func removeKeys(
        _ keys: [StatementKey], tenant: TenantID, in transaction: Transaction
    ) throws -> Int {
        guard !keys.isEmpty else { return 0 }
        return try transaction.execute(
            "delete from statement_key where tenant = \(tenant) and key in (\(list: keys.map(\.bytes)))")
    }
}

/// Deletes the documents of a person: states in all activities, and the agent profile.
package struct DocumentEraser: PersonalDataEraser {
    package init() {}

    package let tables = ["document"]

    package func erase(
        _ person: PersonReference, in transaction: Transaction, at: Instant
    ) throws -> ErasureCount {
        guard !person.agentKeys.isEmpty else { return ErasureCount("document", .deleted, 0) }
        let deleted = try transaction.execute(
            "delete from document where tenant = \(person.tenant) and agent in (\(list: person.agentKeys))")
        return ErasureCount("document", .deleted, deleted)
    }
}
