package import Database
package import Values

/// Whether a platform sends us a type of notice.
package struct NoticeSubscription: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case active
        /// Taken away by staff; launches don't bring it back.
        case removed
        /// The platform said no, or couldn't be reached.
        case failed
    }

    package let deployment: UUID16
    package let noticeType: String
    package let state: State
    /// Why it failed.
    package let note: String
    package let changedAt: Instant
}

/// Subscriptions as rows.
package struct NoticeSubscriptions: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    package func set(
        _ state: NoticeSubscription.State, _ noticeType: String, of deployment: UUID16, note: String = "",
        in tx: Transaction, now: Instant
    ) throws {
        try tx.execute(
            """
            insert into notice_subscription (tenant, deployment, notice_type, state, note, changed_at)
            values (\(tenant), \(deployment), \(noticeType), \(state.rawValue), \(storable(note) ?? ""), \(now))
            on conflict (tenant, deployment, notice_type) do update set state = excluded.state, note = excluded.note,
                changed_at = excluded.changed_at
            """)
    }

    package func list(of deployment: UUID16, in tx: Transaction) throws -> [NoticeSubscription] {
        try tx.rows(
            """
            select notice_type, state, note, changed_at from notice_subscription
            where tenant = \(tenant) and deployment = \(deployment) order by notice_type
            """
        ).map { row in
            NoticeSubscription(
                deployment: deployment, noticeType: try row.text(0), state: .init(rawValue: try row.text(1)) ?? .failed,
                note: try row.text(2), changedAt: try row.instant(3))
        }
    }
}
