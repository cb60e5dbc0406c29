import NIOPosix
import Values

/// A PostgreSQL server, over a pool of connections that are opened when they are first needed.
final class PostgresBackend: DatabaseBackend {
    private struct Pool {
        var idle: [PostgresConnection] = []
        var isClosed = false
    }

    private let url: Secret<String>
    private let settings: [String]
    /// Milliseconds.
    private let statementLimit: Int
    private let clock: (@Sendable () -> Instant)?
    private let world: World
    private let mostRetries: Int
    private let connections: Int
    private let announcements: Announcements
    private let pool = Locked(Pool())
    private let gate: Gate
    private let threads: NIOThreadPool

    init(url: Secret<String>, options: DatabaseOptions, announcements: Announcements) async throws {
        self.url = url
        self.announcements = announcements
        world = options.world
        clock = options.clock == .world ? options.world.now : nil
        mostRetries = options.mostRetries
        statementLimit = Self.statementLimit(options)
        settings = Self.settings(options)
        connections = max(1, options.connections)
        gate = Gate(permits: connections, mostWaiting: options.mostWaiting, patience: options.patience)
        threads = NIOThreadPool(numberOfThreads: connections)
        threads.start()
        // A wrong address or password shows now, not at the first request.
        try await withConnection { _ in }
    }

    deinit { threads.shutdownGracefully { _ in } }

    func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await transact(.read, body)
    }

    func glance<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await transact(.write, body)
    }

    func append<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await transact(.append, body)
    }

    func gather<T: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> T,
        answered: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        Task {
            do { answered(.success(try await transact(.write, body))) } catch { answered(.failure(error)) }
        }
    }

    func backup(to path: String) async throws {
        throw ServiceError(.unprocessable, "PostgreSQL is backed up with its own tools, such as pg_dump.")
    }

    /// Plain `vacuum` leaves remnants in the tables' files (measured). Table by table: one that a long read holds is
    /// waited for no longer than `lock_timeout`, since everybody else would queue behind, and keeps no other from it.
    func scrub() async throws {
        let held = try await withConnection { [limit = statementLimit] connection in
            try connection.command("set statement_timeout = 0")
            defer { _ = try? connection.command("set statement_timeout = \(limit)") }
            return try connection.vacuumFully()
        }
        guard held.isEmpty else {
            throw ServiceError.databaseUnavailable("in use, not rewritten: \(held.joined(separator: ", "))")
        }
    }

    func close() async {
        let idle = pool.withLock { pool in
            defer { pool.idle = [] }
            pool.isClosed = true
            return pool.idle
        }
        _ = try? await threads.work { _ = idle }
        try? await threads.shutdownGracefully()
    }

    /// Runs a transaction until it isn't crossed by another one any more.
    private func transact<T: Sendable>(
        _ isolation: PostgresIsolation, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        var attempt = 0
        var staleConnections = 0
        while true {
            do {
                let (value, announced) = try await withConnection { [clock] connection in
                    try PostgresTransaction(connection: connection, isolation: isolation, clock: clock).run(body)
                }
                announcements.post(announced)
                return value
            } catch let stale as ConnectionWasStale {
                staleConnections += 1
                if staleConnections > connections { throw stale.cause }
            } catch DatabaseError.Code.serializationFailure {
                attempt += 1
                if attempt > mostRetries { throw ServiceError.crossed(attempt) }
                try await Task.sleep(for: pause(beforeAttempt: attempt))
            }
        }
    }

    /// Grows from a millisecond to a quarter of a second, and is anything between none and all of that.
    private func pause(beforeAttempt attempt: Int) -> Duration {
        let longest = min(1_000 << min(attempt, 8), 250_000)
        let random = world.randomBytes(4).reduce(0) { $0 << 8 | Int($1) }
        return .microseconds(random % longest)
    }

    private func withConnection<T: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> T
    ) async throws -> T {
        try await gate.enter()
        defer { gate.leave() }
        return try await threads.work { [self] in
            let connection = try take()
            defer { giveBack(connection) }
            return try body(connection)
        }
    }

    /// An idle connection that still answers, or a new one.
    private func take() throws -> PostgresConnection {
        while true {
            let idle = try pool.withLock { pool -> PostgresConnection? in
                if pool.isClosed { throw ServiceError.closed }
                return pool.idle.popLast()
            }
            guard let idle else { return try PostgresConnection(url: url.reveal(), settings: settings) }
            if idle.isAlive { return idle }
        }
    }

    private func giveBack(_ connection: PostgresConnection) {
        guard connection.isUsable, !connection.isInTransaction else { return }
        pool.withLock { pool in
            if !pool.isClosed { pool.idle.append(connection) }
        }
    }

    private static func statementLimit(_ options: DatabaseOptions) -> Int {
        Int(options.statementTimeout.inSeconds * 1_000)
    }

    private static func settings(_ options: DatabaseOptions) -> [String] {
        let limit = statementLimit(options)
        return [
            "client_min_messages = warning",
            "standard_conforming_strings = on",
            "statement_timeout = \(limit)",
            "lock_timeout = \(limit / 3)",
            "idle_in_transaction_session_timeout = \(limit * 4)",
        ]
    }
}

extension ServiceError {
    fileprivate static func crossed(_ attempts: Int) -> ServiceError {
        ServiceError(
            .unavailable, "Too many changes of the same records are going on at the moment. Please try again.",
            cause: "serialization failed \(attempts) times", retryAfter: 1)
    }
}
