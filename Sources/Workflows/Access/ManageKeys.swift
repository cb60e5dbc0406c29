package import Access
import Database
package import Values

/// Rotates and revokes the service's signing keys. Whoever calls it has checked the right to (`manageKeys`), or stands
/// at the machine.
package struct ManageKeys: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Publishes a new key, which signs an hour later (LTI-KEY-06, LTI-KEY-08).
    package func rotate(tenant: TenantID, by actor: AuditActor) async throws -> KeyEntry {
        let entry = try services.keyring.rotate()
        try await record("key.rotate", entry.kid, tenant, actor)
        return entry
    }

    /// Takes a key out at once (LTI-KEY-11).
    package func revoke(_ kid: String, tenant: TenantID, by actor: AuditActor) async throws {
        try services.keyring.revoke(kid)
        try await record("key.revoke", kid, tenant, actor)
    }

    private func record(_ verb: String, _ kid: String, _ tenant: TenantID, _ actor: AuditActor) async throws {
        let now = services.world.now()
        let event = AuditEvent(tenant: tenant, actor: actor, verb: verb, objectKind: "key", objectID: kid)
        try await services.database.append { try AuditLog.append(event, in: $0, at: now) }
    }
}
