package import Database
package import Values

/// What was last to be sent home for a person on a link.
package struct ScoreDelivery: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case waiting, sent
        /// A newer score was sent in its place, or the platform has a newer one.
        case overtaken
        case failed
    }

    package let link: UUID16
    package let person: UUID16
    package let enrolment: UUID16
    /// The outbox message that carries it.
    package let message: Int64
    /// The newest timestamp that was given out.
    package let stampedAt: Instant
    package let scaled: Double?
    package let activityProgress: String
    package let gradingProgress: String
    package let state: State
    package let note: String
    package let changedAt: Instant
    /// The time of the last final score that the platform took; nil while it took none.
    package let finalAt: Instant?
    /// Of when the comment is that the platform took last.
    package let commentAt: Instant?
}

/// Scores to be sent, as rows: one for each person and link, with the newest.
package struct ScoreDeliveries: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    package func find(link: UUID16, person: UUID16, in tx: Transaction) throws -> ScoreDelivery? {
        try tx.row("\(raw: Self.selection) where tenant = \(tenant) and link = \(link) and person = \(person)")
            .map(Self.decode)
    }

    package func ofPerson(_ person: UUID16, in tx: Transaction) throws -> [ScoreDelivery] {
        try tx.rows("\(raw: Self.selection) where tenant = \(tenant) and person = \(person) order by link").map(
            Self.decode)
    }

    /// The time to put on the next score: now, but at least a second after the last one, since some platforms compare
    /// whole seconds (platforms.md 20, AGS 2.0 §3.4.9).
    package static func stamp(after last: Instant?, now: Instant) -> Instant {
        guard let last else { return now }
        return max(now, last.adding(seconds: 1))
    }

    /// Writes down the newest score, which waits.
    package func save(
        link: UUID16, person: UUID16, enrolment: UUID16, message: Int64, stampedAt: Instant, scaled: Double?,
        activityProgress: String, gradingProgress: String, in tx: Transaction, now: Instant
    ) throws {
        try tx.execute(
            """
            insert into score_delivery (tenant, link, person, enrolment, message, stamped_at, scaled,
                activity_progress, grading_progress, state, note, changed_at)
            values (\(tenant), \(link), \(person), \(enrolment), \(message), \(stampedAt), \(scaled),
                \(activityProgress), \(gradingProgress), 'waiting', '', \(now))
            on conflict (tenant, link, person) do update set enrolment = excluded.enrolment,
                message = excluded.message, stamped_at = excluded.stamped_at, scaled = excluded.scaled,
                activity_progress = excluded.activity_progress, grading_progress = excluded.grading_progress,
                state = excluded.state, note = excluded.note, changed_at = excluded.changed_at
            """)
    }

    /// Notes how a try went, unless a newer score waits by now.
    package func settle(
        link: UUID16, person: UUID16, stampedAt: Instant, _ state: ScoreDelivery.State, note: String,
        in tx: Transaction, now: Instant
    ) throws {
        try tx.execute(
            """
            update score_delivery set state = \(state.rawValue), note = \(storable(note) ?? ""), changed_at = \(now)
            where tenant = \(tenant) and link = \(link) and person = \(person) and stamped_at = \(stampedAt)
            """)
    }

    /// Notes what a platform took, whatever waits by now; nil leaves what it took before.
    package func noteTaken(
        link: UUID16, person: UUID16, finalAt: Instant?, commentAt: Instant?, in tx: Transaction
    ) throws {
        guard finalAt != nil || commentAt != nil else { return }
        try tx.execute(
            """
            update score_delivery set final_at = coalesce(\(finalAt), final_at),
                comment_at = coalesce(\(commentAt), comment_at)
            where tenant = \(tenant) and link = \(link) and person = \(person)
            """)
    }

    /// Those of a link that aren't there yet, with this note of their last try.
    package func unsent(of link: UUID16, note: String, in tx: Transaction) throws -> [ScoreDelivery] {
        try tx.rows(
            """
            \(raw: Self.selection) where tenant = \(tenant) and link = \(link) and state in ('waiting', 'failed')
                and note = \(note) order by person
            """
        ).map(Self.decode)
    }

    private static let selection = """
        select link, person, enrolment, message, stamped_at, scaled, activity_progress, grading_progress, state, note,
            changed_at, final_at, comment_at
        from score_delivery
        """

    private static func decode(_ row: Row) throws -> ScoreDelivery {
        ScoreDelivery(
            link: try row.id(0), person: try row.id(1), enrolment: try row.id(2), message: try row.int(3),
            stampedAt: try row.instant(4), scaled: try row.doubleIfAny(5), activityProgress: try row.text(6),
            gradingProgress: try row.text(7), state: .init(rawValue: try row.text(8)) ?? .failed,
            note: try row.text(9), changedAt: try row.instant(10), finalAt: try row.instantIfAny(11),
            commentAt: try row.instantIfAny(12))
    }
}
