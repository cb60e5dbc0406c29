package import Database
package import Values

/// Up to when every stored statement can be seen: the value of `X-Experience-API-Consistent-Through`
/// (1.0.3 Communication §2.1.3). Never later than the start of a write that is still open.
package final class ConsistencyBound: Sendable {
    private let database: SQLDatabase
    private let world: World
    /// The latest bounds that were found out; they stay true, and only grow old.
    private let known = Locked<[TenantID: Instant]>([:])

    /// A bound as old as this is fresh enough to be answered without asking again.
    private static let freshness: Int64 = 100_000

    package init(_ database: SQLDatabase, world: World) {
        self.database = database
        self.world = world
    }

    /// To be asked before the transaction that reads, so that what it promises is in that transaction's sight.
    package func current(_ tenant: TenantID) async throws -> Instant {
        if let known = known.withLock({ $0[tenant] }), isFresh(known) { return known }
        let found = try await find(tenant)
        return known.withLock { known in
            let latest = Swift.max(known[tenant] ?? found, found)
            known[tenant] = latest
            return latest
        }
    }

    /// After the commit of a transaction that stored statements with this time. SQLite's writers follow one another
    /// with rising times, so that everything up to it is there; PostgreSQL's overlap, and it says nothing.
    package func note(_ stored: Instant, of tenant: TenantID) {
        guard database.engine == .sqlite else { return }
        known.withLock { $0[tenant] = Swift.max($0[tenant] ?? stored, stored) }
    }

    private func isFresh(_ bound: Instant) -> Bool { world.now().microseconds(since: bound) < Self.freshness }

    private func find(_ tenant: TenantID) async throws -> Instant {
        let (engine, seen) = try await database.read { transaction in
            switch transaction.engine {
            case .sqlite: (Engine.sqlite, try StoredClock.latest(tenant, in: transaction))
            case .postgres: (Engine.postgres, try Self.oldestOpenWrite(in: transaction))
            }
        }
        guard engine == .sqlite else { return seen ?? world.now() }
        if let seen, isFresh(seen) { return seen }
        return Swift.max(try await waitForWriters(), seen ?? Instant(microseconds: 0))
    }

    /// Later writers get later times, earlier ones are committed when the write returns.
    private func waitForWriters() async throws -> Instant {
        try await database.write { [world] _ in world.now() }
    }

    /// The clock is read first: a writer that isn't in the list yet will ask it later.
    private static func oldestOpenWrite(in transaction: Transaction) throws -> Instant? {
        let clock = try transaction.row(
            "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)")?.instant(0)
        let low = StoredClock.lock & 0xFFFF_FFFF
        let oldest = try transaction.row(
            """
            select cast(extract(epoch from min(a.xact_start)) * 1000000 as bigint)
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
                and l.classid = \(StoredClock.lock >> 32) and l.objid = \(low)
                and l.database = (select oid from pg_database where datname = current_database())
            """)?.instantIfAny(0)
        guard let clock, let oldest else { return clock }
        return min(clock, oldest)
    }
}
