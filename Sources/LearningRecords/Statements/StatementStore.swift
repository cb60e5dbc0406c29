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
        return try append(together: batch, in: transaction, stored: stored)
    }

    /// As ``append(_:in:stored:)``, for the statements of several requests, which may repeat one another.
    package func append(
        together batch: [IncomingStatement], in transaction: Transaction, stored: Instant
    ) throws -> [AppendOutcome] {
        var rows = try insert(batch, in: transaction, stored: stored)
        var keyRows: [StatementKeyRow] = []
        keyRows.reserveCapacity(batch.count * 8)
        var fresh: [(statement: IncomingStatement, row: Int64)] = []
        var outcomes: [AppendOutcome] = []
        for incoming in batch {
            if let row = rows.removeValue(forKey: incoming.id) {
                fresh.append((incoming, row))
                for key in incoming.keys { keyRows.append(StatementKeyRow(key: key, stored: stored, row: row)) }
                outcomes.append(.stored)
            } else {
                try requireSame(incoming, in: transaction)
                outcomes.append(.alreadyStored)
            }
        }
        try insertKeys(keyRows, in: transaction)
        try follow(fresh, in: transaction, stored: stored)
        return outcomes
    }

    /// The rows of those that weren't there, by id.
    private func insert(
        _ batch: [IncomingStatement], in transaction: Transaction, stored: Instant
    ) throws -> [UUID16: Int64] {
        var values = InsertRows(columns: 8, reserving: batch.count)
        for incoming in batch {
            values.append(
                tenant.sqlValue, incoming.id.sqlValue, stored.sqlValue, incoming.authority.sqlValue,
                incoming.source.number.sqlValue, incoming.digest.sqlValue, incoming.statement.isVoiding.sqlValue,
                incoming.body(stored: stored).sqlValue)
        }
        let inserted = try transaction.insert(
            "insert into statement (tenant, id, stored_at, authority, source, digest, voiding, body)", values,
            "on conflict (tenant, id) do nothing returning id, seq")
        var rows = [UUID16: Int64](minimumCapacity: inserted.count)
        for row in inserted { rows[try row.id(0)] = try row.int(1) }
        return rows
    }

    private func requireSame(_ incoming: IncomingStatement, in transaction: Transaction) throws {
        let known = try transaction.row(
            "select digest from statement where tenant = \(tenant) and id = \(incoming.id)")
        guard try known?.bytes(0) == incoming.digest else {
            throw ServiceError(.conflict, "Another statement has the id \(incoming.id) already.")
        }
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
