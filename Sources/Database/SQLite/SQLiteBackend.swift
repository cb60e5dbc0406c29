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
        let world = world
        return try await withReader { connection in
            try connection.access { try connection.snapshot(world, body) }
        }
    }

    /// Waking another thread and being woken by it costs more than most short reads.
    func glance<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        if gate.enterAtOnce() {
            let found = try withOpenReader { connection in
                try connection.hurriedAccess { try connection.snapshot(world, body) }
            }
            if let found { return found }
        }
        return try await read(body)
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
        let connection = try takeReader()
        defer { giveBack(connection) }
        return try await threads.work { try body(connection) }
    }

    /// For whoever holds a permit already.
    private func withOpenReader<T>(_ body: (SQLiteConnection) throws -> T) throws -> T {
        let connection = try takeReader()
        defer { giveBack(connection) }
        return try body(connection)
    }

    private func takeReader() throws -> SQLiteConnection {
        if let connection = readers.withLock({ $0.popLast() }) { return connection }
        gate.leave()
        throw ServiceError.closed
    }

    private func giveBack(_ connection: SQLiteConnection) {
        readers.withLock { $0.append(connection) }
        gate.leave()
    }
}

extension SQLiteConnection {
    /// Reads from a snapshot that is taken now.
    fileprivate func snapshot<T>(_ world: World, _ body: (Transaction) throws -> T) throws -> T {
        _ = try execute("begin")
        defer {
            if (try? execute("commit")) == nil, isInTransaction { _ = try? execute("rollback") }
        }
        let transaction = Transaction(runner: self, startedAt: world.now())
        defer { transaction.close() }
        return try body(transaction)
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
