import Cryptography
package import Database
package import Values

/// A staff user for lists.
package struct StaffUser: Sendable, Hashable {
    package let id: UUID16
    package let tenant: TenantID
    package let login: String
    package let roles: Roles
    package let createdAt: Instant
    package let disabledAt: Instant?

    package var principal: StaffPrincipal { StaffPrincipal(tenant: tenant, user: id, roles: roles) }
}

/// The users of the administration. Logins are sealed and found by keyed hash; passwords are hashed by scrypt.
package struct StaffUsers: Sendable {
    /// Bytes that a password needs at least.
    package static let shortestPassword = 12
    private static let purpose = "staff login"
    private let vault: Vault
    private let world: World

    package init(vault: Vault, world: World) {
        self.vault = vault
        self.world = world
    }

    /// Hashes a password for ``add(login:passwordHash:roles:tenant:in:now:)``: slow on purpose, so not inside a
    /// transaction.
    /// - Throws: `invalid` for a password that is too short or too long.
    package static func hash(_ password: String) throws -> String {
        guard shortestPassword...1_024 ~= password.utf8.count else {
            throw ServiceError(.invalid, "A password has at least \(shortestPassword) characters.")
        }
        return try PasswordHash.make(password)
    }

    /// - Throws: `conflict` when someone has this login already, in whatever tenant.
    @discardableResult
    package func add(
        login: String, passwordHash: String, roles: Roles, tenant: TenantID, in tx: Transaction, now: Instant
    ) throws -> UUID16 {
        let login = Self.comparable(login)
        guard !login.isEmpty, login.utf8.count <= 200 else { throw ServiceError(.invalid, "A user needs a login.") }
        try Self.requireStaff(roles)
        let id = UUID16.version7(at: now, random: world.randomBytes(10))
        let sealed = try vault.seal(Array(login.utf8), for: Self.purpose, at: id.bytes)
        let inserted = try tx.execute(
            """
            insert into staff_user (id, tenant, login_lookup, sealed_login, password_hash, roles, created_at)
            values (\(id), \(tenant), \(lookup(login)), \(sealed), \(passwordHash), \(roles.text), \(now))
            on conflict (login_lookup) do nothing
            """)
        guard inserted == 1 else { throw ServiceError(.conflict, "This login is in use, maybe by a disabled user.") }
        return id
    }

    /// The user with this login and the stored hash of the password, for ``PasswordHash/verify(_:against:)`` outside of
    /// the transaction; nil for an unknown or disabled one.
    package func find(login: String, in tx: Transaction) throws -> (user: StaffUser, passwordHash: String)? {
        let lookup = lookup(Self.comparable(login))
        return try tx.row(
            """
            select \(raw: Self.columns), password_hash from staff_user
            where login_lookup = \(lookup) and disabled_at is null
            """
        ).map { (try user($0), try $0.text(6)) }
    }

    /// The user with this login, a disabled one too.
    package func findEvenDisabled(login: String, in tx: Transaction) throws -> StaffUser? {
        try tx.row("select \(raw: Self.columns) from staff_user where login_lookup = \(lookup(Self.comparable(login)))")
            .map(user)
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> StaffUser? {
        try tx.row("select \(raw: Self.columns) from staff_user where id = \(id)").map(user)
    }

    package func list(of tenant: TenantID, in tx: Transaction) throws -> [StaffUser] {
        try tx.rows("select \(raw: Self.columns) from staff_user where tenant = \(tenant) order by created_at, id")
            .map(user)
    }

    /// Sets a new password and ends all sessions of the user.
    package func setPassword(_ passwordHash: String, of id: UUID16, in tx: Transaction) throws {
        try change(id, "password_hash = \(passwordHash)", in: tx)
    }

    /// Sets new roles and ends all sessions of the user.
    package func setRoles(_ roles: Roles, of id: UUID16, in tx: Transaction) throws {
        try Self.requireStaff(roles)
        try change(id, "roles = \(roles.text)", in: tx)
    }

    /// Ends the user's sessions and lets none begin.
    package func disable(_ id: UUID16, in tx: Transaction, now: Instant) throws {
        try change(id, "disabled_at = \(now)", in: tx)
    }

    /// Lets the user sign in again.
    package func enable(_ id: UUID16, in tx: Transaction) throws { try change(id, "disabled_at = null", in: tx) }

    /// Whether a vault opens the logins here; nil when there are none.
    static func anyOpens(by vault: Vault, in tx: Transaction) throws -> Bool? {
        try tx.row("select id, sealed_login from staff_user limit 1").map { row in
            (try? vault.open(try row.bytes(1), for: purpose, at: try row.id(0).bytes)) != nil
        }
    }

    private func change(_ id: UUID16, _ change: SQL, in tx: Transaction) throws {
        guard try tx.execute("update staff_user set \(change) where id = \(id)") == 1 else {
            throw ServiceError(.notFound, "There is no such user.")
        }
        try StaffSessions.endAll(of: id, in: tx)
    }

    private static func requireStaff(_ roles: Roles) throws {
        guard roles.roles.isEmpty || !roles.roles.isSubset(of: Role.ofStaff) else { return }
        throw ServiceError(
            .invalid,
            "A user of the administration is owner, administrator or privacy. Who teaches comes in from the platform, with"
                + " the role there, and sees the group of the link that was opened.")
    }

    private func lookup(_ login: String) -> [UInt8] { vault.lookupHash(Self.purpose, login) }

    private func user(_ row: Row) throws -> StaffUser {
        let id = try row.id(0)
        let login = try vault.open(try row.bytes(2), for: Self.purpose, at: id.bytes)
        return StaffUser(
            id: id, tenant: TenantID(try row.int(1)), login: String(decoding: login, as: UTF8.self),
            roles: Roles(try row.text(3)) ?? Roles([]), createdAt: try row.instant(4),
            disabledAt: try row.instantIfAny(5))
    }

    private static let columns = "id, tenant, sealed_login, roles, created_at, disabled_at"

    private static func comparable(_ login: String) -> String {
        login.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }
}
