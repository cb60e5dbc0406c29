package import Database
package import Values

/// Up to when every stored statement can be seen: the value of `X-Experience-API-Consistent-Through`
/// (1.0.3 Communication §2.1.3). Never later than the start of a write that is still open.
package final class ConsistencyBound: Sendable {
    private let database: SQLDatabase
    private let world: World
    /// SQLite: the last moment at which this process held the write lock and all before it was committed.
    private let quiet = Locked<Instant?>(nil)

    /// A bound as old as this is fresh enough to be answered without asking again.
    private static let freshness: Int64 = 100_000

    package init(_ database: SQLDatabase, world: World) {
        self.database = database
        self.world = world
    }

    /// To be asked before the transaction that reads, so that what it promises is in that transaction's sight.
    package func current(_ tenant: TenantID) async throws -> Instant {
        let (engine, seen) = try await database.read { transaction in
            switch transaction.engine {
            case .sqlite: (Engine.sqlite, try StoredClock.latest(tenant, in: transaction))
            case .postgres: (Engine.postgres, try Self.oldestOpenWrite(in: transaction))
            }
        }
        guard engine == .sqlite else { return seen ?? world.now() }
        let known = max(seen, quiet.withLock { $0 })
        if let known, world.now().microseconds(since: known) < Self.freshness { return known }
        return max(try await waitForWriters(), known ?? Instant(microseconds: 0))
    }

    /// Later writers get later times, earlier ones are committed when the write returns.
    private func waitForWriters() async throws -> Instant {
        let world = world
        let moment = try await database.write { _ in world.now() }
        quiet.withLock { $0 = max($0, moment) }
        return moment
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

private func max(_ a: Instant?, _ b: Instant?) -> Instant? {
    guard let a, let b else { return a ?? b }
    return Swift.max(a, b)
}
