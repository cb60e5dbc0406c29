package import Access
import Database
package import Values

/// Rotates and revokes the service's signing keys. Whoever calls it has checked the right to (`manageKeys`), or stands
/// at the machine.
package struct ManageKeys: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Publishes a new key, which signs an hour later (LTI-KEY-06, LTI-KEY-08).
    /// - Parameter platform: a registration whose own keys are meant.
    /// - Throws: `notFound` for a registration without keys of its own.
    @discardableResult
    package func rotate(tenant: TenantID, by actor: AuditActor, platform: UUID16? = nil) async throws -> KeyEntry {
        let entry = try keyring(of: platform).rotate()
        try await record("key.rotate", entry.kid, tenant, actor)
        return entry
    }

    /// Takes a key out at once (LTI-KEY-11).
    package func revoke(
        _ kid: String, tenant: TenantID, by actor: AuditActor, platform: UUID16? = nil
    ) async throws {
        try keyring(of: platform).revoke(kid)
        try await record("key.revoke", kid, tenant, actor)
    }

    /// The service's keys, or a registration's own.
    /// - Throws: `notFound` for a registration without keys of its own.
    package func keyring(of platform: UUID16?) throws -> Keyring {
        guard let platform else { return services.keyring }
        guard let own = try services.keyring.ofPlatformIfAny(platform) else {
            throw ServiceError(.notFound, "The platform has no keys of its own.")
        }
        return own
    }

    func record(_ verb: String, _ kid: String, _ tenant: TenantID, _ actor: AuditActor) async throws {
        let now = services.world.now()
        let event = AuditEvent(tenant: tenant, actor: actor, verb: verb, objectKind: "key", objectID: kid)
        try await services.database.append { try AuditLog.append(event, in: $0, at: now) }
    }
}
