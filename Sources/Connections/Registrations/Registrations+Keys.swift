package import Database
package import Values

extension Registration {
    /// Whose key signs what we send to the platform (Security Framework 1.0 §7.2).
    package enum SigningKeys: String, Sendable, CaseIterable {
        /// The one of all platforms that have none of their own.
        case shared
        /// The shared one still; the platform's own is published, so that its administrator can enter where.
        case ready
        case own
    }

    /// Seconds after a change for which what the other key signed may still be on its way, or in a platform's cache.
    package static let keysOverlap: Int64 = 3_600

    /// Which of both sets the platform finds at its own address: always the one that signs, and the other for as long as
    /// it may be needed.
    package func published(now: Instant) -> (own: Bool, shared: Bool) {
        let isFresh = now < signingKeysAt.adding(seconds: Self.keysOverlap)
        switch signingKeys {
        case .shared: return (own: isFresh, shared: true)
        case .ready: return (own: true, shared: true)
        case .own: return (own: true, shared: isFresh)
        }
    }
}

extension Registrations {
    package static func setSigningKeys(
        _ keys: Registration.SigningKeys, _ id: UUID16, in tx: Transaction, now: Instant
    ) throws {
        try tx.execute(
            """
            update registration set signing_keys = \(keys.rawValue), signing_keys_at = \(now), changed_at = \(now)
            where id = \(id)
            """)
    }

    /// Those whose keys are made ready or in use, of every tenant.
    package static func withOwnKeys(in tx: Transaction) throws -> [(id: UUID16, tenant: TenantID)] {
        try tx.rows("select id, tenant from registration where signing_keys <> 'shared' order by id").map {
            (try $0.id(0), TenantID(try $0.int(1)))
        }
    }
}
