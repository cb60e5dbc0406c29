import Database
import JSON
import Values
import XAPI

/// A statement whose object is a StatementRef is found by whatever its target is found by, and so on along the chain
/// (1.0.3 Communication §2.1.3): the target's keys are written to all that refer to it, whichever came first.
extension StatementStore {
    /// A stored statement as far as the index needs it.
    struct IndexedStatement {
        var row: Int64
        var id: UUID16
        var stored: Instant
        var statement: ValidStatement
    }

    func follow(
        _ fresh: [(statement: IncomingStatement, row: Int64)], in transaction: Transaction, stored: Instant
    ) throws {
        for (incoming, row) in fresh {
            guard let target = incoming.statement.referredStatement else { continue }
            try transaction.execute(
                """
                insert into statement_reference (tenant, target, seq, voiding)
                values (\(tenant), \(target), \(row), \(incoming.statement.isVoiding)) on conflict do nothing
                """)
        }
        let awaited = try referredTo(fresh.map(\.statement.id), in: transaction)
        for (incoming, row) in fresh {
            if let target = incoming.statement.referredStatement {
                let inherited = try keysAlongChain(from: target, in: transaction, except: incoming.id)
                try insertKeys(
                    inherited.map { StatementKeyRow(key: $0, stored: stored, row: row) }, in: transaction)
            }
            if awaited.contains(incoming.id) { try passOn(incoming, in: transaction) }
        }
    }

    /// Those ids that a StatementRef names.
    private func referredTo(_ ids: [UUID16], in transaction: Transaction) throws -> Set<UUID16> {
        var found: Set<UUID16> = []
        for chunk in ids.chunks(of: Self.chunk) {
            let rows = try transaction.rows(
                "select target from statement_reference where tenant = \(tenant) and target in (\(list: chunk))")
            for row in rows { found.insert(try row.id(0)) }
        }
        return found
    }

    /// Gives the keys of a new statement, inherited ones included, to those that referred to it before it came.
    private func passOn(_ incoming: IncomingStatement, in transaction: Transaction) throws {
        let referring = try referrers(of: incoming.id, in: transaction)
        guard !referring.isEmpty else { return }
        var keys = Set(incoming.keys)
        if let target = incoming.statement.referredStatement {
            keys.formUnion(try keysAlongChain(from: target, in: transaction, except: incoming.id))
        }
        for referrer in referring {
            try insertKeys(
                keys.map { StatementKeyRow(key: $0, stored: referrer.stored, row: referrer.row) }, in: transaction)
        }
    }

    /// The keys of a statement, of the one that it refers to, and so on; a circle ends where it closes.
    func keysAlongChain(
        from first: UUID16, in transaction: Transaction, except start: UUID16
    ) throws -> Set<StatementKey> {
        var keys: Set<StatementKey> = []
        var seen: Set<UUID16> = [start]
        var next: UUID16? = first
        while let id = next, seen.insert(id).inserted, let found = try indexed(id, in: transaction) {
            keys.formUnion(StatementKeys(found.statement, authority: nil, agentKey: agentKey).all)
            next = found.statement.referredStatement
        }
        return keys
    }

    /// All that refer to a statement, directly or along a chain.
    func referrers(of target: UUID16, in transaction: Transaction) throws -> [(row: Int64, stored: Instant)] {
        var found: [(row: Int64, stored: Instant)] = []
        var seen: Set<UUID16> = [target]
        var waiting = [target]
        while let next = waiting.popLast() {
            let rows = try transaction.rows(
                """
                select s.seq, s.id, s.stored_at from statement_reference r
                join statement s on s.seq = r.seq where r.tenant = \(tenant) and r.target = \(next)
                """)
            for row in rows {
                let id = try row.id(1)
                guard seen.insert(id).inserted else { continue }
                found.append((try row.int(0), try row.instant(2)))
                waiting.append(id)
            }
        }
        return found
    }

    private func indexed(_ id: UUID16, in transaction: Transaction) throws -> IndexedStatement? {
        let row = try transaction.row(
            "select seq, stored_at, body from statement where tenant = \(tenant) and id = \(id)")
        guard let row else { return nil }
        return IndexedStatement(
            row: try row.int(0), id: id, stored: try row.instant(1),
            statement: try StoredStatement.read(try row.bytes(2)))
    }
}
