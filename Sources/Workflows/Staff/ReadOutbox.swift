package import Access
package import Connections
import Database
import JSON
package import Outbox
package import Values

/// A message with what it is about, as far as that is still there.
package struct Delivery: Sendable {
    package var entry: OutboxEntry
    package var platform: (id: UUID16, name: String)?
    package var link: ResourceLink?
    /// Whose score it carries.
    package var enrolment: UUID16?
    /// Whose list of participants it reads.
    package var cohort: UUID16?
}

/// A page of messages, and what the list can be narrowed to.
package struct DeliveryList: Sendable {
    package var deliveries: [Delivery]
    package var counts: [OutboxState: Int]
    package var platforms: [(id: UUID16, name: String)]
}

/// Reads what waits to be delivered and what never was, and sends it again.
package struct ReadOutbox: Sendable {
    /// What kinds of work there are.
    package static let topics = [
        PostScores.topic, UpdateLineItems.topic, RosterSchedule.topic, WorkNotice.topic, SubscribeNotices.topic,
        ForwardStatements.topic, FetchMetadata.topic, CleanMedia.topic,
    ]

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter before: the number of the last one on the page before.
    package func list(
        _ filter: OutboxFilter, before: Int64? = nil, limit: Int = 50, for principal: StaffPrincipal
    ) async throws -> DeliveryList {
        try principal.require(.replayOutbox)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            let entries = try OutboxQueue.list(tenant, filter, before: before, limit: limit, in: tx)
            return DeliveryList(
                deliveries: try entries.map { try Self.delivery($0, tenant, tx) },
                counts: try OutboxQueue.counts(tenant, filter, in: tx),
                platforms: try Registrations.list(of: tenant, in: tx).map { ($0.id, $0.name) })
        }
    }

    /// How many messages are in each state.
    package func counts(for principal: StaffPrincipal) async throws -> [OutboxState: Int] {
        try principal.require(.replayOutbox)
        return try await services.database.read { try OutboxQueue.counts(principal.tenant, in: $0) }
    }

    /// One message with every try.
    package func run(
        _ id: Int64, for principal: StaffPrincipal
    ) async throws -> (delivery: Delivery, attempts: [OutboxAttempt]) {
        try principal.require(.replayOutbox)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            guard let entry = try OutboxQueue.find(id, tenant: tenant, in: tx) else {
                throw ServiceError(.notFound, "There is no such delivery.")
            }
            return (
                try Self.delivery(entry, tenant, tx), try OutboxQueue.attempts(of: id, tenant: tenant, in: tx)
            )
        }
    }

    private static func delivery(_ entry: OutboxEntry, _ tenant: TenantID, _ tx: Transaction) throws -> Delivery {
        let payload = entry.payload.root
        func id(_ name: String) -> UUID16? { payload[name]?.string.flatMap { UUID16($0) } }
        let link = try id("link").flatMap { try ResourceLinks(tenant).find($0, in: tx) }
        let roster = try id("roster").flatMap { try Rosters(tenant).find($0, in: tx) }
        let party = entry.party ?? link?.registration ?? roster?.registration
        let platform = try party.flatMap { try Registrations.find($0, in: tx) }
        return Delivery(
            entry: entry, platform: platform.map { ($0.id, $0.name) }, link: link, enrolment: id("enrolment"),
            cohort: roster?.cohort)
    }

    /// Makes a dead letter due again, or a waiting one due at once.
    /// - Throws: `conflict` for one that was delivered or is being delivered now.
    package func replay(_ id: Int64, by principal: StaffPrincipal) async throws {
        try principal.require(.replayOutbox)
        let now = services.world.now()
        try await services.database.write { tx in
            let isDue =
                try OutboxQueue.replay(id, tenant: principal.tenant, in: tx, now: now)
                || OutboxQueue.hasten(id, tenant: principal.tenant, in: tx, now: now)
            guard isDue else { throw ServiceError(.conflict, "This can't be sent again now.") }
            try Self.audit("outbox", String(id), 1, principal, tx, now)
        }
    }

    /// Makes all dead letters of a platform due again, in pieces; those that die meanwhile stay dead.
    /// - Returns: how many.
    @discardableResult
    package func replayAll(
        of platform: UUID16, topic: String? = nil, by principal: StaffPrincipal
    ) async throws -> Int {
        try principal.require(.replayOutbox)
        let (tenant, now) = (principal.tenant, services.world.now())
        let dead = OutboxFilter(state: .dead, topic: topic, party: platform)
        let newest = try await services.database.read { try OutboxQueue.list(tenant, dead, limit: 1, in: $0).first }
        guard let newest else { return 0 }
        var (last, all): (Int64, Int) = (0, 0)
        while true {
            let from = last
            let piece = try await services.database.write { tx in
                let piece = try OutboxQueue.replayAll(
                    of: platform, topic: topic, tenant: tenant, after: from, upTo: newest.id, in: tx, now: now)
                if let piece { try Self.audit("platform", platform.description, piece.count, principal, tx, now) }
                return piece
            }
            guard let piece else { return all }
            (last, all) = (piece.last, all + piece.count)
        }
    }

    private static func audit(
        _ kind: String, _ object: String, _ count: Int, _ principal: StaffPrincipal, _ tx: Transaction, _ now: Instant
    ) throws {
        let event = AuditEvent(
            tenant: principal.tenant, actor: .staff(principal.user), verb: "outbox.replay",
            objectKind: kind, objectID: object, count: count)
        try AuditLog.append(event, in: tx, at: now)
    }
}
