import Connections
import Database
import JSON
package import Outbox
import Values

/// Reads rosters in the background: soon after the first launch of an instructor, then as often as its
/// platform is set to (LTI-NRPS-18).
package struct RosterSchedule: OutboxHandler {
    package static let topic = "nrps.sync"
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
        try enqueue(roster.id, of: link.registration, link.tenant, dueAt: world.now(), in: tx, now: world.now())
    }

    /// Sees to it that the rosters of a platform are read as it is set now: those that aren't waited for at once, and
    /// those that would be read later than now wanted, too.
    static func follow(_ registration: Registration, in tx: Transaction, now: Instant) throws {
        guard registration.rosterPolicy == .auto else { return }
        for roster in try Rosters(registration.tenant).of(registration: registration.id, in: tx) {
            let waiting = try OutboxQueue.unfinished(topic, roster.id.bytes, tenant: roster.tenant, in: tx)
            guard let waiting, waiting.state == .waiting else {
                try enqueue(roster.id, of: roster.registration, roster.tenant, dueAt: now, in: tx, now: now)
                continue
            }
            if waiting.dueAt > now.adding(seconds: registration.rosterInterval) {
                _ = try OutboxQueue.hasten(waiting.id, tenant: roster.tenant, in: tx, now: now)
            }
        }
    }

    /// Reads a roster soon that couldn't be read for a while, where its platform's are read by themselves.
    static func resume(_ roster: PlatformRoster, in tx: Transaction, now: Instant) throws {
        guard try Registrations.find(roster.registration, in: tx)?.rosterPolicy == .auto else { return }
        try readSoon(roster, in: tx, now: now)
    }

    /// Reads a roster soon, whatever waits.
    static func readSoon(_ roster: PlatformRoster, in tx: Transaction, now: Instant) throws {
        if let waiting = try OutboxQueue.unfinished(topic, roster.id.bytes, tenant: roster.tenant, in: tx),
            waiting.state == .waiting
        {
            _ = try OutboxQueue.hasten(waiting.id, tenant: roster.tenant, in: tx, now: now)
        } else {
            try enqueue(roster.id, of: roster.registration, roster.tenant, dueAt: now, in: tx, now: now)
        }
    }

    private static func enqueue(
        _ roster: UUID16, of registration: UUID16, _ tenant: TenantID, dueAt: Instant, in tx: Transaction,
        now: Instant
    ) throws {
        try OutboxQueue.enqueue(
            OutboxMessage(
                tenant: tenant, topic: topic, orderingKey: roster.bytes, party: registration,
                payload: ["roster": .string(roster.description)], dueAt: dueAt),
            in: tx, now: now)
    }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let roster = delivery.payload.root["roster"]?.string.flatMap({ UUID16($0) }) else {
            return .permanentFailure("the message can't be read")
        }
        do {
            guard let (platform, interval) = try await interval(of: roster, delivery.tenant) else {
                return .delivered("not read by itself any more")
            }
            let outcome = try await SyncRoster(services).run(roster, tenant: delivery.tenant)
            if outcome == .gone { return outcome.delivery }
            if case .failed(let reason, true, let after) = outcome, delivery.attempt < 8 {
                return .retry(after: after, reason)
            }
            try await again(roster, of: platform, delivery, after: interval)
            return outcome.delivery
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    /// The platform and the seconds to the next reading; nil where its rosters aren't read by themselves.
    private func interval(
        of id: UUID16, _ tenant: TenantID
    ) async throws -> (platform: UUID16, seconds: Int64)? {
        try await services.database.read { tx in
            guard let roster = try Rosters(tenant).find(id, in: tx),
                let registration = try Registrations.find(roster.registration, in: tx),
                registration.rosterPolicy == .auto
            else { return nil }
            return (registration.id, registration.rosterInterval)
        }
    }

    /// Unless another one waits, such as where staff sent again what was given up.
    private func again(
        _ roster: UUID16, of platform: UUID16, _ delivery: OutboxDelivery, after interval: Int64
    ) async throws {
        let (now, tenant) = (services.world.now(), delivery.tenant)
        let next = now.adding(seconds: interval)
        try await services.database.write { tx in
            guard
                try !OutboxQueue.isWaited(
                    for: Self.topic, roster.bytes, beside: delivery.id, tenant: tenant, in: tx)
            else { return }
            try Self.enqueue(roster, of: platform, tenant, dueAt: next, in: tx, now: now)
        }
    }
}

extension Registration {
    /// Seconds between two readings of a roster.
    var rosterInterval: Int64 { Int64(max(1, rosterHours)) * 3_600 }
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
