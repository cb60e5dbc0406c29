public import Values

/// The records of the service: SQL written once, kept by SQLite or by PostgreSQL.
///
/// Everything between ``read(_:)``'s, ``write(_:)``'s or ``append(_:)``'s braces is one transaction. Closures are
/// synchronous, may run on another thread and twice: they have no outside effect.
public final class SQLDatabase: Sendable {
    public let engine: Engine
    /// How long work waits for its turn before it is refused: ``DatabaseOptions/patience``.
    public let patience: Duration
    let world: World
    private let backend: any DatabaseBackend
    private let announcements: Announcements
    private let afterClose: Locked<(@Sendable () -> Void)?>

    private init(
        engine: Engine, backend: any DatabaseBackend, announcements: Announcements, options: DatabaseOptions
    ) {
        self.engine = engine
        patience = options.patience
        self.backend = backend
        self.announcements = announcements
        world = options.world
        afterClose = Locked(options.afterClose)
    }

    deinit { leave() }

    /// Opens a database, without touching its tables: see ``migrate()``.
    /// - Throws: `ServiceError(.unavailable)` when the file or the server can't be reached.
    public static func open(_ location: DatabaseLocation, options: DatabaseOptions) async throws -> SQLDatabase {
        let announcements = Announcements()
        let backend: any DatabaseBackend =
            switch location {
            case .sqlite(let path): try SQLiteBackend(path: path, options: options, announcements: announcements)
            case .postgres(let url):
                try await PostgresBackend(url: url, options: options, announcements: announcements)
            }
        return SQLDatabase(
            engine: location.engine, backend: backend, announcements: announcements, options: options)
    }

    /// Opens a database with default options.
    public static func open(_ location: DatabaseLocation, world: World) async throws -> SQLDatabase {
        try await open(location, options: DatabaseOptions(world: world))
    }

    /// Reads from a snapshot: the records as they were when the transaction began, whatever is written meanwhile.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await backend.read(body)
    }

    /// As ``read(_:)``, for what usually takes well under a millisecond and holds little: on SQLite it is tried on the
    /// caller's thread, and begun anew on another one when it turns out to be long.
    public func glance<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await backend.glance(body)
    }

    /// Changes records as if writes ran one after another. It is answered when the change is on disk, and a closure
    /// that throws leaves nothing behind.
    /// - Throws: what `body` throws; `ServiceError(.unavailable)` for a full disk, a locked database, no connection.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await backend.write(body)
    }

    /// As ``write(_:)``, for changes that rest on unique constraints alone: on PostgreSQL at READ COMMITTED, which
    /// costs less and isn't retried for another's reads.
    @discardableResult
    public func append<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await backend.append(body)
    }

    /// As ``write(_:)``, for work that takes whatever waits when its turn comes: it begins a transaction of its own,
    /// which other writes may join, and is answered by a call instead of an await.
    /// - Parameter answered: is called once, soon, on the database's own thread; it mustn't block.
    public func gather<T: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> T,
        answered: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        backend.gather(body, answered: answered)
    }

    /// Fires after a commit in this process whose transaction announced `channel`; several may fall together.
    public func announcements(on channel: String) -> AsyncStream<Void> { announcements.listen(to: channel) }

    /// Copies the records as they are now into a new SQLite file, while the service runs. PostgreSQL has its own
    /// tools for that.
    public func backup(to path: String) async throws { try await backend.backup(to: path) }

    /// Rewrites what is on disk, so that nothing of deleted or replaced rows is left between the rows that stay
    /// (measured: SQLite's `secure_delete` isn't enough). It needs as much free disk as the database, and time, in which
    /// writes are refused as unavailable: see ``DatabaseOptions/patience``.
    /// - Throws: `ServiceError(.unavailable)` when a long read keeps it from that; it is to be called again.
    public func scrub() async throws { try await backend.scrub() }

    /// Ends what is under way and closes every connection.
    public func close() async {
        await backend.close()
        leave()
    }

    private func leave() {
        announcements.finish()
        let last = afterClose.withLock { action in
            defer { action = nil }
            return action
        }
        last?()
    }
}

/// One of the two engines.
protocol DatabaseBackend: Sendable {
    func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T
    func glance<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T
    func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T
    func append<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T
    func gather<T: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> T,
        answered: @escaping @Sendable (Result<T, any Error>) -> Void)
    func backup(to path: String) async throws
    func scrub() async throws
    func close() async
}
