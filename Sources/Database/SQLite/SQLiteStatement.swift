import GRDBSQLite
import Values

/// A prepared statement of one connection, kept for the next use of the same text.
final class SQLiteStatement {
    private let connection: OpaquePointer
    private let handle: OpaquePointer
    private let text: String
    private let parameterCount: Int
    let columnCount: Int
    private let changesRows: Bool
    /// Whether somebody is stepping through it, so that the same text needs another statement.
    var isInUse = false
    /// What the last answer held, as a guess at the next one.
    private var usual = (cells: 0, bytes: 0)
    private static let mostReserved = 1 << 20
    /// When it was used last, by the connection's count of uses.
    var lastUse = 0

    init(_ text: String, on connection: OpaquePointer) throws {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK else { throw sqliteError(code, on: connection, text) }
        guard let handle else { throw DatabaseError(.misuse, "an empty statement", sql: text) }
        self.connection = connection
        self.handle = handle
        self.text = text
        parameterCount = Int(sqlite3_bind_parameter_count(handle))
        columnCount = Int(sqlite3_column_count(handle))
        changesRows = sqlite3_stmt_readonly(handle) == 0 && text.startsWithDataChange
    }

    deinit { sqlite3_finalize(handle) }

    /// False at the end.
    func step() throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw sqliteError(code, on: connection, text)
    }

    var changedRows: Int { changesRows ? Int(sqlite3_changes64(connection)) : 0 }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        isInUse = false
    }

    /// Ready for other values.
    func rewind() { sqlite3_reset(handle) }

    func bind(_ values: some Collection<SQLValue>) throws {
        guard values.count == parameterCount else {
            throw DatabaseError(.misuse, "\(values.count) values for \(parameterCount) placeholders", sql: text)
        }
        var index: Int32 = 0
        for value in values {
            index += 1
            let code = try bind(value, at: index)
            if code != SQLITE_OK { throw sqliteError(code, on: connection, text) }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) throws -> Int32 {
        switch value {
        case .integer(let value): return sqlite3_bind_int64(handle, index, value)
        case .null: return sqlite3_bind_null(handle, index)
        case .id(let id): return bind(id, at: index)
        case .bytes(let bytes): return bytes.withUnsafeBytes { bindBytes($0, at: index) }
        case .text(var text): return try text.withUTF8 { try bindText($0, at: index) }
        case .utf8(let bytes): return try bytes.withUnsafeBufferPointer { try bindText($0, at: index) }
        case .real(let value):
            try value.checkStorable(sql: text)
            return sqlite3_bind_double(handle, index, value)
        }
    }

    private func bind(_ id: UUID16, at index: Int32) -> Int32 {
        withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { bindBytes($0, at: index) }
    }

    private func bindBytes(_ bytes: UnsafeRawBufferPointer, at index: Int32) -> Int32 {
        // A null pointer would bind NULL, and an empty array may have one.
        if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, index, 0) }
        return sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), copied)
    }

    private func bindText(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) throws -> Int32 {
        guard let base = utf8.baseAddress, !utf8.isEmpty else {
            return sqlite3_bind_text(handle, index, "", 0, nil)
        }
        try utf8.checkStorable(sql: text)
        return base.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
            sqlite3_bind_text64(handle, index, $0, UInt64(utf8.count), copied, UInt8(SQLITE_UTF8))
        }
    }

    func prepare(_ storage: RowStorage) { storage.reserve(cells: usual.cells, bytes: usual.bytes) }

    func remember(_ storage: RowStorage) {
        usual = (min(storage.cells.count, Self.mostReserved / 16), min(storage.bytes.count, Self.mostReserved))
    }

    /// Appends the current row's cells.
    func read(into storage: RowStorage) {
        for column in 0..<Int32(columnCount) {
            switch sqlite3_column_type(handle, column) {
            case SQLITE_INTEGER: storage.append(sqlite3_column_int64(handle, column))
            case SQLITE_FLOAT: storage.append(sqlite3_column_double(handle, column))
            case SQLITE_NULL: storage.appendNull()
            case SQLITE_BLOB: storage.append(blob(column), as: .bytes)
            default: storage.append(text(column), as: .text)
            }
        }
    }

    private func blob(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let base = sqlite3_column_blob(handle, column)?.assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: base, count: base == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }

    private func text(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let base = sqlite3_column_text(handle, column)
        return UnsafeBufferPointer(start: base, count: base == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }
}

/// SQLITE_TRANSIENT, a macro with a cast: SQLite copies the bytes at once.
private nonisolated(unsafe) let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension String {
    /// `sqlite3_changes` keeps the count of an earlier statement for anything else.
    fileprivate var startsWithDataChange: Bool {
        let word = drop { $0.isWhitespace }.prefix { $0.isLetter }.lowercased()
        return ["insert", "update", "delete", "replace", "with"].contains(word)
    }
}
