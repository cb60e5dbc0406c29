package import Access
import Database
package import Values

/// Adds and changes staff users. Whoever calls it has checked the right to (`manageUsers`), or stands at the machine.
package struct ManageStaff: Sendable {
    private let services: Services
    private let users: StaffUsers

    package init(_ services: Services) {
        self.services = services
        users = StaffUsers(vault: services.vault, world: services.world)
    }

    /// - Throws: `invalid` for a short password or no role of staff, `conflict` for a login in use.
    @discardableResult
    package func add(
        login: String, password: Secret<String>, roles: Roles, tenant: TenantID, by actor: AuditActor
    ) async throws -> UUID16 {
        let hash = try StaffUsers.hash(password.reveal())
        return try await services.database.write { [users, services] tx in
            let now = services.world.now()
            let id = try users.add(login: login, passwordHash: hash, roles: roles, tenant: tenant, in: tx, now: now)
            try record("staff.add", id, tenant, actor, purpose: roles.text, in: tx, now)
            return id
        }
    }

    /// Sets a new password, which ends the user's sessions.
    package func setPassword(
        of login: String, to password: Secret<String>, tenant: TenantID, by actor: AuditActor
    ) async throws {
        let hash = try StaffUsers.hash(password.reveal())
        try await change(login, tenant, "staff.set-password", actor) { [users] tx, id, _ in
            try users.setPassword(hash, of: id, in: tx)
        }
    }

    /// Ends the user's sessions and lets none begin.
    package func disable(_ login: String, tenant: TenantID, by actor: AuditActor) async throws {
        try await change(login, tenant, "staff.disable", actor) { [users] tx, id, now in
            try users.disable(id, in: tx, now: now)
        }
    }

    package func list(of tenant: TenantID) async throws -> [StaffUser] {
        try await services.database.read { [users] in try users.list(of: tenant, in: $0) }
    }

    private func change(
        _ login: String, _ tenant: TenantID, _ verb: String, _ actor: AuditActor,
        _ body: @escaping @Sendable (Transaction, UUID16, Instant) throws -> Void
    ) async throws {
        try await services.database.write { [users, services] tx in
            guard let found = try users.find(login: login, in: tx), found.user.tenant == tenant else {
                throw ServiceError(.notFound, "There is no such user.")
            }
            let now = services.world.now()
            try body(tx, found.user.id, now)
            try record(verb, found.user.id, tenant, actor, in: tx, now)
        }
    }

    private func record(
        _ verb: String, _ user: UUID16, _ tenant: TenantID, _ actor: AuditActor, purpose: String = "",
        in tx: Transaction, _ now: Instant
    ) throws {
        let event = AuditEvent(
            tenant: tenant, actor: actor, verb: verb, objectKind: "staff", objectID: user.description, purpose: purpose)
        try AuditLog.append(event, in: tx, at: now)
    }
}
