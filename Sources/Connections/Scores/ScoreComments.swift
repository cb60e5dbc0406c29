package import Database
package import Values

/// What staff wrote about learners' results for the platforms' gradebooks, as rows; sealed, one for each enrolment.
package struct ScoreComments: Sendable {
    /// What the boxes are sealed as.
    package static let field = "score comment"
    /// Characters.
    package static let longest = 1_000

    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    package func find(_ enrolment: UUID16, in tx: Transaction) throws -> (sealed: [UInt8], changedAt: Instant)? {
        try tx.row(
            "select sealed, changed_at from score_comment where tenant = \(tenant) and enrolment = \(enrolment)"
        ).map { (try $0.bytes(0), try $0.instant(1)) }
    }

    package func ofPerson(_ person: UUID16, in tx: Transaction) throws -> [(enrolment: UUID16, sealed: [UInt8])] {
        try tx.rows(
            """
            select enrolment, sealed from score_comment where tenant = \(tenant) and person = \(person)
            order by enrolment
            """
        ).map { (try $0.id(0), try $0.bytes(1)) }
    }

    /// - Parameter sealed: nil takes the comment away.
    package func set(
        _ sealed: [UInt8]?, enrolment: UUID16, person: UUID16, in tx: Transaction, now: Instant
    ) throws {
        guard let sealed else {
            try tx.execute("delete from score_comment where tenant = \(tenant) and enrolment = \(enrolment)")
            return
        }
        try tx.execute(
            """
            insert into score_comment (tenant, enrolment, person, sealed, changed_at)
            values (\(tenant), \(enrolment), \(person), \(sealed), \(now))
            on conflict (tenant, enrolment) do update set sealed = excluded.sealed, changed_at = excluded.changed_at
            """)
    }
}
