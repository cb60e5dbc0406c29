import GRDB

/// What GRDB threw while it opened, closed or copied a database, as one of ours.
func sqliteError(_ error: any Error) -> any Error {
    guard let error = error as? GRDB.DatabaseError else { return error }
    return sqliteError(
        code: error.extendedResultCode.rawValue, message: error.message ?? "no message", sql: error.sql)
}
