public import Database
import JSON
public import Values

/// The table of messages. Its functions take an open transaction, so that a message commits with its cause.
public enum OutboxQueue {
    static let channel = "outbox"

    /// Adds a message.
    /// - Returns: its number.
    @discardableResult
    public static func enqueue(
        _ message: OutboxMessage, in transaction: Transaction, now: Instant
    ) throws -> Int64 {
        let row = try transaction.row(
            """
            insert into outbox (tenant, topic, ordering_key, person, payload, state, attempts, created_at, due_at)
            values (\(message.tenant), \(message.topic), \(message.orderingKey), \(message.person),
                \(message.payload.text), 'waiting', 0, \(now), \(message.dueAt))
            returning id
            """)
        transaction.announce(channel)
        guard let row else { throw DatabaseError(.misuse, "an insert gave no row") }
        return try row.int(0)
    }

    /// Takes up to `limit` due messages until `leaseUntil`. A message waits for those before it with the same key.
    static func claim(
        limit: Int, topics: [String], now: Instant, leaseUntil: Instant, in transaction: Transaction
    ) throws -> [OutboxDelivery] {
        let rows = try transaction.rows(
            """
            update outbox set lease_until = \(leaseUntil), attempts = attempts + 1
            where id in (
                select o.id from outbox o
                where o.state = 'waiting' and o.due_at <= \(now) and o.topic in (\(list: topics))
                    and (o.lease_until is null or o.lease_until <= \(now))
                    and not exists (
                        select 1 from outbox e
                        where e.tenant = o.tenant and e.topic = o.topic and e.ordering_key = o.ordering_key
                            and e.state = 'waiting' and e.id < o.id)
                order by o.due_at, o.id limit \(limit) \(SQL.forUpdateSkipLocked(transaction.engine)))
            returning id, tenant, topic, person, payload, attempts, created_at
            """)
        return try rows.map { row in
            OutboxDelivery(
                id: try row.int(0), tenant: TenantID(try row.int(1)), topic: try row.text(2),
                person: try row.idIfAny(3), payload: try JSONDocument(parsing: Array(try row.text(4).utf8)),
                attempt: Int(try row.int(5)), createdAt: try row.instant(6))
        }.sorted { $0.id < $1.id }
    }

    /// When the next waiting message falls due; nil when there is none.
    static func nextDue(topics: [String], in transaction: Transaction) throws -> Instant? {
        try transaction.row(
            """
            select min(case when lease_until > due_at then lease_until else due_at end) from outbox
            where state = 'waiting' and topic in (\(list: topics))
            """)?.instantIfAny(0)
    }

    /// Writes down a try, and ends, delays or buries the message.
    static func settle(
        _ delivery: OutboxDelivery, outcome: DeliveryOutcome, next: Instant?, duration: Int64, now: Instant,
        in transaction: Transaction
    ) throws {
        let (state, word, note): (String, String, String)
        switch outcome {
        case .delivered(let text): (state, word, note) = ("delivered", "delivered", text)
        case .retry(_, let reason): (state, word, note) = (next == nil ? "dead" : "waiting", "retry", reason)
        case .permanentFailure(let reason): (state, word, note) = ("dead", "failed", reason)
        }
        try transaction.execute(
            """
            insert into outbox_attempt (tenant, message, attempted_at, duration, outcome, note)
            values (\(delivery.tenant), \(delivery.id), \(now), \(duration), \(word), \(note))
            """)
        try transaction.execute(
            """
            update outbox set state = \(state), due_at = \(next ?? now), lease_until = null, note = \(note),
                finished_at = \(state == "waiting" ? nil : now)
            where id = \(delivery.id) and state = 'waiting'
            """)
        transaction.announce(channel)
    }

    /// Sends a dead message on its way again, at once.
    /// - Returns: false when there is no such dead message.
    public static func replay(_ id: Int64, tenant: TenantID, in transaction: Transaction, now: Instant) throws -> Bool {
        let changed = try transaction.execute(
            """
            update outbox set state = 'waiting', created_at = \(now), due_at = \(now), lease_until = null,
                finished_at = null
            where id = \(id) and tenant = \(tenant) and state = 'dead'
            """)
        transaction.announce(channel)
        return changed == 1
    }
}
