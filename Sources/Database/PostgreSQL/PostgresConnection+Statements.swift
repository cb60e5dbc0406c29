extension PostgresConnection: StatementRunner {
    var engine: Engine { .postgres }

    func execute(_ sql: SQL) throws -> Int { try run(sql).changedRows }

    func query(_ sql: SQL, atMost limit: Int, into storage: RowStorage) throws -> (rows: Int, columns: Int) {
        let result = try run(sql)
        let rows = min(limit, result.rows)
        for row in 0..<rows { try result.read(row: row, into: storage) }
        return (rows, result.columns)
    }

    /// In pieces of a power of two, so that few texts have to be prepared.
    func insert(
        _ head: String, _ rows: InsertRows, _ tail: String, into storage: RowStorage
    ) throws -> (rows: Int, columns: Int) {
        var (done, returned, columns) = (0, 0, 0)
        while done < rows.count {
            var piece = 64
            while piece > rows.count - done { piece /= 2 }
            let sql = SQL(head + " values " + rows.placeholders(piece) + " " + tail, rows.rows(done..<done + piece))
            let size = try query(sql, atMost: .max, into: storage)
            returned += size.rows
            columns = size.columns
            done += piece
        }
        return (returned, columns)
    }

    /// Through a cursor, so that other statements can run between the rows, in pieces of about 256 KiB.
    func stream(_ sql: SQL, _ body: (Row) -> Bool) throws {
        let cursor = try openCursor(sql)
        var walk = Walk()
        while try walk.handOut(try fetch(walk.nextCount, from: cursor), to: body) {}
        try command("close \(cursor)")
    }

    func script(_ text: String) throws { try command(text) }
}

/// The state of a walk through a cursor.
private struct Walk {
    private static let bytesAtOnce = 256 << 10

    private(set) var nextCount = 50
    private var storage = RowStorage()

    /// Hands out the rows of one piece.
    /// - Returns: whether there may be more, and `body` wants them.
    mutating func handOut(_ piece: PostgresResult, to body: (Row) -> Bool) throws -> Bool {
        var bytes = 0
        for index in 0..<piece.rows {
            if isKnownUniquelyReferenced(&storage) { storage.removeAll() } else { storage = RowStorage() }
            bytes += try piece.read(row: index, into: storage)
            guard body(Row(storage: storage, firstCell: 0, count: piece.columns)) else { return false }
        }
        let isLast = piece.rows < nextCount
        let average = max(1, bytes / max(1, piece.rows))
        nextCount = min(max(Self.bytesAtOnce / average, 10), 2_000)
        return !isLast
    }
}
