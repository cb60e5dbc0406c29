import CMI5
package import Database
package import Values
package import XAPI

/// What a session may say about the statements of one request.
package struct SessionAdmission: Sendable {
    /// For each statement: true when it named no registration and is counted by the session that sent it (CMI-TC-18).
    package var matchedBySession: [Bool]
    /// The session said `terminated`.
    package var terminated: Bool
}

extension ContentSessions {
    /// Judges the statements of one request and, if all may be stored, moves the session on; to be called in the
    /// transaction that stores them, before the LRS looks for duplicates (CMI-SES-19).
    ///
    /// The session's row is written first, so that two requests of one session run one after the other at any
    /// isolation level.
    /// - Throws: `forbidden` with cmi5's rules, one fault for each.
    package func admit(
        _ statements: [ValidStatement], session id: UUID16, tenant: TenantID, now: Instant, in tx: Transaction
    ) throws -> SessionAdmission {
        let held = try tx.execute(
            "update content_session set last_seen_at = \(now) where tenant = \(tenant) and id = \(id)")
        guard held == 1, let session = try find(id, tenant: tenant, in: tx) else {
            throw ServiceError(.unauthenticated, "The session is over.")
        }
        let admission =
            session.kind == .cmi5
            ? try admitCMI5(statements, session, now, tx) : try admitPackage(statements, session, now)
        try count(statements.count, session, now, tx)
        return admission
    }

    /// The AU has read its learner's preferences, which must come before `initialized` (CMI-PREF-02).
    package func notePreferencesRead(session id: UUID16, tenant: TenantID, in tx: Transaction) throws {
        try tx.execute(
            """
            update content_session set preferences_read = 1
            where tenant = \(tenant) and id = \(id) and preferences_read = 0
            """)
    }

    /// Whether it is long enough ago that the session was noted as alive.
    package func mustNote(_ session: ContentSession, now: Instant) -> Bool {
        now >= session.lastSeenAt.adding(seconds: 60)
    }

    /// Something was asked for: the session is alive.
    package func noteSeen(_ session: ContentSession, now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            update content_session set last_seen_at = \(now)
            where tenant = \(session.tenant) and id = \(session.id) and state = 'open'
            """)
    }

    /// Statements were refused; staff see the number. In a transaction of its own, since the refusal undid the first.
    package func noteRefused(_ number: Int, session id: UUID16, tenant: TenantID, in tx: Transaction) throws {
        try tx.execute(
            "update content_session set refused = refused + \(number) where tenant = \(tenant) and id = \(id)")
    }

    private func admitCMI5(
        _ statements: [ValidStatement], _ session: ContentSession, _ now: Instant, _ tx: Transaction
    ) throws -> SessionAdmission {
        var record = session.record
        if session.state == .closed { throw ServiceError(.forbidden, "The session is closed.") }
        let rules = SessionRules(terms: session.terms, graceSeconds: lifetimes.graceSeconds)
        let violations = rules.admit(statements, into: &record, now: now)
        guard violations.isEmpty else { throw Self.refusal(violations) }
        try write(record, session, now, tx)
        let ended = record.terminatedAt != nil && session.record.terminatedAt == nil
        return SessionAdmission(matchedBySession: statements.map { _ in false }, terminated: ended)
    }

    private static func refusal(_ violations: [RuleViolation]) -> ServiceError {
        let message = violations.map { "\($0.message) (\($0.rule))" }.joined(separator: " ")
        return ServiceError(.forbidden, message, faults: violations.map { .init($0.rule, $0.message) })
    }

    /// An xAPI package is held to its learner and registration and otherwise left alone (CMI-TC-12, CMI-TC-18).
    private func admitPackage(
        _ statements: [ValidStatement], _ session: ContentSession, _ now: Instant
    ) throws
        -> SessionAdmission
    {
        guard session.state == .open else { throw ServiceError(.forbidden, "The session is over.") }
        let matched = try statements.map { statement in
            guard statement.actor == session.terms.actor, !statement.isOfGroup else {
                throw ServiceError(.forbidden, "The actor is not the learner of this session. (CMI-TC-12)")
            }
            if statement.isVoiding || statement.verbID == VerbID.voided {
                throw ServiceError(.forbidden, "A package must not void statements. (CMI-TOK-07)")
            }
            guard let registration = statement.registration else { return true }
            guard registration == session.registration else {
                throw ServiceError(.forbidden, "The registration is not that of this session. (CMI-TC-12)")
            }
            return false
        }
        return SessionAdmission(matchedBySession: matched, terminated: false)
    }

    private func write(_ record: SessionRecord, _ session: ContentSession, _ now: Instant, _ tx: Transaction) throws {
        let ends = record.terminatedAt != nil
        let ids = record.admitted
        try tx.execute(
            """
            update content_session set initialized_id = \(ids[.initialized]), completed_id = \(ids[.completed]),
                passed_id = \(ids[.passed]), failed_id = \(ids[.failed]), terminated_id = \(ids[.terminated]),
                initialized_at = \(record.initializedAt), latest_at = \(record.latestTimestamp),
                state = \(ends ? ContentSession.State.terminated.rawValue : session.state.rawValue),
                ended_at = \(record.terminatedAt ?? session.endedAt)
            where tenant = \(session.tenant) and id = \(session.id)
            """)
    }

    private func count(_ number: Int, _ session: ContentSession, _ now: Instant, _ tx: Transaction) throws {
        try tx.execute(
            """
            update content_session set statements = statements + \(number), last_statement_at = \(now)
            where tenant = \(session.tenant) and id = \(session.id)
            """)
    }
}
