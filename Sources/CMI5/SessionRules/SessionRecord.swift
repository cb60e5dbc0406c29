public import Values

/// What has happened so far in one session, and in its registration: the ground on which the next statement is judged.
public struct SessionRecord: Sendable, Equatable {
    /// Verbs that an AU sends as cmi5-defined statements (cmi5 §9.3).
    public enum Verb: String, Sendable, CaseIterable {
        case initialized, completed, passed, failed, terminated
    }

    /// The statement of each cmi5-defined verb that was admitted in this session.
    public var admitted: [Verb: UUID16]
    /// The timestamp of `initialized`.
    public var initializedAt: Instant?
    /// The greatest timestamp of this session's statements.
    public var latestTimestamp: Instant?
    /// When `terminated` arrived.
    public var terminatedAt: Instant?
    public var isAbandoned: Bool
    /// The AU has read `cmi5LearnerPreferences` (cmi5 §11).
    public var hasReadPreferences: Bool
    /// `completed` or `passed` was admitted in an earlier session of the AU in this registration.
    public var earlier: Set<Verb>

    public init(
        admitted: [Verb: UUID16] = [:], initializedAt: Instant? = nil, latestTimestamp: Instant? = nil,
        terminatedAt: Instant? = nil, isAbandoned: Bool = false, hasReadPreferences: Bool = false,
        earlier: Set<Verb> = []
    ) {
        self.admitted = admitted
        self.initializedAt = initializedAt
        self.latestTimestamp = latestTimestamp
        self.terminatedAt = terminatedAt
        self.isAbandoned = isAbandoned
        self.hasReadPreferences = hasReadPreferences
        self.earlier = earlier
    }
}
