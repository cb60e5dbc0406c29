public import Database
public import JSON
public import Values

/// A message as staff see it.
public struct OutboxEntry: Sendable, Identifiable {
    public var id: Int64
    public var topic: String
    public var state: OutboxState
    /// Tries so far, since it was enqueued or replayed.
    public var attempts: Int
    public var enqueuedAt: Instant
    /// When it is tried next, while it waits.
    public var dueAt: Instant
    public var finishedAt: Instant?
    /// How the last try ended.
    public var note: String?
    public var person: UUID16?
    /// The other side that it is for.
    public var party: UUID16?
    /// As it was enqueued: ids and figures.
    public var payload: JSONDocument
}

/// Which messages a list shows; nil for all.
public struct OutboxFilter: Sendable, Hashable {
    public var state: OutboxState?
    public var topic: String?
    public var party: UUID16?

    public init(state: OutboxState? = nil, topic: String? = nil, party: UUID16? = nil) {
        self.state = state
        self.topic = topic
        self.party = party
    }
}

/// A try as staff see it.
public struct OutboxAttempt: Sendable {
    /// How it ended, as the table's `outcome` says it.
    public enum Outcome: Int64, Sendable {
        case delivered = 1
        case retry = 2
        case failed = 3
    }

    public var number: Int
    public var startedAt: Instant
    public var finishedAt: Instant
    public var outcome: Outcome
    public var note: String
}

extension OutboxQueue {
    /// A tenant's messages, the newest first.
    /// - Parameter before: the number of the last one on the page before; nil for the first page.
    public static func list(
        _ tenant: TenantID, _ filter: OutboxFilter = OutboxFilter(), before: Int64? = nil, limit: Int = 50,
        in transaction: Transaction
    ) throws -> [OutboxEntry] {
        var sql = columns + " where tenant = \(tenant) and id < \(before ?? .max)" + condition(filter)
        if let state = filter.state { sql += " and state = \(state.rawValue)" }
        return try transaction.rows(sql + " order by id desc limit \(limit)").map(OutboxEntry.init)
    }

    /// One message of a tenant.
    public static func find(_ id: Int64, tenant: TenantID, in transaction: Transaction) throws -> OutboxEntry? {
        try transaction.row(columns + " where id = \(id) and tenant = \(tenant)").map(OutboxEntry.init)
    }

    /// The message of a topic and key that waits or was given up; the one delivered next where there are several.
    public static func unfinished(
        _ topic: String, _ orderingKey: [UInt8], tenant: TenantID, in transaction: Transaction
    ) throws -> OutboxEntry? {
        let sql =
            columns + """
                 where topic = \(topic) and ordering_key = \(orderingKey) and tenant = \(tenant) and state in (0, 2)
                order by state, id limit 1
                """
        return try transaction.row(sql).map(OutboxEntry.init)
    }

    /// Whether a message of a topic and key waits beside one that is being delivered.
    public static func isWaited(
        for topic: String, _ orderingKey: [UInt8], beside id: Int64, tenant: TenantID, in transaction: Transaction
    ) throws -> Bool {
        try transaction.row(
            """
            select 1 from outbox where topic = \(topic) and ordering_key = \(orderingKey) and tenant = \(tenant)
                and state = 0 and id <> \(id) limit 1
            """) != nil
    }

    /// How many messages of a topic wait, counted up to a limit.
    public static func waiting(
        _ topic: String, tenant: TenantID, atMost limit: Int, in transaction: Transaction
    ) throws -> Int {
        let row = try transaction.row(
            """
            select count(*) from (
                select 1 from outbox where topic = \(topic) and tenant = \(tenant) and state = 0 limit \(limit)) few
            """)
        return Int(try row?.int(0) ?? 0)
    }

    /// All tries of a message, the first one first.
    public static func attempts(
        of id: Int64, tenant: TenantID, in transaction: Transaction
    ) throws -> [OutboxAttempt] {
        try transaction.rows(
            """
            select number, started_at, finished_at, outcome, note from outbox_attempt
            where message = \(id) and tenant = \(tenant) order by number
            """
        ).map(OutboxAttempt.init)
    }

    /// How many messages of a tenant are in each state; the filter's own state doesn't count.
    public static func counts(
        _ tenant: TenantID, _ filter: OutboxFilter = OutboxFilter(), in transaction: Transaction
    ) throws -> [OutboxState: Int] {
        var counts: [OutboxState: Int] = [:]
        let sql: SQL = "select state, count(*) from outbox where tenant = \(tenant)"
        for row in try transaction.rows(sql + condition(filter) + " group by state") {
            if let state = OutboxState(rawValue: try row.int(0)) { counts[state] = Int(try row.int(1)) }
        }
        return counts
    }

    private static func condition(_ filter: OutboxFilter) -> SQL {
        var sql: SQL = ""
        if let topic = filter.topic { sql += " and topic = \(topic)" }
        if let party = filter.party { sql += " and party = \(party)" }
        return sql
    }

    private static var columns: SQL {
        """
        select id, topic, state, attempts, enqueued_at, due_at, finished_at, note, person, party, payload from outbox
        """
    }
}

extension OutboxEntry {
    fileprivate init(_ row: Row) throws {
        guard let state = OutboxState(rawValue: try row.int(2)) else {
            throw DatabaseError(.unexpectedValue, "an outbox message in no known state")
        }
        self.init(
            id: try row.int(0), topic: try row.text(1), state: state, attempts: Int(try row.int(3)),
            enqueuedAt: try row.instant(4), dueAt: try row.instant(5), finishedAt: try row.instantIfAny(6),
            note: try row.textIfAny(7), person: try row.idIfAny(8), party: try row.idIfAny(9),
            payload: try JSONDocument(parsing: try row.text(10)))
    }
}

extension OutboxAttempt {
    fileprivate init(_ row: Row) throws {
        guard let outcome = Outcome(rawValue: try row.int(3)) else {
            throw DatabaseError(.unexpectedValue, "a delivery with no known outcome")
        }
        self.init(
            number: Int(try row.int(0)), startedAt: try row.instant(1), finishedAt: try row.instant(2),
            outcome: outcome, note: try row.text(4))
    }
}
