package import Access
package import Connections
import Database
package import Values

/// Gives a platform a key pair of its own, in two steps, so that nothing is refused in between: the key is published at the
/// platform's own address; once its administrator has entered that, it signs (LTI-KEY-09).
package struct SetPlatformKeys: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound`; `conflict` for own keys that weren't made ready.
    package func run(
        _ keys: Registration.SigningKeys, of id: UUID16, by principal: StaffPrincipal
    ) async throws {
        try principal.require(.manageKeys)
        let registration = try await existing(id, principal.tenant)
        guard keys != registration.signingKeys else { return }
        guard keys != .own || registration.signingKeys == .ready else {
            throw ServiceError(.conflict, "The platform's own keys have to be made ready first.")
        }
        if keys == .ready { _ = try services.keyring.ofPlatform(id) }
        let now = services.world.now()
        try await services.database.write { tx in
            try Registrations.setSigningKeys(keys, id, in: tx, now: now)
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "platform.change",
                objectKind: "platform", objectID: id.description, purpose: "\(keys.rawValue) keys")
            try AuditLog.append(event, in: tx, at: now)
        }
    }

    /// Publishes a new key of the platform's own, which signs an hour later (LTI-KEY-06).
    /// - Throws: `notFound`; `conflict` for a platform without keys of its own.
    package func rotate(_ id: UUID16, by principal: StaffPrincipal) async throws {
        try principal.require(.manageKeys)
        let registration = try await existing(id, principal.tenant)
        guard registration.signingKeys != .shared else {
            throw ServiceError(.conflict, "The platform has no keys of its own.")
        }
        try await ManageKeys(services).rotate(tenant: principal.tenant, by: .staff(principal.user), platform: id)
    }

    private func existing(_ id: UUID16, _ tenant: TenantID) async throws -> Registration {
        let found = try await services.database.read { try Registrations.find(id, in: $0) }
        guard let found, found.tenant == tenant else {
            throw ServiceError(.notFound, "There is no such platform.")
        }
        return found
    }
}
