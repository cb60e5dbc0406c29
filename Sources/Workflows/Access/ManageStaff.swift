package import Access
import Database
package import Values

extension StaffUser {
    fileprivate var isOwner: Bool { disabledAt == nil && roles.roles.contains(.owner) }
}

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
        try await change(login, tenant, "staff.set-password", actor) { [users] tx, user, _ in
            try users.setPassword(hash, of: user.id, in: tx)
        }
    }

    /// Ends the user's sessions and lets none begin.
    /// - Throws: `conflict` for the last owner.
    package func disable(_ login: String, tenant: TenantID, by actor: AuditActor) async throws {
        try await change(login, tenant, "staff.disable", actor) { [users] tx, user, now in
            try requireOtherOwner(than: user, in: tx)
            try users.disable(user.id, in: tx, now: now)
        }
    }

    /// Lets a disabled user sign in again, with the password and the roles of before.
    package func enable(_ login: String, tenant: TenantID, by actor: AuditActor) async throws {
        try await change(login, tenant, "staff.enable", actor) { [users] tx, user, _ in
            try users.enable(user.id, in: tx)
        }
    }

    /// Sets the roles, which ends the user's sessions.
    /// - Throws: `invalid` for no role of staff, `conflict` when the last owner would be none.
    package func setRoles(
        _ roles: Roles, of login: String, tenant: TenantID, by actor: AuditActor
    ) async throws {
        try await change(login, tenant, "staff.set-roles", actor, purpose: roles.text) { [users] tx, user, _ in
            if !roles.roles.contains(.owner) { try requireOtherOwner(than: user, in: tx) }
            try users.setRoles(roles, of: user.id, in: tx)
        }
    }

    package func list(of tenant: TenantID) async throws -> [StaffUser] {
        try await services.database.read { [users] in try users.list(of: tenant, in: $0) }
    }

    private func change(
        _ login: String, _ tenant: TenantID, _ verb: String, _ actor: AuditActor, purpose: String = "",
        _ body: @escaping @Sendable (Transaction, StaffUser, Instant) throws -> Void
    ) async throws {
        try await services.database.write { [users, services] tx in
            guard let user = try users.findEvenDisabled(login: login, in: tx), user.tenant == tenant else {
                throw ServiceError(.notFound, "There is no such user.")
            }
            let now = services.world.now()
            try body(tx, user, now)
            try record(verb, user.id, tenant, actor, purpose: purpose, in: tx, now)
        }
    }

    /// Nobody but an owner could make another one.
    private func requireOtherOwner(than user: StaffUser, in tx: Transaction) throws {
        let owners = try users.list(of: user.tenant, in: tx).filter { $0.isOwner }.map(\.id)
        guard owners == [user.id] else { return }
        throw ServiceError(.conflict, "This is the last owner: make another user an owner first.")
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
