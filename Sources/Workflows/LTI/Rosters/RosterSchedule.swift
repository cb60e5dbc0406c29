import Connections
import Database
import JSON
package import Outbox
import Values

/// Reads rosters in the background: soon after the first launch of an instructor, then every day (LTI-NRPS-18).
package struct RosterSchedule: OutboxHandler {
    package static let topic = "nrps.sync"
    /// Seconds between two readings.
    package static let interval: Int64 = 86_400
    package var topic: String { Self.topic }
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Notes the roster of a link that an instructor launched or set up; a new one, or one that nothing reads any more, is
    /// read at once.
    static func begin(with link: ResourceLink, of registration: Registration, world: World, in tx: Transaction) throws {
        guard registration.rosterPolicy == .auto,
            let (roster, isNew) = try Rosters(link.tenant).note(link, world: world, in: tx)
        else { return }
        let waits = try OutboxQueue.unfinished(topic, roster.id.bytes, tenant: link.tenant, in: tx)?.state == .waiting
        guard isNew || !waits else { return }
        try enqueue(roster.id, link.tenant, dueAt: world.now(), in: tx, now: world.now())
    }

    private static func enqueue(
        _ roster: UUID16, _ tenant: TenantID, dueAt: Instant, in tx: Transaction, now: Instant
    ) throws {
        try OutboxQueue.enqueue(
            OutboxMessage(
                tenant: tenant, topic: topic, orderingKey: roster.bytes,
                payload: ["roster": .string(roster.description)], dueAt: dueAt),
            in: tx, now: now)
    }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let roster = delivery.payload.root["roster"]?.string.flatMap({ UUID16($0) }) else {
            return .permanentFailure("the message can't be read")
        }
        do {
            let outcome = try await SyncRoster(services).run(roster, tenant: delivery.tenant)
            if outcome == .gone { return outcome.delivery }
            if case .failed(let reason, true, let after) = outcome, delivery.attempt < 8 {
                return .retry(after: after, reason)
            }
            try await again(roster, delivery.tenant)
            return outcome.delivery
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    private func again(_ roster: UUID16, _ tenant: TenantID) async throws {
        let now = services.world.now()
        let next = now.adding(seconds: Self.interval)
        try await services.database.write { try Self.enqueue(roster, tenant, dueAt: next, in: $0, now: now) }
    }
}

extension SyncRoster.Outcome {
    fileprivate var delivery: DeliveryOutcome {
        switch self {
        case .done(let state): .delivered(state.rawValue)
        case .running: .delivered("being read already")
        case .failed(let reason, _, _): .permanentFailure(reason)
        case .impossible(let reason): .delivered(reason)
        case .gone: .delivered("the roster or its platform is gone")
        }
    }
}
