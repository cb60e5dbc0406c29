/// A statement that the database refused, or a row that isn't what the code expects: a defect, or a constraint.
///
/// What passes by itself (disk full, database locked, no connection) is thrown as `ServiceError(.unavailable)` instead.
public struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// The closed list. `catch DatabaseError.Code.uniqueViolation` matches an error by its code.
    public enum Code: String, Sendable, CaseIterable {
        case uniqueViolation
        case foreignKeyViolation
        case notNullViolation
        case checkViolation
        /// Another transaction came between (SQLSTATE 40001, 40P01); `write` and `append` try again by themselves.
        case serializationFailure
        /// A value that no text column of both engines can hold, such as U+0000, or a real that isn't a number.
        case unstorableValue
        /// A column that is missing or holds another type than the code asks for.
        case unexpectedValue
        /// SQL that the engine doesn't take, or a transaction used after its end.
        case misuse
        /// The file or its schema isn't what this release can work with.
        case unusableSchema
        case other
    }

    public var code: Code
    /// The engine's words, without values.
    public var message: String
    /// The constraint's name where the engine tells it (PostgreSQL), or its columns (SQLite).
    public var constraint: String?
    /// The statement's text, without values.
    public var sql: String?

    public init(_ code: Code, _ message: String, constraint: String? = nil, sql: String? = nil) {
        self.code = code
        self.message = message
        self.constraint = constraint
        self.sql = sql
    }

    public var description: String {
        "\(code.rawValue): \(message)" + (sql.map { " [\($0)]" } ?? "")
    }
}

/// Whether an error is a ``DatabaseError`` with this code, in a `catch` or `case` pattern.
public func ~= (code: DatabaseError.Code, error: any Error) -> Bool {
    (error as? DatabaseError)?.code == code
}
