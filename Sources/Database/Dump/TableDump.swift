/// Whole tables as bytes that either engine can take back.
extension Transaction {
    /// Hands out all rows of a table.
    /// - Returns: how many there are.
    public func dump(_ table: TableInfo, to sink: ([UInt8]) throws -> Void) throws -> Int {
        if engine == .postgres { try execute("set local statement_timeout = 0") }
        var (count, buffer): (Int, [UInt8]) = (0, [])
        try forEach("select \(raw: Self.names(table.columns)) from \(raw: Self.quoted(table.name))") { row in
            try RowCodec.encode(row, into: &buffer)
            count += 1
            guard buffer.count > 1 << 18 else { return }
            try sink(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        if !buffer.isEmpty { try sink(buffer) }
        return count
    }

    /// Forgets all rows of a table.
    public func empty(_ table: String) throws { try execute("delete from \(raw: Self.quoted(table))") }

    /// Whether a table holds nothing.
    public func isEmpty(_ table: String) throws -> Bool {
        try row("select 1 from \(raw: Self.quoted(table)) limit 1") == nil
    }

    /// Lets numbers that the database gives go on behind those that were loaded. SQLite does so by itself.
    public func continueNumbering(_ table: String) throws {
        guard engine == .postgres else { return }
        let numbered = try rows(
            """
            select column_name::text from information_schema.columns where table_schema = current_schema()
                and table_name::text = \(table) and is_identity = 'YES'
            """
        ).map { try $0.text(0) }
        for column in numbered {
            _ = try row(
                """
                select setval(pg_get_serial_sequence(\(table), \(column)),
                    (select coalesce(max(\(raw: Self.quoted(column))), 0) + 1 from \(raw: Self.quoted(table))), false)
                """)
        }
    }

    func load(_ rows: [[SQLValue]], into table: TableInfo) throws {
        var all = InsertRows(columns: table.columns.count, reserving: rows.count)
        for row in rows { all.append(row: row) }
        try insert("insert into \(Self.quoted(table.name)) (\(Self.names(table.columns)))", all)
    }

    /// The kinds of a table's columns, in the order asked for.
    /// - Throws: ``DatabaseError/Code/unusableSchema`` when the table here has no such column.
    public func kinds(of table: TableInfo) throws -> [SQLKind] {
        let types: SQL =
            switch engine {
            case .sqlite: "select name, type from pragma_table_info(\(table.name))"
            case .postgres:
                """
                select column_name::text, data_type::text from information_schema.columns
                where table_schema = current_schema() and table_name::text = \(table.name)
                """
            }
        var known: [String: SQLKind] = [:]
        for row in try rows(types) { known[try row.text(0)] = Self.kind(of: try row.text(1)) }
        return try table.columns.map { column in
            guard let kind = known[column] else {
                throw DatabaseError(.unusableSchema, "there is no column \(table.name).\(column)")
            }
            return kind
        }
    }

    private static func kind(of type: String) -> SQLKind {
        switch type.lowercased() {
        case "integer", "bigint": .integer
        case "real", "double precision": .real
        case "text": .text
        default: .bytes
        }
    }

    private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    private static func names(_ columns: [String]) -> String { columns.map(quoted).joined(separator: ", ") }
}

/// Puts the bytes of ``Transaction/dump(_:to:)`` back, some rows a transaction. One task uses it.
public final class TableLoader {
    private static let mostRows = 500
    private static let mostBytes = 4 << 20
    private let table: TableInfo
    private var decoder: RowDecoder
    private var bytes = 0
    private var waiting: [[SQLValue]] = []
    /// How many rows were put back.
    public private(set) var count = 0

    public init(_ table: TableInfo, kinds: [SQLKind]) {
        self.table = table
        decoder = RowDecoder(kinds: kinds)
    }

    /// Rows that are ready to be written.
    public struct Batch: Sendable {
        let table: TableInfo
        let rows: [[SQLValue]]

        public func write(in transaction: Transaction) throws { try transaction.load(rows, into: table) }
    }

    /// - Returns: what is to be written now.
    public func take(_ piece: [UInt8]) throws -> [Batch] {
        decoder.feed(piece)
        bytes += piece.count
        var ready: [Batch] = []
        while let row = try decoder.next() {
            waiting.append(row)
            if waiting.count == Self.mostRows { ready += flush() }
        }
        if bytes > Self.mostBytes { ready += flush() }
        return ready
    }

    /// The rest.
    /// - Throws: ``DatabaseError/Code/unexpectedValue`` when the last row isn't whole.
    public func finish() throws -> [Batch] {
        guard decoder.isAtEnd else { throw DatabaseError(.unexpectedValue, "the rows of \(table.name) are cut off") }
        return flush()
    }

    private func flush() -> [Batch] {
        guard !waiting.isEmpty else { return [] }
        defer { (waiting, bytes) = ([], 0) }
        count += waiting.count
        return [Batch(table: table, rows: waiting)]
    }
}
