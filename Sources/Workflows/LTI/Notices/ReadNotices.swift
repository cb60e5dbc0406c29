package import Access
package import Connections
import Database
package import Values

/// What a platform's notices are about, for its administrators.
package struct NoticesContent: Sendable {
    package struct Place: Sendable {
        package var deployment: Deployment
        package var service: NotificationService
        package var subscriptions: [NoticeSubscription]

        /// Everything that can be asked for, or was.
        package var types: [String] {
            service.types + subscriptions.map(\.noticeType).filter { !service.types.contains($0) }
        }
    }

    package var registration: Registration
    package var places: [Place]
    package var notices: [ReceivedNotice]
    package var offers: [CopyOffer]
}

/// Reads and sets what administrators see of notices.
package struct ReadNotices: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound`.
    package func run(_ registration: UUID16, for principal: StaffPrincipal) async throws -> NoticesContent {
        try principal.require(.managePlatforms)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            let found = try Self.existing(registration, principal, tx)
            let places = try NotificationServices(tenant).list(of: registration, in: tx).compactMap { service in
                try Deployments.find(service.deployment, in: tx).map {
                    NoticesContent.Place(
                        deployment: $0, service: service,
                        subscriptions: try NoticeSubscriptions(tenant).list(of: service.deployment, in: tx))
                }
            }
            return NoticesContent(
                registration: found, places: places,
                notices: try ReceivedNotices(tenant).list(of: registration, in: tx),
                offers: try CopyOffers(tenant).list(of: registration, in: tx))
        }
    }

    /// One notice; reading one about a person is recorded.
    /// - Throws: `notFound`.
    package func notice(_ id: UUID16, for principal: StaffPrincipal) async throws -> ReceivedNotice {
        try principal.require(.managePlatforms)
        let now = services.world.now()
        return try await services.database.write { tx in
            guard let notice = try ReceivedNotices(principal.tenant).find(id, in: tx) else {
                throw ServiceError(.notFound, "There is no such notice.")
            }
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "notice.read", objectKind: "notice",
                objectID: id.description, person: notice.person, purpose: "support")
            try AuditLog.append(event, in: tx, at: now)
            return notice
        }
    }

    package func setPolicy(
        _ policy: Registration.CopyPolicy, of registration: UUID16, by principal: StaffPrincipal
    ) async throws {
        try principal.require(.managePlatforms)
        let now = services.world.now()
        try await services.database.write { tx in
            _ = try Self.existing(registration, principal, tx)
            try Registrations.setCopyPolicy(policy, registration, in: tx, now: now)
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "platform.change",
                objectKind: "platform", objectID: registration.description, purpose: "copies-" + policy.rawValue)
            try AuditLog.append(event, in: tx, at: now)
        }
    }

    private static func existing(
        _ id: UUID16, _ principal: StaffPrincipal, _ tx: Transaction
    ) throws -> Registration {
        guard let found = try Registrations.find(id, in: tx), found.tenant == principal.tenant else {
            throw ServiceError(.notFound, "There is no such platform.")
        }
        return found
    }
}
