import GRDBSQLite

/// Interrupts a statement that works for too long without giving a row: the readers are few, and a query that finds nothing
/// among millions would keep one from everybody else. PostgreSQL has `statement_timeout` for that.
///
/// Used by whoever uses the connection, which owns it.
final class SQLiteWatch {
    /// Instructions of SQLite's machine between two looks at the clock: about a millisecond.
    private static let instructions: Int32 = 50_000

    private let patience: Duration
    private var since: ContinuousClock.Instant?
    /// While true, no statement gets more than one look.
    private var isHurried = false
    private var wasCutShort = false

    init(_ connection: OpaquePointer, patience: Duration) {
        self.patience = patience
        sqlite3_progress_handler(
            connection, Self.instructions,
            { watch in
                guard let watch else { return 0 }
                return Unmanaged<SQLiteWatch>.fromOpaque(watch).takeUnretainedValue().isOver ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// A row came, or a statement begins.
    func restart() { since = nil }

    /// Ends each statement of `body` that works for a millisecond or two without giving a row. SQLite counts a statement's
    /// instructions on from its earlier runs, so that the first look may come at any time.
    /// - Returns: nil when one of them was ended, whatever `body` made of it.
    func hurry<T>(_ body: () throws -> T) throws -> T? {
        (isHurried, wasCutShort) = (true, false)
        defer { isHurried = false }
        do {
            let result = try body()
            return wasCutShort ? nil : result
        } catch {
            if wasCutShort { return nil }
            throw error
        }
    }

    private var isOver: Bool {
        let now = ContinuousClock.now
        guard let since else {
            since = now
            return false
        }
        if isHurried {
            wasCutShort = true
            return true
        }
        return since.duration(to: now) > patience
    }
}
