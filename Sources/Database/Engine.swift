public import Values

/// The two databases that hold Lectern's records; the SQL is the same for both.
public enum Engine: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case sqlite
    case postgres

    public var description: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgres: "PostgreSQL"
        }
    }
}

/// Where the records are: a file on this machine, or a server that several nodes share.
public enum DatabaseLocation: Sendable {
    /// The path of the file; it is made if missing, its folder isn't.
    case sqlite(String)
    /// A libpq connection URI, `postgres://user:password@host:5432/name`; it holds the password.
    case postgres(Secret<String>)

    /// A connection URI of PostgreSQL.
    public static func postgres(_ url: String) -> Self { .postgres(Secret(url)) }

    /// The engine that serves this place.
    public var engine: Engine {
        switch self {
        case .sqlite: .sqlite
        case .postgres: .postgres
        }
    }
}
