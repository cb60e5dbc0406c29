import Cryptography
package import Database
package import Values

/// A secret as it is shown, once.
package struct IssuedCredential: Sendable {
    package let keyID: String
    /// 256 random bits in base64url; only their hash is kept.
    package let secret: Secret<String>
}

/// A credential for lists.
package struct CredentialSummary: Sendable, Hashable {
    package let keyID: String
    package let name: String
    package let scopes: XAPIScopes
    package let createdAt: Instant
    package let revokedAt: Instant?
    /// Requests a second; nil for what holds for all, 0 for as many as it likes.
    package let rate: Int?
    /// Until when a secret before the newest one works; nil when none does.
    package let earlierSecretEnds: Instant?
}

/// The credentials of LRS clients: key id and random secret, stored as SHA-256 (a slow hash would cost most of an LRS's
/// speed and adds nothing to 256 random bits).
package struct Credentials: Sendable {
    private let world: World

    package init(world: World) { self.world = world }

    /// - Parameter rate: requests a second; nil for what holds for all, 0 for as many as it likes.
    package func add(
        name: String, scopes: XAPIScopes, rate: Int? = nil, tenant: TenantID, in tx: Transaction, now: Instant
    ) throws -> IssuedCredential {
        guard !scopes.scopes.isEmpty else { throw ServiceError(.invalid, "A credential needs a scope.") }
        let keyID = Hexadecimal.encode(world.randomBytes(12))
        try tx.execute(
            """
            insert into client_credential (key_id, tenant, name, scopes, revision, created_at, rate)
            values (\(keyID), \(tenant), \(name), \(scopes.text), 1, \(now), \(rate))
            """)
        return IssuedCredential(keyID: keyID, secret: try addSecret(to: keyID, in: tx, now))
    }

    /// Gives a new secret; those before it still work for the overlap.
    /// - Parameter overlap: in seconds.
    /// - Throws: `notFound` for an unknown or revoked key id.
    package func rotate(
        _ keyID: String, overlap: Int64 = 7 * 86_400, tenant: TenantID, in tx: Transaction, now: Instant
    ) throws -> IssuedCredential {
        try bump(keyID, tenant, "revision = revision + 1", in: tx)
        let end = now.adding(seconds: overlap)
        try tx.execute("delete from client_secret where key_id = \(keyID) and expires_at <= \(now)")
        try tx.execute(
            """
            update client_secret set expires_at = \(end)
            where key_id = \(keyID) and (expires_at is null or expires_at > \(end))
            """)
        return IssuedCredential(keyID: keyID, secret: try addSecret(to: keyID, in: tx, now))
    }

    /// Sets what a credential is called, may do and how often; its secrets stay.
    /// - Throws: `notFound` for an unknown or revoked key id; `invalid` without a scope.
    package func change(
        _ keyID: String, name: String, scopes: XAPIScopes, rate: Int?, tenant: TenantID, in tx: Transaction
    ) throws {
        guard !scopes.scopes.isEmpty else { throw ServiceError(.invalid, "A credential needs a scope.") }
        try bump(
            keyID, tenant, "revision = revision + 1, name = \(name), scopes = \(scopes.text), rate = \(rate)", in: tx)
    }

    /// Ends a credential at once, and forgets its secrets.
    /// - Throws: `notFound` for an unknown or revoked key id.
    package func revoke(_ keyID: String, tenant: TenantID, in tx: Transaction, now: Instant) throws {
        try bump(keyID, tenant, "revision = revision + 1, revoked_at = \(now)", in: tx)
        try tx.execute("delete from client_secret where key_id = \(keyID)")
    }

    /// Who showed this key id and secret; nil when they aren't good. Takes the same time for a wrong secret as for an
    /// unknown key id, but for the look-up itself.
    package static func authenticate(
        keyID: String, secret: String, in tx: Transaction, now: Instant
    ) throws -> CredentialPrincipal? {
        let shown = Digest.sha256(secret.utf8)
        let rows = try tx.rows(
            """
            select c.tenant, c.name, c.scopes, c.revision, s.secret_hash, s.expires_at, c.rate
            from client_credential c join client_secret s on s.key_id = c.key_id
            where c.key_id = \(keyID) and c.revoked_at is null and (s.expires_at is null or s.expires_at > \(now))
            """)
        var found: CredentialPrincipal?
        for row in rows where constantTimeEqual(try row.bytes(4), shown) {
            found = CredentialPrincipal(
                tenant: TenantID(try row.int(0)), id: keyID, name: try row.text(1),
                scopes: XAPIScopes(try row.text(2)) ?? XAPIScopes([]), revision: try row.int(3),
                expiresAt: try row.instantIfAny(5), rate: try row.intIfAny(6).map { Int($0) }, secretHash: shown)
        }
        return found
    }

    /// How a principal that was authenticated earlier stands.
    package enum Standing: Sendable {
        case current
        /// The secret is good; what it may do has changed since.
        case changed
        case ended
    }

    /// One look-up, for the transaction that acts.
    package static func standing(
        of principal: CredentialPrincipal, in tx: Transaction, now: Instant
    ) throws -> Standing {
        if let end = principal.expiresAt, end <= now { return .ended }
        let row = try tx.row(
            """
            select revision, scopes, rate from client_credential
            where key_id = \(principal.id) and revoked_at is null
            """)
        guard let row else { return .ended }
        if try row.int(0) == principal.revision { return .current }
        // A rotation leaves the secrets before it good for a while.
        let secret = try tx.row(
            """
            select 1 from client_secret where key_id = \(principal.id) and secret_hash = \(principal.secretHash ?? [])
                and (expires_at is null or expires_at > \(now))
            """)
        guard secret != nil else { return .ended }
        let isAsBefore =
            try XAPIScopes(row.text(1)) == principal.scopes && row.intIfAny(2).map { Int($0) } == principal.rate
        return isAsBefore ? .current : .changed
    }

    /// - Parameter now: an earlier secret that ended before isn't told.
    package static func list(of tenant: TenantID, in tx: Transaction, now: Instant) throws -> [CredentialSummary] {
        try tx.rows(
            """
            select c.key_id, c.name, c.scopes, c.created_at, c.revoked_at, c.rate, max(s.expires_at)
            from client_credential c left join client_secret s on s.key_id = c.key_id and s.expires_at > \(now)
            where c.tenant = \(tenant)
            group by c.key_id, c.name, c.scopes, c.created_at, c.revoked_at, c.rate order by c.created_at, c.key_id
            """
        ).map { row in
            CredentialSummary(
                keyID: try row.text(0), name: try row.text(1), scopes: XAPIScopes(try row.text(2)) ?? XAPIScopes([]),
                createdAt: try row.instant(3), revokedAt: try row.instantIfAny(4),
                rate: try row.intIfAny(5).map { Int($0) }, earlierSecretEnds: try row.instantIfAny(6))
        }
    }

    private func addSecret(to keyID: String, in tx: Transaction, _ now: Instant) throws -> Secret<String> {
        let secret = world.newSecret()
        try tx.execute(
            """
            insert into client_secret (key_id, secret_hash, created_at)
            values (\(keyID), \(Digest.sha256(secret.utf8)), \(now))
            """)
        return Secret(secret)
    }

    private func bump(_ keyID: String, _ tenant: TenantID, _ change: SQL, in tx: Transaction) throws {
        let changed = try tx.execute(
            """
            update client_credential set \(change)
            where key_id = \(keyID) and tenant = \(tenant) and revoked_at is null
            """)
        guard changed == 1 else { throw ServiceError(.notFound, "There is no credential \(keyID).") }
    }
}
