import CMI5
import Content
import Database
import Values

/// Ends sessions that don't end themselves, with the `abandoned` statement of cmi5 (cmi5 §9.3.6).
struct SessionEnding {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// - Returns: false when the session was over already.
    @discardableResult
    func end(_ session: ContentSession, in tx: Transaction, now: Instant) throws -> Bool {
        guard let ended = try ContentSessions().end(session, now: now, in: tx) else { return false }
        guard ended.isAbandoned else { return true }
        let frame = LMSStatement.Frame(
            id: services.world.newID(), timestamp: now, actor: session.terms.actor,
            registration: session.registration, sessionID: session.terms.sessionID)
        let statement = LMSStatement.abandoned(
            frame, activityID: session.activityID, publisherID: session.terms.publisherID,
            microseconds: ended.microseconds)
        try RecordStatements(services).append(service: [statement], tenant: session.tenant, in: tx, now: now)
        return true
    }
}
