import Values

/// One attempt at a transaction on a connection.
struct PostgresTransaction {
    let connection: PostgresConnection
    let isolation: PostgresIsolation
    /// The clock of tests; nil for the server's.
    let clock: (@Sendable () -> Instant)?

    /// Begins, runs and commits.
    /// - Returns: the body's value and what it announced.
    func run<T>(_ body: (Transaction) throws -> T) throws -> (value: T, announced: Set<String>) {
        let startedAt = try begin()
        let transaction = Transaction(runner: connection, startedAt: startedAt)
        defer { transaction.close() }
        do {
            let value = try body(transaction)
            if let failure = transaction.failure { throw failure }
            try commit()
            return (value, transaction.announced)
        } catch {
            if connection.isUsable && connection.isInTransaction { _ = try? connection.command("rollback") }
            // Whatever the body made of it: it is to be run again.
            if let failure = transaction.failure, DatabaseError.Code.serializationFailure ~= failure { throw failure }
            throw error
        }
    }

    private func begin() throws -> Instant {
        do {
            return try beginning()
        } catch {
            // It was lost while it was idle, and nothing has been done on it: another one will do.
            throw connection.isUsable ? error : ConnectionWasStale(cause: error)
        }
    }

    private func beginning() throws -> Instant {
        if let clock {
            try connection.command("begin \(isolation.rawValue)")
            return clock()
        }
        let answer = try connection.command(
            """
            begin \(isolation.rawValue);
            select (extract(epoch from transaction_timestamp()) * 1000000)::bigint
            """)
        guard let microseconds = Int64(answer.text(0, 0)) else {
            throw DatabaseError(.unexpectedValue, "the server's clock isn't a number")
        }
        return Instant(microseconds: microseconds)
    }

    private func commit() throws {
        let answer: PostgresResult
        do {
            answer = try connection.command("commit")
        } catch {
            if connection.isUsable { throw error }
            throw ServiceError(
                .unavailable, "It isn't known whether this was stored. Please look, or try again.",
                cause: "the connection was lost during a commit: \(error)", retryAfter: 5)
        }
        // PostgreSQL answers the commit of a failed transaction with a rollback, and calls it a success.
        guard answer.command == "COMMIT" else {
            throw DatabaseError(.other, "the transaction had failed and was rolled back")
        }
    }
}

/// A connection from the pool turned out to be lost before anything was done on it.
struct ConnectionWasStale: Error {
    var cause: any Error
}
