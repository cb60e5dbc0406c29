import Cryptography
package import Database
import JOSE
package import Values

/// Registrations as rows. They are found before the tenant is known.
package enum Registrations {
    /// Adds a registration, or replaces the settings of the one with the same issuer and client id (LTI-DR-18).
    /// - Returns: what is stored now; its id, tenant and creation stay when it was there.
    package static func save(_ new: Registration, in tx: Transaction, now: Instant) throws -> Registration {
        try tx.execute(
            """
            insert into registration (id, tenant, party_key, issuer_key, issuer, client_id, name, auth_url, token_url,
                jwks_url, token_audience, algorithms, trusted_audiences, deployment_policy, allow_anonymous,
                require_same_target, keep_profiles, roster_policy, frame_sources, active, created_at, changed_at,
                public_key)
            values (\(new.id), \(new.tenant), \(partyKey(new.issuer, new.clientID)), \(issuerKey(new.issuer)),
                \(new.issuer), \(new.clientID), \(new.name), \(new.authURL), \(new.tokenURL), \(new.jwksURL),
                \(new.tokenAudience), \(new.algorithms.text), \(new.trustedAudiences.joined(separator: " ")),
                \(new.deploymentPolicy.rawValue), \(new.allowsAnonymous), \(new.requiresSameTarget),
                \(new.keepsProfiles), \(new.rosterPolicy.rawValue), \(new.frameSources.joined(separator: " ")),
                \(new.isActive), \(now), \(now), \(new.publicKey))
            on conflict (party_key) do update set name = excluded.name, auth_url = excluded.auth_url,
                token_url = excluded.token_url, jwks_url = excluded.jwks_url,
                token_audience = excluded.token_audience, algorithms = excluded.algorithms,
                trusted_audiences = excluded.trusted_audiences, deployment_policy = excluded.deployment_policy,
                allow_anonymous = excluded.allow_anonymous, require_same_target = excluded.require_same_target,
                keep_profiles = excluded.keep_profiles, roster_policy = excluded.roster_policy,
                frame_sources = excluded.frame_sources, public_key = excluded.public_key,
                active = excluded.active, changed_at = excluded.changed_at
            """)
        guard let saved = try find(issuer: new.issuer, clientID: new.clientID, in: tx) else {
            throw ServiceError(.internalError, "The registration wasn't stored.")
        }
        return saved
    }

    package static func find(_ id: UUID16, in tx: Transaction) throws -> Registration? {
        try tx.row("\(raw: selection) where id = \(id)").map(decode)
    }

    package static func find(issuer: String, clientID: String, in tx: Transaction) throws -> Registration? {
        try tx.row("\(raw: selection) where party_key = \(partyKey(issuer, clientID))").map(decode)
    }

    /// All registrations of an issuer; large hosts share one over their customers.
    package static func of(issuer: String, in tx: Transaction) throws -> [Registration] {
        try tx.rows("\(raw: selection) where issuer_key = \(issuerKey(issuer)) order by created_at limit 50").map(
            decode)
    }

    package static func list(of tenant: TenantID, in tx: Transaction) throws -> [Registration] {
        try tx.rows("\(raw: selection) where tenant = \(tenant) order by created_at").map(decode)
    }

    /// Switches launches and open visits on or off.
    package static func setActive(_ isActive: Bool, _ id: UUID16, in tx: Transaction, now: Instant) throws {
        try tx.execute(
            "update registration set active = \(isActive), pending = 0, changed_at = \(now) where id = \(id)")
    }

    /// Approves a registration that waited: launches work from now on, whether its answer named a deployment or not.
    /// - Returns: false when it didn't wait; then nothing happens.
    package static func approve(_ id: UUID16, in tx: Transaction, now: Instant) throws -> Bool {
        let isWaiting =
            try tx.execute(
                """
                update registration set active = 1, pending = 0, changed_at = \(now) where id = \(id) and pending = 1
                """) == 1
        guard isWaiting else { return false }
        // None of its launches was let in before, so every deployment here came with the registration.
        let named = try tx.execute(
            "update deployment set state = 'active', changed_at = \(now) where registration = \(id)")
        if named == 0 { try tx.execute("update registration set deployment_policy = 'auto' where id = \(id)") }
        return true
    }

    package static func countPending(of tenant: TenantID, in tx: Transaction) throws -> Int {
        let row = try tx.row("select count(*) from registration where tenant = \(tenant) and pending = 1")
        return Int(try row?.int(0) ?? 0)
    }

    package static func setReviewsSubmissions(_ id: UUID16, in tx: Transaction) throws {
        try tx.execute("update registration set reviews_submissions = 1 where id = \(id) and reviews_submissions = 0")
    }

    package static func setCopyPolicy(
        _ policy: Registration.CopyPolicy, _ id: UUID16, in tx: Transaction, now: Instant
    ) throws {
        try tx.execute(
            "update registration set copy_policy = \(policy.rawValue), changed_at = \(now) where id = \(id)")
    }

    /// What staff decided about rosters and gradebooks.
    package static func saveServices(of changed: Registration, in tx: Transaction, now: Instant) throws {
        try tx.execute(
            """
            update registration set roster_policy = \(changed.rosterPolicy.rawValue),
                roster_drop_after = \(changed.rosterDropAfter), roster_hours = \(changed.rosterHours),
                grade_maximum = \(changed.gradeMaximum), changed_at = \(now)
            where id = \(changed.id)
            """)
    }

    private static func partyKey(_ issuer: String, _ clientID: String) -> [UInt8] {
        shortHash(issuer + "\u{0}" + clientID)
    }

    private static func issuerKey(_ issuer: String) -> [UInt8] { shortHash(issuer) }

    private static let selection = """
        select id, tenant, issuer, client_id, name, auth_url, token_url, jwks_url, token_audience, algorithms,
            trusted_audiences, deployment_policy, allow_anonymous, require_same_target, keep_profiles, active,
            created_at, roster_policy, frame_sources, copy_policy, reviews_submissions, grade_maximum,
            roster_drop_after, roster_hours, public_key, signing_keys, signing_keys_at
        from registration
        """

    private static func decode(_ row: Row) throws -> Registration {
        var registration = Registration(
            id: try row.id(0), tenant: TenantID(try row.int(1)), issuer: try row.text(2), clientID: try row.text(3),
            name: try row.text(4), authURL: try row.text(5), tokenURL: try row.text(6), jwksURL: try row.text(7),
            createdAt: try row.instant(16))
        registration.tokenAudience = try row.textIfAny(8)
        registration.algorithms = AllowedAlgorithms(try row.text(9)) ?? .standard
        registration.trustedAudiences = try row.text(10).split(separator: " ").map(String.init)
        registration.deploymentPolicy = .init(rawValue: try row.text(11)) ?? .closed
        registration.allowsAnonymous = try row.bool(12)
        registration.requiresSameTarget = try row.bool(13)
        registration.keepsProfiles = try row.bool(14)
        registration.isActive = try row.bool(15)
        registration.rosterPolicy = .init(rawValue: try row.text(17)) ?? .off
        registration.frameSources = try row.text(18).split(separator: " ").map(String.init)
        registration.copyPolicy = .init(rawValue: try row.text(19)) ?? .ask
        registration.reviewsSubmissions = try row.bool(20)
        registration.gradeMaximum = try row.doubleIfAny(21) ?? 100
        registration.rosterDropAfter = Int(try row.int(22))
        registration.rosterHours = Int(try row.int(23))
        registration.publicKey = try row.textIfAny(24)
        registration.signingKeys = .init(rawValue: try row.text(25)) ?? .shared
        registration.signingKeysAt = try row.instant(26)
        return registration
    }
}

/// Sixteen bytes that stand for an identifier in an index (traps 29).
func shortHash(_ text: String) -> [UInt8] { Array(Digest.sha256(Array(text.utf8)).prefix(16)) }

/// A text that both engines hold: without U+0000, at most 500 characters; nil when nothing is left.
func storable(_ text: String?) -> String? {
    guard let text else { return nil }
    let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 }).prefix(500))
    return kept.isEmpty ? nil : kept
}
