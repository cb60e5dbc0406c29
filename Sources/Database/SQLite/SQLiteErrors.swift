import GRDBSQLite
import Values

/// What a result code means to the caller: a passing obstacle, or a ``DatabaseError``. A disk that became read-only is
/// the former; a write through a connection that was opened for reading is a mistake of ours.
func sqliteError(_ code: Int32, on connection: OpaquePointer, _ sql: String?) -> any Error {
    let message = String(cString: sqlite3_errmsg(connection))
    if code & 0xFF == SQLITE_READONLY, sqlite3_db_readonly(connection, "main") == 1 {
        return DatabaseError(.misuse, message, sql: sql)
    }
    return sqliteError(code: code, message: message, sql: sql)
}

func sqliteError(code: Int32, message: String, sql: String?) -> any Error {
    switch code & 0xFF {
    case SQLITE_FULL, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_CANTOPEN, SQLITE_INTERRUPT,
        SQLITE_PROTOCOL, SQLITE_PERM, SQLITE_READONLY:
        ServiceError.databaseUnavailable("SQLite error \(code): \(message)")
    case SQLITE_CONSTRAINT: constraintError(code, message, sql)
    case SQLITE_CORRUPT, SQLITE_NOTADB:
        DatabaseError(.unusableSchema, "SQLite error \(code): \(message)", sql: sql)
    case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE, SQLITE_MISMATCH:
        DatabaseError(.misuse, message, sql: sql)
    default: DatabaseError(.other, "SQLite error \(code): \(message)", sql: sql)
    }
}

private func constraintError(_ code: Int32, _ message: String, _ sql: String?) -> DatabaseError {
    let kind: DatabaseError.Code =
        switch code {
        case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID: .uniqueViolation
        case SQLITE_CONSTRAINT_FOREIGNKEY: .foreignKeyViolation
        case SQLITE_CONSTRAINT_NOTNULL: .notNullViolation
        case SQLITE_CONSTRAINT_CHECK: .checkViolation
        default: .misuse
        }
    // "UNIQUE constraint failed: person.tenant, person.id"
    let columns = message.split(separator: ":", maxSplits: 1).dropFirst().first.map { String($0.drop { $0 == " " }) }
    return .init(kind, message, constraint: columns, sql: sql)
}

// SQLite's own macros of these are expressions that Swift doesn't import.
private let SQLITE_CONSTRAINT_CHECK: Int32 = 19 | 1 << 8
private let SQLITE_CONSTRAINT_FOREIGNKEY: Int32 = 19 | 3 << 8
private let SQLITE_CONSTRAINT_NOTNULL: Int32 = 19 | 5 << 8
private let SQLITE_CONSTRAINT_PRIMARYKEY: Int32 = 19 | 6 << 8
private let SQLITE_CONSTRAINT_UNIQUE: Int32 = 19 | 8 << 8
private let SQLITE_CONSTRAINT_ROWID: Int32 = 19 | 10 << 8
