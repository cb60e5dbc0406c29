import Values

extension SQLDatabase {
    /// Brings the schema up to this release, all of it or nothing. Nodes that start together wait for one another.
    /// - Throws: ``DatabaseError/Code/unusableSchema`` when an applied migration was edited since, or is of a later
    ///   release.
    public func migrate() async throws { try await migrate(to: Migration.all) }

    /// As ``migrate()``, up to a number: for records that an earlier release wrote.
    public func migrate(through number: Int) async throws {
        try await migrate(to: Migration.all.filter { $0.number <= number })
    }

    func migrate(to migrations: [Migration]) async throws {
        let newInstance = world.newID()
        let now = world.now()
        try await append { transaction in
            try Migrator(transaction: transaction, migrations: migrations, now: now).run(newInstance: newInstance)
        }
    }

    /// The numbers of the migrations that are still to be applied.
    public func pendingMigrations() async throws -> [Int] {
        let applied = try await appliedMigrations()
        return Migration.all.map(\.number).filter { !applied.contains($0) }
    }

    /// Whether a later release has changed the tables, so that this one can't use them.
    public func isOfLaterRelease() async throws -> Bool {
        try await !appliedMigrations().isSubset(of: Migration.all.map(\.number))
    }

    private func appliedMigrations() async throws -> Set<Int> {
        guard try await tables().contains(where: { $0.name == "database_migration" }) else { return [] }
        return try await read { transaction in
            Set(try transaction.rows("select number from database_migration").map { Int(try $0.int(0)) })
        }
    }
}

/// Applies what is missing inside one transaction, as both engines can change tables in one.
private struct Migrator {
    let transaction: Transaction
    let migrations: [Migration]
    let now: Instant

    func run(newInstance: UUID16) throws {
        try lock()
        try transaction.script(
            try bookkeeping.expanded(for: transaction.engine))
        let applied = try checkApplied()
        for migration in migrations where !applied.contains(migration.number) { try apply(migration) }
        try transaction.execute(
            """
            insert into database_instance (one, id, created_at) values (1, \(newInstance), \(now))
            on conflict (one) do nothing
            """)
    }

    /// SQLite's writer holds the file's lock from the start.
    private func lock() throws {
        guard transaction.engine == .postgres else { return }
        try transaction.script("set local statement_timeout = 0; set local lock_timeout = 0")
        _ = try transaction.rows("select pg_advisory_xact_lock(5064103816742371)")
    }

    private func checkApplied() throws -> Set<Int> {
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.number, $0) })
        var applied: Set<Int> = []
        for row in try transaction.rows("select number, name, sha256 from database_migration order by number") {
            let number = Int(try row.int(0))
            let name = try row.text(1)
            guard let migration = known[number] else {
                throw DatabaseError(.unusableSchema, "migration \(number) \(name) is of a later release than this one")
            }
            guard try row.text(2) == migration.sha256 else {
                throw DatabaseError(.unusableSchema, "migration \(number) \(name) was edited after it was applied")
            }
            applied.insert(number)
        }
        return applied
    }

    private func apply(_ migration: Migration) throws {
        try transaction.script(try migration.expanded(for: transaction.engine))
        try transaction.execute(
            """
            insert into database_migration (number, name, sha256, applied_at)
            values (\(migration.number), \(migration.name), \(migration.sha256), \(now))
            """)
    }

    private var bookkeeping: Migration {
        Migration(
            0, "bookkeeping",
            Array(
                """
                CREATE TABLE IF NOT EXISTS database_migration (
                    number {int} NOT NULL PRIMARY KEY,
                    name {text} NOT NULL,
                    sha256 {text} NOT NULL,
                    applied_at {int} NOT NULL
                ){table};
                CREATE TABLE IF NOT EXISTS database_instance (
                    one {int} NOT NULL PRIMARY KEY CHECK (one = 1),
                    id {bytes} NOT NULL,
                    created_at {int} NOT NULL
                ){table};
                """.utf8))
    }
}
