public import Database
import JSON
public import Values

/// The messages that wait to be delivered, are delivered, or never will be.
public enum OutboxQueue {
    /// On this channel a commit with new messages is announced to the workers of the process.
    static let channel = "outbox"

    /// Records work in the transaction that causes it: both are stored or neither. The workers of this process wake as
    /// soon as it is committed.
    /// - Returns: the message's number.
    @discardableResult
    public static func enqueue(_ message: OutboxMessage, in transaction: Transaction, now: Instant) throws -> Int64 {
        let row = try transaction.row(
            """
            insert into outbox (tenant, topic, ordering_key, person, party, payload, state, attempts, enqueued_at,
                due_at)
            values (\(message.tenant), \(message.topic), \(message.orderingKey), \(message.person), \(message.party),
                \(UTF8Text(message.payload.serialized)), 0, 0, \(now), \(message.dueAt ?? now))
            returning id
            """)
        guard let row else { throw DatabaseError(.other, "an insert returned nothing") }
        transaction.announce(channel)
        return try row.int(0)
    }

    /// Puts a dead letter back, due at once, with its tries counted from the start.
    /// - Returns: false when there is no such dead letter.
    public static func replay(
        _ id: Int64, tenant: TenantID, in transaction: Transaction, now: Instant
    ) throws -> Bool {
        let changed = try transaction.execute(
            """
            update outbox set state = 0, attempts = 0, due_at = \(now), finished_at = null, lease = null,
                lease_until = null
            where id = \(id) and tenant = \(tenant) and state = 2
            """)
        if changed > 0 { transaction.announce(channel) }
        return changed > 0
    }

    /// The same for many: a party's dead letters, the oldest first.
    /// - Parameters:
    ///   - topic: nil for all.
    ///   - after: the number of the last one that the call before looked at; 0 at first.
    ///   - upTo: the last number that counts, so that what dies again meanwhile isn't sent twice.
    /// - Returns: the number of the last one and how many they were; nil when there are no more.
    public static func replayAll(
        of party: UUID16, topic: String? = nil, tenant: TenantID, after: Int64, upTo: Int64, limit: Int = 500,
        in transaction: Transaction, now: Instant
    ) throws -> (last: Int64, count: Int)? {
        var sql: SQL = """
            select id from outbox where tenant = \(tenant) and party = \(party) and state = 2 and id > \(after)
                and id <= \(upTo)
            """
        if let topic { sql += " and topic = \(topic)" }
        let ids = try transaction.rows(sql + " order by id limit \(limit)").map { try $0.int(0) }
        guard let last = ids.last else { return nil }
        try transaction.execute(
            """
            update outbox set state = 0, attempts = 0, due_at = \(now), finished_at = null, lease = null,
                lease_until = null
            where id in (\(list: ids))
            """)
        transaction.announce(channel)
        return (last, ids.count)
    }

    /// Makes a waiting message due at once.
    /// - Returns: false when it doesn't wait, or is being delivered now.
    public static func hasten(
        _ id: Int64, tenant: TenantID, in transaction: Transaction, now: Instant
    ) throws -> Bool {
        let changed = try transaction.execute(
            """
            update outbox set due_at = \(now)
            where id = \(id) and tenant = \(tenant) and state = 0 and (lease_until is null or lease_until <= \(now))
            """)
        if changed > 0 { transaction.announce(channel) }
        return changed > 0
    }

    /// Forgets a topic's delivered messages and their tries.
    /// - Returns: how many messages went; at most `limit`, so call again while it is reached.
    public static func purge(
        _ topic: String, deliveredBefore: Instant, limit: Int = 500, in transaction: Transaction
    ) throws -> Int {
        try forget(
            "select id from outbox where state = 1 and topic = \(topic) and finished_at < \(deliveredBefore)", limit,
            transaction)
    }

    /// Forgets a topic's dead letters and their tries.
    /// - Returns: how many messages went; at most `limit`, so call again while it is reached.
    public static func purge(
        _ topic: String, deadBefore: Instant, limit: Int = 500, in transaction: Transaction
    ) throws -> Int {
        try forget(
            "select id from outbox where state = 2 and topic = \(topic) and finished_at < \(deadBefore)", limit,
            transaction)
    }

    private static func forget(_ selection: SQL, _ limit: Int, _ transaction: Transaction) throws -> Int {
        let ids = try transaction.rows(selection + " order by finished_at limit \(limit)").map { try $0.int(0) }
        if ids.isEmpty { return 0 }
        try transaction.execute("delete from outbox_attempt where message in (\(list: ids))")
        return try transaction.execute("delete from outbox where id in (\(list: ids))")
    }
}

/// Where a message stands, as the table's `state` says it.
public enum OutboxState: Int64, Sendable, CaseIterable {
    /// To be delivered, for the first time or again.
    case waiting = 0
    case delivered = 1
    /// Given up: the limit was reached, or it can never succeed.
    case dead = 2
}
