import Database
import JSON
import Logging
import Metrics
import Values

extension OutboxWorker {
    /// Hands one message to its handler and records how it went.
    func deliver(_ claim: OutboxClaim) async {
        let startedAt = world.now()
        let outcome = await holdingLease(claim) { await attempt(claim) }
        do {
            try await record(claim, outcome, startedAt: startedAt)
        } catch {
            // The lease runs out, and the message is delivered once more.
            logger.warning(
                "A delivery couldn't be recorded", metadata: ["message": "\(claim.id)", "cause": "\(error)"])
        }
    }

    private func attempt(_ claim: OutboxClaim) async -> DeliveryOutcome {
        // Each of these tries took the process with it, or the record of it.
        if claim.attempt > options.schedule.mostAttempts {
            return .permanentFailure("given up after \(claim.attempt - 1) tries that didn't end")
        }
        guard let handler = handlers[claim.topic] else { return .retry(after: nil, "no handler for this topic") }
        guard let payload = try? JSONDocument(parsing: claim.payload) else {
            return .permanentFailure("the payload isn't JSON")
        }
        return await handler.deliver(
            OutboxDelivery(
                id: claim.id, tenant: claim.tenant, topic: claim.topic, orderingKey: claim.orderingKey,
                payload: payload, attempt: claim.attempt, enqueuedAt: claim.enqueuedAt))
    }

    private func record(_ claim: OutboxClaim, _ outcome: DeliveryOutcome, startedAt: Instant) async throws {
        let now = world.now()
        let random = world.randomBytes(8)
        let state = try await database.append { [claims] transaction in
            try claims.finish(claim, outcome, startedAt: startedAt, random: random, in: transaction, now: now)
        }
        count(claim.topic, state)
        guard state == .dead else { return }
        logger.warning(
            "A message is given up",
            metadata: ["message": "\(claim.id)", "topic": "\(claim.topic)", "attempts": "\(claim.attempt)"])
    }

    private func count(_ topic: String, _ state: OutboxState?) {
        let result =
            switch state {
            case .delivered: "delivered"
            case .waiting: "retry"
            case .dead: "dead"
            case nil: "lease_lost"
            }
        Counter(label: "lectern_outbox_deliveries", dimensions: [("topic", topic), ("result", result)]).increment()
    }

    /// Renews the lease while `work` takes its time.
    private func holdingLease(
        _ claim: OutboxClaim, _ work: @escaping @Sendable () async -> DeliveryOutcome
    ) async -> DeliveryOutcome {
        let renewal = Task {
            while true {
                try await Task.sleep(for: .seconds(max(1, options.leaseSeconds / 3)))
                let now = world.now()
                _ = try? await database.append { [claims] transaction in
                    try claims.renew(claim, in: transaction, now: now)
                }
            }
        }
        defer { renewal.cancel() }
        return await work()
    }
}
