import Values

/// Writes that commit together: each is a savepoint, and none is answered before all are on disk.
///
/// A refusal waits too, since it may rest on a neighbour's row that isn't on disk yet.
struct SharedTransaction {
    private let connection: SQLiteConnection
    private let now: @Sendable () -> Instant
    private var stored: [any WriteJob] = []
    private var refused: [(job: any WriteJob, error: any Error)] = []
    private var announced: Set<String> = []

    var count: Int { stored.count + refused.count }

    /// Begins the transaction, so that no other process can write from here on.
    init(on connection: SQLiteConnection, now: @escaping @Sendable () -> Instant) throws {
        self.connection = connection
        self.now = now
        _ = try connection.execute("begin immediate")
    }

    /// Runs a write as a part of the whole.
    /// - Throws: when the whole is lost. Everybody who took part, this one too, then has to be told by
    ///   ``fail(_:)``.
    mutating func admit(_ job: any WriteJob) throws {
        let transaction = Transaction(runner: connection, startedAt: now())
        do {
            _ = try connection.execute("savepoint one_write")
            defer { transaction.close() }
            try job.perform(in: transaction)
            if let failure = transaction.failure { throw failure }
            _ = try connection.execute("release one_write")
            stored.append(job)
            announced.formUnion(transaction.announced)
        } catch {
            refused.append((job, error))
            try takeBack(because: error)
        }
    }

    /// Undoes one write, if the transaction around it still stands: a full disk rolls back all of it, and then the
    /// next statement would open another one as if nothing had been.
    private func takeBack(because error: any Error) throws {
        guard connection.isInTransaction else {
            throw ServiceError.databaseUnavailable("the transaction of \(count) writes was rolled back: \(error)")
        }
        _ = try connection.execute("rollback to one_write")
        _ = try connection.execute("release one_write")
    }

    /// Brings all of it to disk, then answers everybody.
    /// - Returns: what has to be announced.
    func commit() throws -> Set<String> {
        guard connection.isInTransaction else {
            throw ServiceError.databaseUnavailable("the transaction of \(count) writes has ended before its commit")
        }
        _ = try connection.execute("commit")
        for job in stored { job.succeed() }
        for (job, error) in refused { job.fail(error) }
        return announced
    }

    /// Nothing was stored: tells it to everybody.
    func fail(_ error: any Error) {
        if connection.isInTransaction { _ = try? connection.execute("rollback") }
        for job in stored { job.fail(error) }
        for (job, _) in refused { job.fail(error) }
    }
}
