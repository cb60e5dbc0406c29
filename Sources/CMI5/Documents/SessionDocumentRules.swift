public import Values
public import XAPI

/// What an AU may do with documents beside its statements (cmi5 §8.2.1, §10.2.1, §11; catalogue TOK, LD, PREF).
public struct SessionDocumentRules: Sendable {
    public enum Access: String, Sendable { case read, write, delete }

    public let terms: SessionTerms

    public init(terms: SessionTerms) { self.terms = terms }

    /// Judges a request on `activities/state`.
    /// - Parameters:
    ///   - stateID: nil for all documents of the activity.
    ///   - registration: nil when the request names none.
    public func violation(
        state access: Access, stateID: String?, activityID: String, agent: AgentIdentifier?, registration: UUID16?
    ) -> RuleViolation? {
        if let foreign = foreignAgent(agent) { return foreign }
        if activityID != terms.activityID {
            return .init("CMI-TOK-06", "The state of another activity is out of reach.")
        }
        if registration != terms.registration {
            return .init("CMI-TOK-05", "The registration is not that of this session.")
        }
        if access != .read && (stateID == LaunchData.stateID || stateID == nil) {
            return .init("CMI-LD-10", "Only the LMS writes \(LaunchData.stateID).")
        }
        return nil
    }

    /// Judges a request on `agents/profile`, before anything is said about concurrency (CMI-PREF-09).
    /// - Parameter body: content type and bytes of a write.
    public func violation(
        agentProfile access: Access, profileID: String?, agent: AgentIdentifier?,
        body: (contentType: String, bytes: [UInt8])? = nil
    ) -> RuleViolation? {
        if let foreign = foreignAgent(agent, rule: "CMI-PREF-03") { return foreign }
        guard access != .read else { return nil }
        guard profileID == LearnerPreferences.profileID else {
            return .init("CMI-PREF-08", "An AU writes no other agent profile than \(LearnerPreferences.profileID).")
        }
        guard access == .write, let body else {
            return .init("CMI-PREF-08", "An AU must not delete \(LearnerPreferences.profileID).")
        }
        return LearnerPreferences.violation(contentType: body.contentType, body: body.bytes)
    }

    /// Judges a request on `activities/profile`.
    public func violation(activityProfile access: Access, activityID: String) -> RuleViolation? {
        guard activityID != terms.activityID && !(access == .read && activityID == terms.publisherID) else {
            return nil
        }
        return .init("CMI-TOK-08", "The profile of another activity is out of reach.")
    }

    private func foreignAgent(_ agent: AgentIdentifier?, rule: String = "CMI-TOK-04") -> RuleViolation? {
        agent == terms.actor ? nil : .init(rule, "The agent is not the learner of this session.")
    }
}
