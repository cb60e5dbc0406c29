package import Database
package import Values

/// How a session ended that didn't say so itself.
package struct EndedSession: Sendable {
    package var session: ContentSession
    /// A cmi5 session was abandoned by this very call: the statement is still to be written, once (CMI-LST-08).
    package var isAbandoned: Bool
    /// From the launch to the package's last statement (cmi5 §9.5.4.2).
    package var microseconds: Int64
}

extension ContentSessions {
    /// Ends an open session: a cmi5 one is abandoned, another closed. Its credential and its path are worth nothing
    /// from then on.
    /// - Returns: nil when it was over already.
    package func end(_ session: ContentSession, now: Instant, in tx: Transaction) throws -> EndedSession? {
        let isCMI5 = session.kind == .cmi5
        let state: ContentSession.State = isCMI5 ? .abandoned : .closed
        let changed = try tx.execute(
            """
            update content_session set state = \(state.rawValue), ended_at = \(now)
            where tenant = \(session.tenant) and id = \(session.id) and state = 'open'
            """)
        guard changed == 1 else { return nil }
        let last = session.lastStatementAt ?? session.openedAt
        return EndedSession(
            session: session, isAbandoned: isCMI5, microseconds: last.microseconds(since: session.openedAt))
    }
}
