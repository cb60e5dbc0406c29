import Cryptography
package import Database
package import Values

/// Who is signed in, by the hash of the token in the cookie.
package enum StaffSessions {
    /// Seconds without a request after which a session ends.
    package static let idle: Int64 = 30 * 60
    /// Seconds after which it ends in any case.
    package static let longest: Int64 = 12 * 3_600
    /// Seconds between two notes of its use, so that not every page is a write.
    package static let noteEvery: Int64 = 60

    /// A session that is open.
    package struct Open: Sendable, Hashable {
        package let principal: StaffPrincipal
        /// Whether its use should be noted by ``note(_:in:now:)``.
        package let wantsNote: Bool
    }

    /// Begins a session. Returns the token for the cookie; only its hash is kept.
    package static func begin(
        _ user: UUID16, world: World, in tx: Transaction, now: Instant
    ) throws -> Secret<String> {
        let token = world.newSecret()
        try tx.execute(
            """
            insert into staff_session (token_hash, staff_user, created_at, seen_at)
            values (\(hash(token)), \(user), \(now), \(now))
            """)
        return Secret(token)
    }

    /// The session of a cookie; nil when it is unknown, over, or its user is disabled.
    package static func find(_ token: String, in tx: Transaction, now: Instant) throws -> Open? {
        let seenAfter = now.adding(seconds: -idle)
        let createdAfter = now.adding(seconds: -longest)
        let row = try tx.row(
            """
            select u.tenant, u.id, u.roles, s.seen_at from staff_session s join staff_user u on u.id = s.staff_user
            where s.token_hash = \(hash(token)) and s.seen_at > \(seenAfter) and s.created_at > \(createdAfter)
            and u.disabled_at is null
            """)
        return try row.map { row in
            let principal = StaffPrincipal(
                tenant: TenantID(try row.int(0)), user: try row.id(1), roles: Roles(try row.text(2)) ?? Roles([]))
            return Open(principal: principal, wantsNote: try row.instant(3) <= now.adding(seconds: -noteEvery))
        }
    }

    /// Notes that a session is in use.
    package static func note(_ token: String, in tx: Transaction, now: Instant) throws {
        try tx.execute(
            "update staff_session set seen_at = \(now) where token_hash = \(hash(token)) and seen_at < \(now)")
    }

    package static func end(_ token: String, in tx: Transaction) throws {
        try tx.execute("delete from staff_session where token_hash = \(hash(token))")
    }

    package static func endAll(of user: UUID16, in tx: Transaction) throws {
        try tx.execute("delete from staff_session where staff_user = \(user)")
    }

    /// Removes what is over. Returns how many.
    @discardableResult
    package static func sweep(in tx: Transaction, now: Instant) throws -> Int {
        try tx.execute(
            """
            delete from staff_session
            where created_at <= \(now.adding(seconds: -longest)) or seen_at <= \(now.adding(seconds: -idle))
            """)
    }

    private static func hash(_ token: String) -> [UInt8] { Digest.sha256(token.utf8) }
}
