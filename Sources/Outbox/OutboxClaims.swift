import Database
import JSON
import Values

/// A message that a worker holds for the time of its lease.
struct OutboxClaim: Sendable {
    var id: Int64
    var tenant: TenantID
    var topic: String
    var orderingKey: [UInt8]?
    var payload: [UInt8]
    /// The number of this try, from 1, since the message was enqueued or replayed.
    var attempt: Int
    var enqueuedAt: Instant
    var lease: UUID16
}

/// Taking messages and recording how it went.
struct OutboxClaims: Sendable {
    var topics: [String]
    var leaseSeconds: Int64
    var schedule: RetrySchedule

    /// Takes up to `limit` messages that are due. Nobody else takes them until the lease runs out; of those with one
    /// topic and ordering key only the eldest is taken, also when it waits for its next try.
    /// - Parameter chosen: the topics to take from; nil for all.
    func take(
        _ limit: Int, of chosen: [String]? = nil, lease: UUID16, in transaction: Transaction, now: Instant
    ) throws -> [OutboxClaim] {
        let until = now.adding(seconds: leaseSeconds)
        let topics = chosen ?? topics
        return try transaction.rows(
            """
            with due as materialized (
                select o.id from outbox o
                where o.state = 0 and o.due_at <= \(now) and o.topic in (\(list: topics))
                    and (o.lease_until is null or o.lease_until <= \(now))
                    and (o.ordering_key is null or not exists (
                        select 1 from outbox e where e.state = 0 and e.topic = o.topic
                            and e.ordering_key = o.ordering_key and e.id < o.id))
                order by o.due_at, o.id limit \(limit)\(SQL.forUpdateSkipLocked(transaction.engine)))
            update outbox set lease = \(lease), lease_until = \(until), attempts = attempts + 1
            where id in (select id from due)
            returning id, tenant, topic, ordering_key, payload, attempts, enqueued_at
            """
        ).map { row in
            OutboxClaim(
                id: try row.int(0), tenant: TenantID(try row.int(1)), topic: try row.text(2),
                orderingKey: try row.bytesIfAny(3), payload: try row.utf8(4), attempt: Int(try row.int(5)),
                enqueuedAt: try row.instant(6), lease: lease)
        }
    }

    /// Makes a lease last longer, while a delivery is under way.
    /// - Returns: false when the lease was lost meanwhile.
    func renew(_ claim: OutboxClaim, in transaction: Transaction, now: Instant) throws -> Bool {
        try transaction.execute(
            """
            update outbox set lease_until = \(now.adding(seconds: leaseSeconds))
            where id = \(claim.id) and lease = \(claim.lease) and state = 0
            """) > 0
    }

    /// Gives a message back untried.
    func giveBack(_ claim: OutboxClaim, in transaction: Transaction) throws {
        try transaction.execute(
            """
            update outbox set lease = null, lease_until = null, attempts = attempts - 1
            where id = \(claim.id) and lease = \(claim.lease) and state = 0
            """)
    }

    /// Records how a try ended, unless the lease was lost: then another worker's try counts.
    /// - Returns: where the message stands now; nil when the lease was lost.
    func finish(
        _ claim: OutboxClaim, _ outcome: DeliveryOutcome, startedAt: Instant, random: [UInt8],
        in transaction: Transaction, now: Instant
    ) throws -> OutboxState? {
        let next = next(claim, outcome, random: random)
        let finishedAt = next.state == .waiting ? nil : now
        let changed = try transaction.execute(
            """
            update outbox set state = \(next.state.rawValue), due_at = \(now.adding(microseconds: next.delay)),
                finished_at = \(finishedAt), note = \(next.note), lease = null, lease_until = null
            where id = \(claim.id) and lease = \(claim.lease) and state = 0
            """)
        if changed == 0 { return nil }
        try transaction.execute(
            """
            insert into outbox_attempt (message, number, tenant, started_at, finished_at, outcome, note)
            select \(claim.id), coalesce(max(number), 0) + 1, \(claim.tenant), \(startedAt), \(now),
                \(next.outcome.rawValue), \(next.note) from outbox_attempt where message = \(claim.id)
            """)
        // The next one of the same key may be waiting for this one.
        if claim.orderingKey != nil && next.state != .waiting { transaction.announce(OutboxQueue.channel) }
        return next.state
    }

    private struct Next {
        var state: OutboxState
        var outcome: OutboxAttempt.Outcome
        var delay: Int64 = 0
        var note: String
    }

    private func next(_ claim: OutboxClaim, _ outcome: DeliveryOutcome, random: [UInt8]) -> Next {
        switch outcome {
        case .delivered(let note): return Next(state: .delivered, outcome: .delivered, note: note.storable)
        case .permanentFailure(let reason): return Next(state: .dead, outcome: .failed, note: reason.storable)
        case .retry(let seconds, let reason):
            let delay = schedule.delay(afterAttempt: claim.attempt, requested: seconds, random: random)
            guard let delay else { return Next(state: .dead, outcome: .retry, note: reason.storable) }
            return Next(state: .waiting, outcome: .retry, delay: delay, note: reason.storable)
        }
    }
}

extension String {
    /// What a text column holds on both engines: without U+0000, and not longer than staff would read.
    fileprivate var storable: String { String(prefix(2_000).filter { $0 != "\0" }) }
}
