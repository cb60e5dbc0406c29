/// A statement that the database refused, or a row that isn't what the code expects: a defect, or a constraint.
///
/// What passes by itself (disk full, database locked, no connection) is thrown as `ServiceError(.unavailable)` instead.
public struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// The closed list. `catch DatabaseError.Code.uniqueViolation` matches an error by its code.
    public struct Code: Hashable, Sendable {
        /// A short word for logs and metrics.
        public let rawValue: String

        public static let uniqueViolation = Code(rawValue: "uniqueViolation")
        public static let foreignKeyViolation = Code(rawValue: "foreignKeyViolation")
        public static let notNullViolation = Code(rawValue: "notNullViolation")
        public static let checkViolation = Code(rawValue: "checkViolation")
        /// Another transaction came between (SQLSTATE 40001, 40P01); `write` and `append` try again by themselves.
        public static let serializationFailure = Code(rawValue: "serializationFailure")
        /// A value that no column of both engines can hold: text with U+0000, or a real that isn't a number.
        public static let unstorableValue = Code(rawValue: "unstorableValue")
        /// A column that is missing or holds another type than the code asks for.
        public static let unexpectedValue = Code(rawValue: "unexpectedValue")
        /// SQL that the engine doesn't take, or a transaction used after its end.
        public static let misuse = Code(rawValue: "misuse")
        /// The file or its schema isn't what this release can work with.
        public static let unusableSchema = Code(rawValue: "unusableSchema")
        public static let other = Code(rawValue: "other")
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
