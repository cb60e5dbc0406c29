import GRDB
import GRDBSQLite
import Values

/// One connection to the file: GRDB opens, guards and closes it, statements run on SQLite's own interface, because
/// binding and stepping through GRDB costs about half as much again per row.
///
/// `@unchecked Sendable`: everything but `init` and `close` is called inside ``access(_:)``, which is GRDB's serial
/// queue.
final class SQLiteConnection: StatementRunner, @unchecked Sendable {
    private static let mostStatements = 400

    let queue: DatabaseQueue
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    private var uses = 0
    private var watch: SQLiteWatch?

    var engine: Engine { .sqlite }

    /// - Parameter patience: how long a statement may work for one row; nil for as long as it takes.
    init(path: String, configuration: Configuration, patience: Duration? = nil) throws {
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            handle = try queue.inDatabase { try $0.sqliteConnection.unwrapped() }
        } catch {
            throw sqliteError(error)
        }
        // GRDB's observers of transactions: nobody observes, and they expect to run on its queue.
        _ = sqlite3_commit_hook(handle, nil, nil)
        _ = sqlite3_rollback_hook(handle, nil, nil)
        watch = patience.map { SQLiteWatch(handle, patience: $0) }
    }

    func access<T>(_ body: () throws -> T) rethrows -> T { try queue.inDatabase { _ in try body() } }

    /// As ``access(_:)``, unless it takes long.
    /// - Returns: nil when it did, or would: then nothing has come of it.
    func hurriedAccess<T>(_ body: () throws -> T) throws -> T? { try access { try watch?.hurry(body) } }

    func close() throws {
        access { statements.removeAll() }
        try queue.close()
    }

    /// Whether a transaction is open. A full disk may have ended it without being asked.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func execute(_ sql: SQL) throws -> Int {
        let statement = try statement(sql.text)
        defer { statement.reset() }
        try statement.bind(sql.values)
        watch?.restart()
        while try statement.step() {}
        return statement.changedRows
    }

    func query(_ sql: SQL, atMost limit: Int, into storage: RowStorage) throws -> (rows: Int, columns: Int) {
        let statement = try statement(sql.text)
        defer { statement.reset() }
        try statement.bind(sql.values)
        statement.prepare(storage)
        var rows = 0
        // An insert or update with `returning` has done all its work at the first step.
        watch?.restart()
        while rows < limit, try statement.step() {
            watch?.restart()
            statement.read(into: storage)
            rows += 1
        }
        statement.remember(storage)
        return (rows, statement.columnCount)
    }

    func insert(
        _ head: String, _ rows: InsertRows, _ tail: String, into storage: RowStorage
    ) throws -> (rows: Int, columns: Int) {
        let statement = try statement(head + " values " + rows.placeholders(1) + " " + tail)
        defer { statement.reset() }
        var returned = 0
        for row in 0..<rows.count {
            try statement.bind(rows.row(row))
            while try statement.step() {
                statement.read(into: storage)
                returned += 1
            }
            statement.rewind()
        }
        return (returned, statement.columnCount)
    }

    func stream(_ sql: SQL, _ body: (Row) -> Bool) throws {
        let statement = try statement(sql.text)
        defer { statement.reset() }
        try statement.bind(sql.values)
        var storage = RowStorage()
        watch?.restart()
        while try statement.step() {
            if isKnownUniquelyReferenced(&storage) { storage.removeAll() } else { storage = RowStorage() }
            statement.read(into: storage)
            guard body(Row(storage: storage, firstCell: 0, count: statement.columnCount)) else { return }
            watch?.restart()
        }
    }

    func script(_ text: String) throws {
        let code = sqlite3_exec(handle, text, nil, nil, nil)
        if code != SQLITE_OK { throw sqliteError(code, on: handle, nil) }
    }

    /// Brings the log into the file and cuts it to nothing.
    /// - Throws: `unavailable` when a reader, here or in another process, still needs it; SQLite says so in a row.
    func emptyLog() throws {
        let storage = RowStorage()
        let size = try query("pragma wal_checkpoint(truncate)", atMost: 1, into: storage)
        let isBusy = try size.rows == 0 || Row(storage: storage, firstCell: 0, count: size.columns).bool(0)
        guard !isBusy else { throw ServiceError.databaseUnavailable("a long read holds the database's log") }
    }

    private func statement(_ text: String) throws -> SQLiteStatement {
        uses += 1
        if let known = statements[text] {
            // A walk over the same text is under way: this one gets a statement for itself.
            if known.isInUse { return try SQLiteStatement(text, on: handle) }
            known.isInUse = true
            known.lastUse = uses
            return known
        }
        if statements.count >= Self.mostStatements { forgetOldStatements() }
        let statement = try SQLiteStatement(text, on: handle)
        statement.isInUse = true
        statement.lastUse = uses
        statements[text] = statement
        return statement
    }

    private func forgetOldStatements() {
        let median = statements.values.map(\.lastUse).sorted()[statements.count / 2]
        statements = statements.filter { $0.value.isInUse || $0.value.lastUse > median }
    }
}

extension Optional {
    fileprivate func unwrapped() throws -> Wrapped {
        guard let self else { throw DatabaseError(.misuse, "the connection is closed") }
        return self
    }
}
