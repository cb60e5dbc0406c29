public import Values

/// An open transaction. It is synchronous, so nothing can be awaited while it is open, and it ends with the closure
/// that got it.
///
/// A statement that fails dooms the transaction on both engines, even if its error is caught: PostgreSQL would refuse
/// the next one, and SQLite behaves the same here. Use `on conflict` where a conflict is expected.
public final class Transaction {
    /// For what truly differs between the engines, and nothing else.
    public let engine: Engine
    /// The database's clock when this transaction began; see ``DatabaseOptions/Clock``.
    public let startedAt: Instant
    private let runner: any StatementRunner
    private var isOpen = true
    private(set) var failure: (any Error)?
    private(set) var announced: Set<String> = []

    init(runner: any StatementRunner, startedAt: Instant) {
        self.runner = runner
        self.startedAt = startedAt
        engine = runner.engine
    }

    /// Runs a statement to its end.
    /// - Returns: how many rows it inserted, updated or deleted.
    @discardableResult
    public func execute(_ sql: SQL) throws -> Int { try guarded { try runner.execute(sql) } }

    /// All rows of an answer, in memory. For many use ``forEach(_:_:)``.
    public func rows(_ sql: SQL) throws -> [Row] {
        try guarded {
            let storage = RowStorage()
            let size = try runner.query(sql, atMost: .max, into: storage)
            return (0..<size.rows).map {
                Row(storage: storage, firstCell: $0 * size.columns, count: size.columns)
            }
        }
    }

    /// The first row, if there is one.
    public func row(_ sql: SQL) throws -> Row? {
        try guarded {
            let storage = RowStorage()
            let size = try runner.query(sql, atMost: 1, into: storage)
            return size.rows == 0 ? nil : Row(storage: storage, firstCell: 0, count: size.columns)
        }
    }

    /// Inserts rows by one statement: on SQLite prepared once and run for each of them, on PostgreSQL with many rows at a
    /// time.
    /// - Parameters:
    ///   - head: up to and without `values`.
    ///   - tail: what comes behind the values, such as `on conflict do nothing returning id`.
    /// - Returns: what `returning` gives, in no certain order.
    @discardableResult
    public func insert(_ head: String, _ rows: InsertRows, _ tail: String = "") throws -> [Row] {
        guard rows.count > 0 else { return [] }
        return try guarded {
            let storage = RowStorage()
            let size = try runner.insert(head, rows, tail, into: storage)
            return (0..<size.rows).map {
                Row(storage: storage, firstCell: $0 * size.columns, count: size.columns)
            }
        }
    }

    /// Hands over the rows of a `select` one by one, with bounded memory. Other statements may run meanwhile, but rows
    /// that they change may or may not be seen. An error of `body` ends the walk and is rethrown.
    public func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try walk(sql) { row in
            try body(row)
            return true
        }
    }

    /// As ``forEach(_:_:)``, until `body` gives false.
    public func walk(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        var stopped: (any Error)?
        try guarded {
            try runner.stream(sql) { row in
                do { return try body(row) } catch { stopped = error }
                return false
            }
        }
        if let stopped { throw stopped }
    }

    /// Runs several statements without values, as a migration has them.
    func script(_ text: String) throws { try guarded { try runner.script(text) } }

    /// Tells those who wait for `channel` in this process, after the commit and only then.
    public func announce(_ channel: String) { announced.insert(channel) }

    func close() { isOpen = false }

    private func guarded<T>(_ work: () throws -> T) throws -> T {
        guard isOpen else { throw DatabaseError(.misuse, "the transaction has ended") }
        if let failure { throw failure }
        do {
            return try work()
        } catch {
            if failure == nil { failure = error }
            throw error
        }
    }
}

/// A connection of either engine, as a transaction sees it.
protocol StatementRunner: AnyObject {
    var engine: Engine { get }
    /// Runs to the end and counts the changed rows.
    func execute(_ sql: SQL) throws -> Int
    /// Appends the answer's cells, row by row.
    func query(_ sql: SQL, atMost limit: Int, into storage: RowStorage) throws -> (rows: Int, columns: Int)
    /// Inserts all rows and appends the cells that `returning` gives.
    func insert(
        _ head: String, _ rows: InsertRows, _ tail: String, into storage: RowStorage
    ) throws -> (rows: Int, columns: Int)
    /// Hands out rows until `body` says false.
    func stream(_ sql: SQL, _ body: (Row) -> Bool) throws
    /// Several statements without values.
    func script(_ text: String) throws
}
