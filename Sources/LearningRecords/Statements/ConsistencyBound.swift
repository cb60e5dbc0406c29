package import Database
package import Values

/// Up to when every stored statement can be seen: the value of `X-Experience-API-Consistent-Through`
/// (1.0.3 Communication §2.1.3). Never later than the start of a write that is still open.
package final class ConsistencyBound: Sendable {
    private struct Known {
        var bound: Instant
        /// By a clock that nobody sets: PostgreSQL's and a node's differ.
        var asked: ContinuousClock.Instant
    }

    private let database: SQLDatabase
    private let world: World
    private let clock: StoredClock
    private let freshness: Duration
    /// The latest bounds that were found out; they stay true, and only grow old.
    private let known = Locked<[TenantID: Known]>([:])

    /// - Parameters:
    ///   - clock: by which statements are stored in this process.
    ///   - freshness: for how long a bound is answered without asking again.
    package init(
        _ database: SQLDatabase, world: World, clock: StoredClock, freshness: Duration = .milliseconds(100)
    ) {
        self.database = database
        self.world = world
        self.clock = clock
        self.freshness = freshness
    }

    /// To be asked before the transaction that reads, so that what it promises is in that transaction's sight.
    /// - Returns: 1970 when it can't be found out: then nothing is promised.
    package func current(_ tenant: TenantID) async throws -> Instant {
        let now = ContinuousClock.now
        if let known = known.withLock({ $0[tenant] }), known.asked + freshness > now { return known.bound }
        let found = try await find(tenant)
        return remember(found, tenant, asked: now)
    }

    /// After the commit of a transaction that stored statements with this time. SQLite's writers follow one another
    /// with rising times, so that everything up to it is there; PostgreSQL's overlap, and it says nothing.
    package func note(_ stored: Instant, of tenant: TenantID) {
        guard database.engine == .sqlite else { return }
        _ = remember(stored, tenant, asked: .now)
    }

    private func remember(_ bound: Instant, _ tenant: TenantID, asked: ContinuousClock.Instant) -> Instant {
        known.withLock { known in
            let latest = Swift.max(known[tenant]?.bound ?? bound, bound)
            known[tenant] = Known(bound: latest, asked: asked)
            return latest
        }
    }

    private func find(_ tenant: TenantID) async throws -> Instant {
        switch database.engine {
        case .sqlite: return try await findBehindWriters(tenant)
        case .postgres: return try await findAmongWriters() ?? Instant(microseconds: 0)
        }
    }

    /// Later writers get later times, earlier ones are committed when the write returns. While the writer is held by
    /// something long, what is stored stays a true bound.
    private func findBehindWriters(_ tenant: TenantID) async throws -> Instant {
        let seen = try await database.read { try StoredClock.latest(tenant, in: $0) }
        if let seen, world.now().microseconds(since: seen) < 100_000 { return seen }
        do {
            return try await database.write { [clock] in try clock.promise(tenant, in: $0) }
        } catch let error as ServiceError where error.code == .unavailable {
            return seen ?? Instant(microseconds: 0)
        }
    }

    /// A writer that ends between two looks has no start for a moment; one whose start this role may never see has none
    /// for good.
    private func findAmongWriters() async throws -> Instant? {
        for _ in 0..<3 {
            if let found = try await database.read(Self.oldestOpenWrite) { return found }
        }
        return nil
    }

    /// The clock is read first: a writer that isn't in the list yet will ask it later.
    /// - Returns: nil when a writer's start can't be seen.
    private static func oldestOpenWrite(in transaction: Transaction) throws -> Instant? {
        let clock = try transaction.row(
            "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)")?.instant(0)
        let low = StoredClock.lock & 0xFFFF_FFFF
        let writers = try transaction.rows(
            """
            select cast(extract(epoch from a.xact_start) * 1000000 as bigint)
            from pg_locks l left join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
                and l.classid = \(StoredClock.lock >> 32) and l.objid = \(low)
                and l.database = (select oid from pg_database where datname = current_database())
            """)
        var oldest = clock
        for writer in writers {
            guard let start = try writer.instantIfAny(0), let known = oldest else { return nil }
            oldest = min(known, start)
        }
        return oldest
    }
}
