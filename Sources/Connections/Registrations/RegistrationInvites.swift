import Cryptography
package import Database
package import Values

/// A code that lets a platform register without waiting for approval (LTI-DR-06).
package struct RegistrationInvite: Sendable {
    package let tenant: TenantID
    /// An issuer that may differ from its configuration's host (LTI-DR-04); nil for none.
    package let trustedIssuer: String?
    package let keepsProfiles: Bool
    package let createdAt: Instant
    package let expiresAt: Instant
    package let isUsed: Bool

    /// Seconds for which a code is good.
    package static let lifetime: Int64 = 7 * 86_400

    package func isGood(now: Instant) -> Bool { !isUsed && now < expiresAt }
}

/// Invites as rows, found by the hash of their code before the tenant is known.
package enum RegistrationInvites {
    /// - Returns: the code, of which only the hash is kept.
    package static func make(
        trustedIssuer: String?, keepsProfiles: Bool, of tenant: TenantID, by author: String, world: World,
        in tx: Transaction
    ) throws -> String {
        let code = world.newSecret()
        let now = world.now()
        try tx.execute(
            """
            insert into registration_invite (invite_hash, tenant, trusted_issuer, keep_profiles, created_by, created_at,
                expires_at)
            values (\(hash(code)), \(tenant), \(storable(trustedIssuer)), \(keepsProfiles), \(author), \(now),
                \(now.adding(seconds: RegistrationInvite.lifetime)))
            """)
        return code
    }

    package static func find(_ code: String, in tx: Transaction) throws -> RegistrationInvite? {
        try tx.row(
            """
            select tenant, trusted_issuer, keep_profiles, created_at, expires_at, used_at from registration_invite
            where invite_hash = \(hash(code))
            """
        ).map {
            RegistrationInvite(
                tenant: TenantID(try $0.int(0)), trustedIssuer: try $0.textIfAny(1), keepsProfiles: try $0.bool(2),
                createdAt: try $0.instant(3), expiresAt: try $0.instant(4), isUsed: try $0.instantIfAny(5) != nil)
        }
    }

    /// Uses a code up: of two at once one gets true.
    package static func consume(_ code: String, in tx: Transaction, now: Instant) throws -> Bool {
        try tx.execute(
            """
            update registration_invite set used_at = \(now)
            where invite_hash = \(hash(code)) and used_at is null and expires_at > \(now)
            """) == 1
    }

    private static func hash(_ code: String) -> [UInt8] { Digest.sha256(Array(code.utf8)) }
}

/// What a dynamic registration left beside the registration itself.
package struct RegistrationOrigin: Sendable {
    package var isPending = false
    package var askedScopes: [String] = []
    package var grantedScopes: [String] = []
    /// Nil where the platform didn't say.
    package var offeredScopes: [String]?
    package var product: String?
    package var updateURL: String?
    package var sealedUpdateToken: [UInt8]?

    package init() {}

    /// What was asked for and not granted.
    package var missingScopes: [String] { askedScopes.filter { !grantedScopes.contains($0) } }
}

extension Registrations {
    package static func setOrigin(_ origin: RegistrationOrigin, of id: UUID16, in tx: Transaction) throws {
        try tx.execute(
            """
            update registration set pending = \(origin.isPending),
                asked_scopes = \(origin.askedScopes.joined(separator: " ")),
                granted_scopes = \(origin.grantedScopes.joined(separator: " ")), product = \(storable(origin.product)),
                update_url = \(storable(origin.updateURL)), sealed_update_token = \(origin.sealedUpdateToken),
                offered_scopes = \(origin.offeredScopes?.joined(separator: " "))
            where id = \(id)
            """)
    }

    package static func origin(of id: UUID16, in tx: Transaction) throws -> RegistrationOrigin {
        let row = try tx.row(
            """
            select pending, asked_scopes, granted_scopes, product, update_url, sealed_update_token, offered_scopes
            from registration where id = \(id)
            """)
        guard let row else { return RegistrationOrigin() }
        var origin = RegistrationOrigin()
        origin.isPending = try row.bool(0)
        origin.askedScopes = try row.text(1).split(separator: " ").map(String.init)
        origin.grantedScopes = try row.text(2).split(separator: " ").map(String.init)
        origin.product = try row.textIfAny(3)
        origin.updateURL = try row.textIfAny(4)
        origin.sealedUpdateToken = try row.bytesIfAny(5)
        origin.offeredScopes = try row.textIfAny(6)?.split(separator: " ").map(String.init)
        return origin
    }
}
