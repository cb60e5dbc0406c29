import CLibPQ
import Values

/// One connection to the server, used by one thread at a time.
///
/// `@unchecked Sendable`: whoever has taken it from the pool is the only one who touches it.
final class PostgresConnection: @unchecked Sendable {
    private static let mostStatements = 400

    private struct Prepared {
        var name: String
        var types: [Oid]
    }

    private let handle: OpaquePointer
    private var prepared: [String: [Prepared]] = [:]
    private var preparedCount = 0
    private var cursors = 0

    /// What holds where the URL says nothing else: a host that is gone without a word is noticed within half a minute,
    /// not after the many minutes of TCP.
    private static let defaults = [
        ("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "15"),
        ("keepalives_interval", "5"), ("keepalives_count", "3"),
    ]

    /// Connects, which may take a while.
    init(url: String, settings: [String]) throws {
        // Of a word that stands twice the last counts, and `dbname` is taken apart where it stands.
        let words = Self.defaults + [("dbname", url)]
        guard let handle = Self.connect(words.map { $0.0 }, words.map { $0.1 }) else {
            throw ServiceError.databaseUnavailable("libpq is out of memory")
        }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else {
            throw ServiceError.databaseUnavailable("can't connect: \(lastMessage)")
        }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard PQserverVersion(handle) >= 150_000 else {
            throw DatabaseError(.unusableSchema, "PostgreSQL 15 or later is needed")
        }
        for setting in settings { try command("set \(setting)") }
    }

    deinit { PQfinish(handle) }

    private static func connect(_ keywords: [String], _ values: [String]) -> OpaquePointer? {
        let (keywords, values) = (keywords.map(copy), values.map(copy))
        defer { for text in keywords + values { text.deallocate() } }
        let ended = { (texts: [UnsafeMutablePointer<CChar>]) in texts.map { UnsafePointer?($0) } + [nil] }
        return PQconnectdbParams(ended(keywords), ended(values), 1)
    }

    private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
        let characters = Array(text.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: characters.count)
        copy.initialize(from: characters, count: characters.count)
        return copy
    }

    var isUsable: Bool { PQstatus(handle) == CONNECTION_OK }
    /// Whether the server hasn't closed the connection while it was idle, without a round trip.
    var isAlive: Bool { PQconsumeInput(handle) == 1 && isUsable }
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Without the connection's URL, which libpq doesn't quote.
    private var lastMessage: String { String(cString: PQerrorMessage(handle)) }

    /// Runs statements without values by the simple protocol.
    /// - Returns: the last one's answer, as text.
    @discardableResult
    func command(_ text: String) throws -> PostgresResult { try checked(PQexec(handle, text), text) }

    /// Runs a statement with values, prepared once per text.
    func run(_ sql: SQL) throws -> PostgresResult {
        let parameters = try PostgresParameters(sql.values, sql: sql.text)
        let name = try statement(sql.text, parameters.types)
        let result = parameters.withPointers { count, values, lengths, formats in
            PQexecPrepared(handle, name, count, values, lengths, formats, 1)
        }
        return try checked(result, sql.text)
    }

    /// Opens a cursor on a `select`; it goes with its transaction at the latest.
    /// - Returns: its name.
    func openCursor(_ sql: SQL) throws -> String {
        let parameters = try PostgresParameters(sql.values, sql: sql.text)
        cursors += 1
        let name = "walk\(cursors)"
        let text = "declare \(name) no scroll cursor for " + PostgresNumbering.numbered(sql.text)
        let result = parameters.withPointers { count, values, lengths, formats in
            PQexecParams(handle, text, count, parameters.types, values, lengths, formats, 1)
        }
        _ = try checked(result, sql.text)
        return name
    }

    func fetch(_ count: Int, from cursor: String) throws -> PostgresResult {
        let text = "fetch \(count) from \(cursor)"
        return try checked(PQexecParams(handle, text, 0, nil, nil, nil, nil, 1), text)
    }

    private func statement(_ text: String, _ types: [Oid]) throws -> String {
        if let known = prepared[text]?.first(where: { $0.types == types }) { return known.name }
        if preparedCount >= Self.mostStatements { try forgetStatements() }
        let name = "s\(preparedCount)"
        let result = PQprepare(handle, name, PostgresNumbering.numbered(text), Int32(types.count), types)
        _ = try checked(result, text)
        preparedCount += 1
        prepared[text, default: []].append(Prepared(name: name, types: types))
        return name
    }

    private func forgetStatements() throws {
        try command("deallocate all")
        prepared = [:]
        preparedCount = 0
    }

    private func checked(_ pointer: OpaquePointer?, _ sql: String) throws -> PostgresResult {
        guard let pointer else { throw ServiceError.databaseUnavailable("PostgreSQL: \(lastMessage)") }
        let result = PostgresResult(pointer)
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return result
        default:
            guard isUsable else { throw ServiceError.databaseUnavailable("connection lost: \(result.message)") }
            throw postgresError(result, sql: sql)
        }
    }
}
