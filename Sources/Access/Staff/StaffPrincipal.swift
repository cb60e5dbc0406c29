package import Values

/// A staff user who has signed in.
package struct StaffPrincipal: Sendable, Hashable {
    package let tenant: TenantID
    package let user: UUID16
    package let roles: Roles

    package init(tenant: TenantID, user: UUID16, roles: Roles) {
        self.tenant = tenant
        self.user = user
        self.roles = roles
    }

    package func may(_ right: Right) -> Bool { roles.allow(right) }

    /// The first line of a workflow: throws `forbidden` without the right.
    package func require(_ right: Right) throws {
        guard may(right) else {
            throw ServiceError(.forbidden, "You don't have the right to do this.", cause: "lacks \(right.rawValue)")
        }
    }
}
