import GRDB
import NIOPosix
import Values

/// A SQLite file in WAL mode: one writer with group commit, and readers on snapshots that never wait for it.
final class SQLiteBackend: DatabaseBackend {
    private let writer: SQLiteWriter
    private let readers: Locked<[SQLiteConnection]>
    private let gate: Gate
    private let threads: NIOThreadPool
    private let world: World

    init(path: String, options: DatabaseOptions, announcements: Announcements) throws {
        // The writer comes first: it makes the file and turns WAL on.
        let connection = try SQLiteConnection(writerAt: path, options)
        world = options.world
        writer = SQLiteWriter(connection: connection, options: options, announcements: announcements)
        let count = max(1, options.readers)
        readers = Locked(try (0..<count).map { _ in try SQLiteConnection(readerAt: path, options) })
        gate = Gate(permits: count, mostWaiting: options.mostWaiting, patience: options.patience)
        threads = NIOThreadPool(numberOfThreads: count)
        threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let now = world.now
        return try await withReader { connection in
            try connection.access {
                _ = try connection.execute("begin")
                defer { _ = try? connection.execute("commit") }
                let transaction = Transaction(runner: connection, startedAt: now())
                defer { transaction.close() }
                return try body(transaction)
            }
        }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await writer.write(body)
    }

    /// One writer: a write is serial anyway.
    func append<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await writer.write(body)
    }

    func gather<T: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> T,
        answered: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        writer.submit(opensTransaction: true, body, answered: answered)
    }

    func backup(to path: String) async throws {
        try await withReader { connection in
            do {
                let copy = try DatabaseQueue(path: path)
                try connection.queue.backup(to: copy)
                try copy.close()
            } catch {
                throw sqliteError(error)
            }
        }
    }

    /// Rewrites the file, so that nothing of deleted rows is left in it or in the log beside it. A read that began
    /// earlier holds the log: that is found out before the work, and again after it.
    func scrub() async throws {
        try await writer.exclusively { connection in
            try connection.emptyLog()
            try connection.script("vacuum")
            try connection.emptyLog()
        }
    }

    func close() async {
        for connection in readers.withLock({ taken in
            defer { taken = [] }; return taken
        }) {
            _ = try? await threads.work { try connection.close() }
        }
        await writer.close()
        try? await threads.shutdownGracefully()
    }

    private func withReader<T: Sendable>(_ body: @escaping @Sendable (SQLiteConnection) throws -> T) async throws -> T {
        try await gate.enter()
        defer { gate.leave() }
        guard let connection = readers.withLock({ $0.popLast() }) else { throw ServiceError.closed }
        defer { readers.withLock { $0.append(connection) } }
        return try await threads.work { try body(connection) }
    }
}

extension SQLiteConnection {
    /// The connection that makes the file and turns WAL on.
    convenience init(writerAt path: String, _ options: DatabaseOptions) throws {
        try self.init(path: path, configuration: .writer(options))
    }

    /// A connection that can't write.
    convenience init(readerAt path: String, _ options: DatabaseOptions) throws {
        try self.init(path: path, configuration: .reader(options), patience: options.statementTimeout)
    }
}

extension Configuration {
    fileprivate static func shared(_ options: DatabaseOptions) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(options.statementTimeout.inSeconds / 6)
        // Transactions are begun and ended by the writer itself.
        configuration.allowsUnsafeTransactions = true
        return configuration
    }

    fileprivate static func writer(_ options: DatabaseOptions) -> Configuration {
        var configuration = shared(options)
        let synchronous = options.isDurable ? "full" : "off"
        configuration.prepareDatabase { database in
            let mode = try String.fetchOne(database, sql: "pragma journal_mode = wal")
            guard mode == "wal" else {
                throw DatabaseError(.unusableSchema, "the file can't be used in WAL mode")
            }
            try database.execute(
                sql: """
                    pragma synchronous = \(synchronous);
                    pragma temp_store = memory;
                    pragma cache_size = -32000;
                    pragma wal_autocheckpoint = 4000;
                    pragma journal_size_limit = 67108864;
                    pragma trusted_schema = off;
                    """)
        }
        return configuration
    }

    fileprivate static func reader(_ options: DatabaseOptions) -> Configuration {
        var configuration = shared(options)
        configuration.readonly = true
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "pragma temp_store = memory; pragma cache_size = -16000; pragma trusted_schema = off;")
        }
        return configuration
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
