package import Database
package import Values
import XAPI

/// The statements of one tenant. Its functions work in the caller's transaction.
package struct StatementStore: Sendable {
    package let tenant: TenantID
    let agentKey: AgentKeying

    package init(_ tenant: TenantID, agentKey: AgentKeying) {
        self.tenant = tenant
        self.agentKey = agentKey
    }

    /// Stores a batch as a whole or not at all (1.0.3 Communication §3.2), in the order given.
    ///
    /// - Parameter stored: from ``StoredClock`` in the same transaction; one moment for the batch.
    /// - Returns: for each statement whether it is new.
    /// - Throws: `conflict` when an id is taken by another statement, `invalid` when an id stands twice in the batch;
    ///   the caller's transaction is then to be given up.
    package func append(
        _ batch: [IncomingStatement], in transaction: Transaction, stored: Instant
    ) throws -> [AppendOutcome] {
        try refuseRepeats(in: batch)
        var keyRows: [StatementKeyRow] = []
        var fresh: [(statement: IncomingStatement, row: Int64)] = []
        var outcomes: [AppendOutcome] = []
        for incoming in batch {
            if let row = try insert(incoming, in: transaction, stored: stored) {
                fresh.append((incoming, row))
                keyRows += incoming.keys.map { StatementKeyRow(key: $0, stored: stored, row: row) }
                outcomes.append(.stored)
            } else {
                outcomes.append(.alreadyStored)
            }
        }
        try insertKeys(keyRows, in: transaction)
        try follow(fresh, in: transaction, stored: stored)
        return outcomes
    }

    /// Nil when the same statement is there already.
    private func insert(
        _ incoming: IncomingStatement, in transaction: Transaction, stored: Instant
    ) throws -> Int64? {
        let voiding = incoming.statement.isVoiding
        let inserted = try transaction.row(
            """
            insert into statement (tenant, id, stored_at, authority, source, digest, voiding, body)
            values (\(tenant), \(incoming.id), \(stored), \(incoming.authority), \(incoming.source.number),
                \(incoming.digest), \(voiding), \(incoming.body(stored: stored)))
            on conflict (tenant, id) do nothing returning seq
            """)
        if let inserted { return try inserted.int(0) }
        let known = try transaction.row(
            "select digest from statement where tenant = \(tenant) and id = \(incoming.id)")
        guard try known?.bytes(0) == incoming.digest else {
            throw ServiceError(.conflict, "Another statement has the id \(incoming.id) already.")
        }
        return nil
    }

    private func refuseRepeats(in batch: [IncomingStatement]) throws {
        guard batch.count > 1 else { return }
        var seen: Set<UUID16> = []
        var faults: [ServiceError.Fault] = []
        for (place, incoming) in batch.enumerated() where !seen.insert(incoming.id).inserted {
            faults.append(.init("/\(place)/id", "The id \(incoming.id) stands twice in the batch."))
        }
        guard faults.isEmpty else {
            throw ServiceError(.invalid, "An id stands twice in the batch.", faults: faults)
        }
    }
}
