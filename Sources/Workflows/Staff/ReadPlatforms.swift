package import Access
package import Connections
import Database
package import Values

/// Reads registered platforms, and switches them and their deployments.
package struct ReadPlatforms: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    package func list(for principal: StaffPrincipal) async throws -> [Registration] {
        try principal.require(.managePlatforms)
        return try await services.database.read { try Registrations.list(of: principal.tenant, in: $0) }
    }

    /// The platform of an issuer and client id, where the reader may see it.
    package func find(
        issuer: String, clientID: String, for principal: StaffPrincipal
    ) async throws -> Registration? {
        try principal.require(.managePlatforms)
        let found = try await services.database.read {
            try Registrations.find(issuer: issuer, clientID: clientID, in: $0)
        }
        return found.flatMap { $0.tenant == principal.tenant ? $0 : nil }
    }

    /// One platform with its deployments and links.
    package func run(
        _ id: UUID16, for principal: StaffPrincipal
    ) async throws -> (registration: Registration, deployments: [Deployment], links: [ResourceLink]) {
        try principal.require(.managePlatforms)
        return try await services.database.read { tx in
            let registration = try Self.existing(id, principal.tenant, tx)
            let links = try ResourceLinks(principal.tenant).list(in: tx).filter { $0.registration == id }
            return (registration, try Deployments.list(of: id, in: tx), links)
        }
    }

    /// What a dynamic registration left beside the registration.
    package func origin(_ id: UUID16, for principal: StaffPrincipal) async throws -> RegistrationOrigin {
        try principal.require(.managePlatforms)
        return try await services.database.read { tx in
            _ = try Self.existing(id, principal.tenant, tx)
            return try Registrations.origin(of: id, in: tx)
        }
    }

    /// What teachers chose for a platform's courses, the newest first.
    package func placed(_ id: UUID16, for principal: StaffPrincipal) async throws -> [LinkBinding] {
        try principal.require(.managePlatforms)
        return try await services.database.read { tx in
            _ = try Self.existing(id, principal.tenant, tx)
            return try LinkBindings(principal.tenant).list(of: id, in: tx)
        }
    }

    /// Switches a platform; one that waited is approved, with the deployment that it came with.
    package func setActive(_ isActive: Bool, _ id: UUID16, by principal: StaffPrincipal) async throws {
        try principal.require(.managePlatforms)
        try await setActive(isActive, id, tenant: principal.tenant, by: .staff(principal.user))
    }

    /// The same for whoever stands at the machine.
    /// - Returns: the platform as it was before.
    @discardableResult
    package func setActive(
        _ isActive: Bool, _ id: UUID16, tenant: TenantID, by actor: AuditActor
    ) async throws -> Registration {
        let now = services.world.now()
        return try await services.database.write { tx in
            let found = try Self.existing(id, tenant, tx)
            let isApproval = try isActive && Registrations.approve(id, in: tx, now: now)
            if !isApproval {
                try Registrations.setActive(isActive, id, in: tx, now: now)
                try ResumePlatform(tenant: tenant, now: now).run(id, in: tx)
            }
            let verb = isApproval ? "platform.approve" : isActive ? "platform.enable" : "platform.disable"
            try Self.audit(verb, id, tenant, actor, tx, now)
            return found
        }
    }

    package func setDeployment(
        _ state: Deployment.State, _ id: UUID16, by principal: StaffPrincipal
    ) async throws {
        try principal.require(.managePlatforms)
        let now = services.world.now()
        try await services.database.write { tx in
            guard try Deployments.set(state, id, of: principal.tenant, in: tx, now: now),
                let deployment = try Deployments.find(id, in: tx)
            else { throw ServiceError(.notFound, "There is no such deployment.") }
            if state == .active {
                try ResumePlatform(tenant: principal.tenant, now: now).run(
                    deployment.registration, deployment: id, in: tx)
            }
            try Self.audit("deployment." + state.rawValue, id, principal.tenant, .staff(principal.user), tx, now)
        }
    }

    static func existing(_ id: UUID16, _ tenant: TenantID, _ tx: Transaction) throws -> Registration {
        guard let found = try Registrations.find(id, in: tx), found.tenant == tenant else {
            throw ServiceError(.notFound, "There is no such platform.")
        }
        return found
    }

    private static func audit(
        _ verb: String, _ id: UUID16, _ tenant: TenantID, _ actor: AuditActor, _ tx: Transaction, _ now: Instant
    ) throws {
        let event = AuditEvent(
            tenant: tenant, actor: actor, verb: verb, objectKind: "platform", objectID: id.description)
        try AuditLog.append(event, in: tx, at: now)
    }
}
