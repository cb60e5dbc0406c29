package import Database
package import Values

/// Codes with which a teacher of a platform's course may use a cohort that serves other learners already. Staff of ours
/// make them; each works once, for one course of one platform.
package struct CohortCodes: Sendable {
    /// Seconds for which a code is good.
    package static let lifetime: Int64 = 7 * 86_400
    /// Crockford's: no letters that look like figures.
    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// - Returns: the code, twelve letters with hyphens, of which only the hash is kept.
    package func make(for cohort: UUID16, by author: String, world: World, in tx: Transaction) throws -> String {
        let letters = world.randomBytes(12).map { Self.letters[Int($0 & 31)] }
        let code = stride(from: 0, to: 12, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
        let now = world.now()
        try tx.execute(
            """
            insert into cohort_code (tenant, code_hash, cohort, created_by, created_at, expires_at)
            values (\(tenant), \(Self.hash(code)), \(cohort), \(author), \(now),
                \(now.adding(seconds: Self.lifetime)))
            """)
        return code
    }

    /// Uses a code up for a place: of two at once one gets the cohort.
    /// - Returns: nil for a code that isn't good.
    package func redeem(_ code: String, at place: CohortPlace, in tx: Transaction, now: Instant) throws -> UUID16? {
        try tx.row(
            """
            update cohort_code set used_at = \(now), registration = \(place.registration),
                deployment = \(place.deployment), context_key = \(place.key)
            where tenant = \(tenant) and code_hash = \(Self.hash(code)) and used_at is null and expires_at > \(now)
            returning cohort
            """
        )?.id(0)
    }

    /// Codes that nobody used; those that were keep their place open.
    package static func forgetOld(in tx: Transaction, now: Instant) throws -> Int {
        try tx.execute("delete from cohort_code where expires_at <= \(now) and used_at is null")
    }

    private static func hash(_ code: String) -> [UInt8] {
        shortHash("cohort code " + code.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }
}
