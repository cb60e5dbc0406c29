import Connections
import Database
import JSON
import LTI
package import Outbox
import Values

/// Brings the line items that we made to what their links ought to say now, and removes those that staff don't want
/// (AGS 2.0 §3.2.6). What to say is read at the delivery, so that a repeat is harmless and the newest change counts.
package struct UpdateLineItems: OutboxHandler {
    package static let topic = "ags.lineitem"
    package var topic: String { Self.topic }
    private let services: Services

    package init(_ services: Services) { self.services = services }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        let payload = delivery.payload.root
        guard let id = payload["link"]?.string.flatMap({ UUID16($0) }) else {
            return .permanentFailure("the message can't be read")
        }
        do {
            let place = try await services.database.read { try GradePlace.find(link: id, delivery.tenant, in: $0) }
            let (link, grades): (ResourceLink, GradeAccess)
            switch place {
            case .none(let absence): return absence.outcome
            case .found(let found, let its): (link, grades) = (found, its)
            }
            if let url = payload["remove"]?.string { return try await remove(url, grades.service(services)) }
            return try await update(link, grades)
        } catch let error as PlatformCallError {
            return error.isTransient
                ? .retry(after: error.retryAfter, error.description) : .permanentFailure(error.description)
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    private func remove(_ url: String, _ grades: GradeService) async throws -> DeliveryOutcome {
        try await grades.delete(url)
        return .delivered("removed")
    }

    private func update(_ link: ResourceLink, _ access: GradeAccess) async throws -> DeliveryOutcome {
        guard let own = link.ownLineItem, own.origin == .made, let url = own.url else {
            return .delivered("not one of ours any more")
        }
        let wanted = try await services.database.read { tx in
            try LineItemDefinition.wanted(for: link, of: access.registration, in: tx)
        }
        let grades = access.service(services)
        do {
            let there = try await grades.lineItem(at: url)
            guard let definition = there.replacement(changing: own.asked, to: wanted) else {
                return .delivered("nothing changed")
            }
            let answer = try await grades.replace(url, by: definition)
            let maximum = answer.map(\.usableMaximum) ?? wanted.scoreMaximum
            try await keep(OwnLineItem(.made, url: url, maximum: maximum, asked: wanted), of: link)
            return .delivered("changed")
        } catch PlatformCallError.status(let status, _, _) where status == 404 || status == 410 {
            try await keep(nil, of: link)
            return .delivered("the line item that we made is gone")
        }
    }

    private func keep(_ item: OwnLineItem?, of link: ResourceLink) async throws {
        try await services.database.write { try ResourceLinks(link.tenant).keep(item, of: link.id, in: $0) }
    }
}

/// Puts changes of line items into the outbox, in the transaction that causes them.
struct LineItemQueue: Sendable {
    private let tenant: TenantID

    init(_ tenant: TenantID) { self.tenant = tenant }

    /// After a change of a cohort's dates or of its modules' windows.
    func follow(cohort: UUID16, in tx: Transaction, now: Instant) throws {
        for link in try ResourceLinks(tenant).of(cohort: cohort, in: tx) { try follow(link, in: tx, now: now) }
    }

    /// After a change of what a platform's line items count to.
    func follow(registration: UUID16, in tx: Transaction, now: Instant) throws {
        for link in try ResourceLinks(tenant).of(registration: registration, in: tx) {
            try follow(link, in: tx, now: now)
        }
    }

    /// Queues nothing where the line item isn't ours, or says already what it ought to.
    func follow(_ link: ResourceLink, in tx: Transaction, now: Instant) throws {
        guard let own = link.ownLineItem, own.origin == .made,
            let registration = try Registrations.find(link.registration, in: tx),
            try own.asked != .wanted(for: link, of: registration, in: tx)
        else { return }
        try enqueue(link, [], in: tx, now: now)
    }

    /// Removes the line item of a link, one that we made alone (AGS 2.0 §3.2); no other is made in its place.
    /// - Returns: false when it isn't ours to remove.
    func remove(_ link: ResourceLink, in tx: Transaction, now: Instant) throws -> Bool {
        guard let own = link.ownLineItem, own.origin == .made, let url = own.url else { return false }
        try ResourceLinks(tenant).keep(OwnLineItem(.removed, url: nil), of: link.id, in: tx)
        try enqueue(link, [("remove", .string(url))], in: tx, now: now)
        return true
    }

    private func enqueue(
        _ link: ResourceLink, _ more: [(String, JSONNode)], in tx: Transaction, now: Instant
    ) throws {
        try OutboxQueue.enqueue(
            OutboxMessage(
                tenant: tenant, topic: UpdateLineItems.topic, orderingKey: link.id.bytes, party: link.registration,
                payload: .object([("link", .string(link.id.description))] + more)),
            in: tx, now: now)
    }
}
