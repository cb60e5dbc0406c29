import Database
import JSON
import Values
import XAPI

/// A statement whose object is a StatementRef is found by whatever its target is found by, and so on along the chain
/// (1.0.3 Communication §2.1.3): the target's keys are written to all that refer to it, whichever came first.
///
/// What one statement can cause is bounded, since learners' content may send them: a chain is followed for
/// ``longestChain`` steps from each end, a statement inherits ``mostInherited`` keys, and one that others waited for gives
/// ``mostPassedOn`` keys in all.
extension StatementStore {
    static let longestChain = 32
    static let mostInherited = 1_000
    static let mostPassedOn = 100_000

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
        var known = KnownTargets()
        for (incoming, row) in fresh {
            if let target = incoming.statement.referredStatement {
                let inherited = try keysAlongChain(from: target, in: transaction, except: incoming.id, &known)
                try insertKeys(
                    inherited.map { StatementKeyRow(key: $0, stored: stored, row: row) }, in: transaction)
            }
            if awaited.contains(incoming.id) { try passOn(incoming, in: transaction, &known) }
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
    private func passOn(
        _ incoming: IncomingStatement, in transaction: Transaction, _ known: inout KnownTargets
    ) throws {
        let referring = try referrers(of: incoming.id, in: transaction)
        guard !referring.isEmpty else { return }
        var keys = Set(KnownTargets.inheritable(incoming.keys))
        if let target = incoming.statement.referredStatement {
            keys.formUnion(try keysAlongChain(from: target, in: transaction, except: incoming.id, &known))
        }
        for referrer in referring.prefix(Self.mostPassedOn / max(1, keys.count)) {
            try insertKeys(
                keys.map { StatementKeyRow(key: $0, stored: referrer.stored, row: referrer.row) }, in: transaction)
        }
    }

    /// The keys of a statement, of the one that it refers to, and so on; a circle ends where it closes.
    private func keysAlongChain(
        from first: UUID16, in transaction: Transaction, except start: UUID16, _ known: inout KnownTargets
    ) throws -> Set<StatementKey> {
        var keys: Set<StatementKey> = []
        var seen: Set<UUID16> = [start]
        var next: UUID16? = first
        while let id = next, seen.count <= Self.longestChain, seen.insert(id).inserted,
            let target = try known.find(id, { try target(id, in: transaction) })
        {
            keys.formUnion(target.keys.prefix(Self.mostInherited - keys.count))
            next = keys.count < Self.mostInherited ? target.refersTo : nil
        }
        return keys
    }

    private func target(_ id: UUID16, in transaction: Transaction) throws -> KnownTargets.Target? {
        guard let body = try transaction.row("select body from statement where tenant = \(tenant) and id = \(id)")
        else {
            return nil
        }
        let statement = try StoredStatement.read(try body.bytes(0))
        let keys = StatementKeys(statement, authority: nil, agentKey: agentKey).found
        return .init(keys: KnownTargets.inheritable(keys), refersTo: statement.referredStatement)
    }

    /// Those that refer to a statement, directly or along a chain, the nearest first.
    func referrers(of target: UUID16, in transaction: Transaction) throws -> [(row: Int64, stored: Instant)] {
        var found: [(row: Int64, stored: Instant)] = []
        var seen: Set<UUID16> = [target]
        var waiting = [(id: target, steps: 0)]
        var place = 0
        while place < waiting.count, found.count < Self.mostPassedOn {
            let (next, steps) = waiting[place]
            place += 1
            guard steps < Self.longestChain else { break }
            let rows = try transaction.rows(
                """
                select s.seq, s.id, s.stored_at from statement_reference r
                join statement s on s.seq = r.seq where r.tenant = \(tenant) and r.target = \(next)
                """)
            for row in rows {
                let id = try row.id(1)
                guard seen.insert(id).inserted else { continue }
                found.append((try row.int(0), try row.instant(2)))
                waiting.append((id, steps + 1))
            }
        }
        return found
    }
}

/// What statements of a batch refer to, each read once.
private struct KnownTargets {
    struct Target {
        let keys: [StatementKey]
        let refersTo: UUID16?
    }

    private static let most = 1_000

    /// What is told of few things goes before what may be told of many.
    static func inheritable(_ keys: [StatementKey]) -> [StatementKey] {
        guard keys.count > StatementStore.mostInherited else { return keys }
        let order: [StatementKey.Kind] = [.verb, .registration, .activity, .agent, .relatedActivity, .relatedAgent]
        return Array(
            order.flatMap { kind in keys.filter { $0.kind == kind }.sorted() }.prefix(StatementStore.mostInherited))
    }

    private var targets: [UUID16: Target] = [:]

    mutating func find(_ id: UUID16, _ read: () throws -> Target?) rethrows -> Target? {
        if let known = targets[id] { return known }
        guard let target = try read() else { return nil }
        if targets.count < Self.most { targets[id] = target }
        return target
    }
}
