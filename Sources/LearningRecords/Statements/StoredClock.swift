package import Database
package import Values

/// The time that statements of one transaction carry as `stored`.
///
/// On SQLite writers follow one another, and each gets a later time than all that are stored. On PostgreSQL writers
/// overlap: each takes a shared lock that readers can see, and only then asks the database's clock, so that
/// ``ConsistencyBound`` can name a moment before the oldest open write (traps: a header that lies).
package enum StoredClock {
    /// Marks a transaction that will store statements.
    static let lock: Int64 = 0x4C65_6374_6572_6E01

    /// Called once in a writing transaction, before anything is stored in it.
    package static func start(_ tenant: TenantID, in transaction: Transaction, world: World) throws -> Instant {
        switch transaction.engine {
        case .sqlite: try startAlone(tenant, in: transaction, world: world)
        case .postgres: try startAmongOthers(in: transaction)
        }
    }

    private static func startAlone(
        _ tenant: TenantID, in transaction: Transaction, world: World
    ) throws -> Instant {
        let now = world.now()
        guard let latest = try latest(tenant, in: transaction), latest >= now else { return now }
        return latest.adding(microseconds: 1)
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
