package import Access
import Connections
import Database
import JSON
package import LTI
package import Outbox
package import Values

/// Asks platforms to send us notices: by itself as soon as a launch offers them, and by hand (LTI-PNS-03).
package struct SubscribeNotices: OutboxHandler {
    package static let topic = "pns.subscribe"
    /// What we can work on; others are asked for by hand alone.
    package static let wanted = [NoticeType.helloWorld, NoticeType.contextCopy]
    package var topic: String { Self.topic }
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Keeps what a launch says of the service; what is new in it is asked for soon.
    static func begin(
        _ claim: NotificationServiceClaim?, of deployment: Deployment, world: World, in tx: Transaction
    ) throws {
        guard let claim else { return }
        let changed = try NotificationServices(deployment.tenant).note(
            claim, deployment: deployment.id, registration: deployment.registration, in: tx, now: world.now())
        guard let changed, changed.isOffered, !Set(changed.types).isDisjoint(with: wanted) else { return }
        try OutboxQueue.enqueue(
            OutboxMessage(
                tenant: deployment.tenant, topic: topic, orderingKey: deployment.id.bytes,
                party: deployment.registration,
                payload: ["deployment": .string(deployment.id.description)]),
            in: tx, now: world.now())
    }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let id = delivery.payload.root["deployment"]?.string.flatMap({ UUID16($0) }) else {
            return .permanentFailure("the message can't be read")
        }
        do {
            guard let place = try await place(id, delivery.tenant) else { return .delivered("the place is gone") }
            return try await subscribe(place, delivery.tenant)
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    private struct Place: Sendable {
        var registration: Registration
        var deployment: Deployment
        var service: NotificationService
        var subscriptions: [NoticeSubscription]
    }

    private func place(_ deployment: UUID16, _ tenant: TenantID) async throws -> Place? {
        try await services.database.read { tx in
            guard let found = try Deployments.find(deployment, in: tx), found.tenant == tenant,
                let registration = try Registrations.find(found.registration, in: tx), registration.isActive,
                let service = try NotificationServices(tenant).find(deployment, in: tx)
            else { return nil }
            return Place(
                registration: registration, deployment: found, service: service,
                subscriptions: try NoticeSubscriptions(tenant).list(of: deployment, in: tx))
        }
    }

    /// All wanted types of which nobody said what to do; one that is refused doesn't keep the others back.
    private func subscribe(_ place: Place, _ tenant: TenantID) async throws -> DeliveryOutcome {
        let settled = Set(place.subscriptions.filter { $0.state != .failed }.map(\.noticeType))
        let types = Self.wanted.filter { place.service.types.contains($0) && !settled.contains($0) }
        var fault: PlatformCallError?
        for type in types {
            do throws(PlatformCallError) { try await set(type, isOn: true, place) } catch {
                fault = error
                try await note(.failed, type, place, error.description)
                continue
            }
            try await note(.active, type, place)
        }
        guard let fault else { return .delivered("\(types.count) subscribed") }
        return fault.isTransient
            ? .retry(after: fault.retryAfter, fault.description) : .permanentFailure(fault.description)
    }

    private func set(_ type: String, isOn: Bool, _ place: Place) async throws(PlatformCallError) {
        let wish = NoticeHandler(noticeType: type, handler: isOn ? services.settings.noticesURL : "")
        do {
            let kept = try await client(place).put(wish)
            guard kept.handler == wish.handler else {
                throw PlatformCallError.unreadable("a handler other than the one that was sent")
            }
        } catch let error as PlatformCallError {
            throw error
        } catch {
            throw .unreadable("our own key can't sign: \(Swift.type(of: error))")
        }
    }

    private func client(_ place: Place) -> NoticeHandlerService {
        NoticeHandlerService(
            services.platformServices, registration: place.registration, deploymentID: place.deployment.deploymentID,
            service: place.service)
    }

    private func note(
        _ state: NoticeSubscription.State, _ type: String, _ place: Place, _ note: String = ""
    ) async throws {
        let now = services.world.now()
        try await services.database.write { tx in
            try NoticeSubscriptions(place.deployment.tenant).set(
                state, type, of: place.deployment.id, note: note, in: tx, now: now)
        }
    }

    // MARK: By hand

    /// Subscribes or unsubscribes.
    /// - Throws: `notFound`; `badGateway` with what the platform said.
    package func set(_ type: String, isOn: Bool, deployment: UUID16, by principal: StaffPrincipal) async throws {
        let place = try await existing(deployment, principal)
        do throws(PlatformCallError) { try await set(type, isOn: isOn, place) } catch {
            if isOn { try await note(.failed, type, place, error.description) }
            throw ServiceError(.badGateway, TestPlatform.words(for: error))
        }
        try await note(isOn ? .active : .removed, type, place)
        let now = services.world.now()
        let event = AuditEvent(
            tenant: principal.tenant, actor: .staff(principal.user),
            verb: isOn ? "notices.subscribe" : "notices.unsubscribe", objectKind: "deployment",
            objectID: deployment.description, purpose: String(type.prefix(100)))
        try await services.database.append { try AuditLog.append(event, in: $0, at: now) }
    }

    /// The handlers as the platform itself has them.
    /// - Throws: `notFound`; `badGateway` with what the platform said.
    package func list(deployment: UUID16, for principal: StaffPrincipal) async throws -> [NoticeHandler] {
        let place = try await existing(deployment, principal)
        do {
            return try await client(place).list()
        } catch let error as PlatformCallError {
            throw ServiceError(.badGateway, TestPlatform.words(for: error))
        }
    }

    private func existing(_ deployment: UUID16, _ principal: StaffPrincipal) async throws -> Place {
        try principal.require(.managePlatforms)
        guard let place = try await place(deployment, principal.tenant) else {
            throw ServiceError(.notFound, "The platform offers no notices here.")
        }
        return place
    }
}

extension ServiceSettings {
    /// Where platforms send notices: one address for all.
    package var noticesURL: String { publicURL + "/lti/notices" }
}
