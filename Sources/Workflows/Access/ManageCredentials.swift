package import Access
import Database
package import Values

/// Issues, rotates and revokes the credentials of LRS clients. Whoever calls it has checked the right to
/// (`manageCredentials`), or stands at the machine.
package struct ManageCredentials: Sendable {
    private let services: Services
    private let credentials: Credentials

    package init(_ services: Services) {
        self.services = services
        credentials = Credentials(world: services.world)
    }

    /// Gives the secret this once (LRS-AUTHN-09).
    package func add(
        name: String, scopes: XAPIScopes, rate: Int? = nil, tenant: TenantID, by actor: AuditActor
    ) async throws -> IssuedCredential {
        try await services.database.write { [credentials, services] tx in
            let now = services.world.now()
            let issued = try credentials.add(
                name: name, scopes: scopes, rate: rate, tenant: tenant, in: tx, now: now)
            try record("credential.add", issued.keyID, tenant, actor, purpose: scopes.text, in: tx, now)
            return issued
        }
    }

    /// Gives a new secret; the old one works for the overlap.
    /// - Parameter overlap: in seconds.
    package func rotate(
        _ keyID: String, overlap: Int64, tenant: TenantID, by actor: AuditActor
    ) async throws -> IssuedCredential {
        try await services.database.write { [credentials, services] tx in
            let now = services.world.now()
            let issued = try credentials.rotate(keyID, overlap: overlap, tenant: tenant, in: tx, now: now)
            try record("credential.rotate", keyID, tenant, actor, in: tx, now)
            return issued
        }
    }

    /// Sets name, scopes and rate, from the next request on; the secrets stay.
    package func change(
        _ keyID: String, name: String, scopes: XAPIScopes, rate: Int?, tenant: TenantID, by actor: AuditActor
    ) async throws {
        try await services.database.write { [credentials, services] tx in
            try credentials.change(keyID, name: name, scopes: scopes, rate: rate, tenant: tenant, in: tx)
            try record(
                "credential.change", keyID, tenant, actor, purpose: scopes.text, in: tx, services.world.now())
        }
    }

    /// The next request with it is refused.
    package func revoke(_ keyID: String, tenant: TenantID, by actor: AuditActor) async throws {
        try await services.database.write { [credentials, services] tx in
            let now = services.world.now()
            try credentials.revoke(keyID, tenant: tenant, in: tx, now: now)
            try record("credential.revoke", keyID, tenant, actor, in: tx, now)
        }
    }

    package func list(of tenant: TenantID) async throws -> [CredentialSummary] {
        let now = services.world.now()
        return try await services.database.read { try Credentials.list(of: tenant, in: $0, now: now) }
    }

    /// - Throws: `notFound`.
    package func find(_ keyID: String, of tenant: TenantID) async throws -> CredentialSummary {
        guard let found = try await list(of: tenant).first(where: { $0.keyID == keyID }) else {
            throw ServiceError(.notFound, "There is no credential \(keyID).")
        }
        return found
    }

    private func record(
        _ verb: String, _ keyID: String, _ tenant: TenantID, _ actor: AuditActor, purpose: String = "",
        in tx: Transaction, _ now: Instant
    ) throws {
        let event = AuditEvent(
            tenant: tenant, actor: actor, verb: verb, objectKind: "credential", objectID: keyID, purpose: purpose)
        try AuditLog.append(event, in: tx, at: now)
    }
}
