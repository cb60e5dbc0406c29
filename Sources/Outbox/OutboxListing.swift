public import Database
public import Values

/// A message as the administrator's page shows it.
public struct OutboxEntry: Sendable {
    public enum State: String, Sendable, CaseIterable { case waiting, delivered, dead }

    public let id: Int64
    public let topic: String
    public let state: State
    public let attempts: Int
    public let createdAt, dueAt: Instant
    public let finishedAt: Instant?
    /// What came of the last try.
    public let note: String?
}

/// One try of a message.
public struct OutboxAttempt: Sendable {
    public let attemptedAt: Instant
    /// Microseconds.
    public let duration: Int64
    /// delivered, retry or failed.
    public let outcome: String
    public let note: String
}

extension OutboxQueue {
    /// The newest messages of a state, or of all, before a number for the next page.
    public static func list(
        tenant: TenantID, state: OutboxEntry.State?, before: Int64? = nil, limit: Int = 50, in transaction: Transaction
    ) throws -> [OutboxEntry] {
        let chosen: SQL = state.map { "and state = \($0.rawValue)" } ?? ""
        let earlier: SQL = before.map { "and id < \($0)" } ?? ""
        return try transaction.rows(
            """
            select id, topic, state, attempts, created_at, due_at, finished_at, note from outbox
            where tenant = \(tenant) \(chosen) \(earlier) order by id desc limit \(limit)
            """
        ).map(entry)
    }

    public static func find(_ id: Int64, tenant: TenantID, in transaction: Transaction) throws -> OutboxEntry? {
        try transaction.row(
            """
            select id, topic, state, attempts, created_at, due_at, finished_at, note from outbox
            where tenant = \(tenant) and id = \(id)
            """
        ).map(entry)
    }

    /// How many messages of a tenant are in each state.
    public static func counts(
        tenant: TenantID, in transaction: Transaction
    ) throws -> [OutboxEntry.State: Int] {
        var counts: [OutboxEntry.State: Int] = [:]
        for row in try transaction.rows("select state, count(*) from outbox where tenant = \(tenant) group by state") {
            if let state = OutboxEntry.State(rawValue: try row.text(0)) { counts[state] = Int(try row.int(1)) }
        }
        return counts
    }

    /// The tries of a message, the first one first.
    public static func attempts(
        of id: Int64, tenant: TenantID, in transaction: Transaction
    ) throws -> [OutboxAttempt] {
        try transaction.rows(
            """
            select attempted_at, duration, outcome, note from outbox_attempt
            where tenant = \(tenant) and message = \(id) order by seq
            """
        ).map { row in
            OutboxAttempt(
                attemptedAt: try row.instant(0), duration: try row.int(1), outcome: try row.text(2),
                note: try row.text(3))
        }
    }

    private static func entry(_ row: Row) throws -> OutboxEntry {
        OutboxEntry(
            id: try row.int(0), topic: try row.text(1), state: .init(rawValue: try row.text(2)) ?? .dead,
            attempts: Int(try row.int(3)), createdAt: try row.instant(4), dueAt: try row.instant(5),
            finishedAt: try row.instantIfAny(6), note: try row.textIfAny(7))
    }
}
