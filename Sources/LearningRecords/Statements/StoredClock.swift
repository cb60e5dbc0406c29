package import Database
package import Values

/// The time that statements of one transaction carry as `stored`.
///
/// On SQLite writers follow one another, and each gets a later time than all that are stored, and than every bound that
/// ``ConsistencyBound`` has given out, also when the machine's clock is set back. On PostgreSQL writers overlap: each
/// takes a shared lock that readers can see, and only then asks the database's clock, so that the bound can name a moment
/// before the oldest open write (traps: a header that lies).
package final class StoredClock: Sendable {
    /// Marks a transaction that will store statements.
    static let lock: Int64 = 0x4C65_6374_6572_6E01
    /// How far ahead of the bounds given out the row stands that other processes and later ones keep to, so that it is
    /// written once in a second at most.
    private static let margin: Int64 = 1_000_000

    private struct Promise {
        var given: Instant
        var noted: Instant
    }

    private let world: World
    private let promises = Locked<[TenantID: Promise]>([:])

    /// One for a process and its database.
    package init(world: World) { self.world = world }

    /// Called once in a writing transaction, before anything is stored in it.
    package func start(_ tenant: TenantID, in transaction: Transaction) throws -> Instant {
        switch transaction.engine {
        case .sqlite:
            let now = world.now()
            let floor = try floor(tenant, in: transaction).time
            return floor < now ? now : floor.adding(microseconds: 1)
        case .postgres: return try Self.startAmongOthers(in: transaction)
        }
    }

    /// In a write on SQLite: a moment that every later statement will come after.
    func promise(_ tenant: TenantID, in transaction: Transaction) throws -> Instant {
        let floor = try floor(tenant, in: transaction)
        let given = max(world.now(), floor.time)
        var noted = floor.noted ?? Instant(microseconds: 0)
        if given > noted {
            noted = given.adding(microseconds: Self.margin)
            try transaction.execute(
                """
                insert into statement_promise (tenant, through) values (\(tenant), \(noted))
                on conflict (tenant) do update set through = excluded.through
                """)
        }
        promises.withLock { $0[tenant] = Promise(given: given, noted: noted) }
        return given
    }

    /// The latest time that is stored or promised. What another process noted counts as it stands; of its own promises
    /// this one knows the last to the microsecond.
    private func floor(
        _ tenant: TenantID, in transaction: Transaction
    ) throws -> (time: Instant, noted: Instant?) {
        let row = try transaction.row(
            """
            select (select stored_at from statement where tenant = \(tenant) order by stored_at desc, seq desc limit 1),
                (select through from statement_promise where tenant = \(tenant))
            """)
        let own = promises.withLock { $0[tenant] }
        let noted = try row?.instantIfAny(1)
        let foreign = noted == own?.noted ? nil : noted
        let known = [try row?.instantIfAny(0), own?.given, foreign].compactMap { $0 }
        return (known.max() ?? Instant(microseconds: 0), noted)
    }

    private static func startAmongOthers(in transaction: Transaction) throws -> Instant {
        let row = try transaction.row(
            """
            select case when pg_advisory_xact_lock_shared(\(lock))::text is not null
                then cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) end
            """)
        guard let row else { throw ServiceError(.internalError, "The database told no time.") }
        return try row.instant(0)
    }

    static func latest(_ tenant: TenantID, in transaction: Transaction) throws -> Instant? {
        try transaction.row(
            "select stored_at from statement where tenant = \(tenant) order by stored_at desc, seq desc limit 1"
        )?.instant(0)
    }
}
