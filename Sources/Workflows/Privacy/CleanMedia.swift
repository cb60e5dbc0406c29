package import Database
import JSON
package import Outbox
import PersonalData
import Privacy
package import Values

/// Cleans the disk after an erasure, as a delivery: staff see in the outbox how it went, and a read that is in its way
/// puts it off instead of ending it.
package final class CleanMedia: OutboxHandler {
    package static let topic = "media.clean"
    /// One at a time.
    private static let key = Array("media".utf8)

    private let services: Services
    /// When the last cleaning of this process began that came to its end.
    private let lastBegun = Locked<Instant?>(nil)

    package init(_ services: Services) { self.services = services }

    package var topic: String { Self.topic }

    static func enqueue(after request: DataRequest, _ tenant: TenantID, in tx: Transaction, now: Instant) throws {
        try OutboxQueue.enqueue(
            OutboxMessage(
                tenant: tenant, topic: topic, orderingKey: key, payload: ["request": .string(request.number)]),
            in: tx, now: now)
    }

    /// Whether an erasure's cleaning is still to be done, or under way.
    package static func isWaiting(_ tenant: TenantID, in tx: Transaction) throws -> Bool {
        try OutboxQueue.unfinished(topic, key, tenant: tenant, in: tx) != nil
    }

    /// SQLite's writer stands still meanwhile, so that a lease can't be renewed: whoever takes the message once more, or
    /// another one that was enqueued before, finds the work done.
    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        let now = services.world.now()
        if let done = lastBegun.withLock({ $0 }), done > delivery.enqueuedAt {
            return .delivered("cleaned together with another erasure")
        }
        do {
            try await ErasePerson(services).cleanMedia()
        } catch {
            return .retry(after: nil, "not cleaned yet: \((error as? ServiceError)?.cause ?? "\(error)")")
        }
        lastBegun.withLock { $0 = now }
        return .delivered("cleaned")
    }
}
