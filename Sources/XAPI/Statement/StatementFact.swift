public import Values

/// What a completion rule reads of a stored statement; nothing else of it decides.
public struct StatementFact: Hashable, Sendable {
    /// Who posted the statement.
    public enum AuthorityKind: String, Sendable, CaseIterable {
        /// A content package, by the credentials of one session.
        case session
        /// A client of the LRS with credentials of its own.
        case client
        /// The service itself.
        case service
    }

    public var statementID: UUID16
    public var verbID: String
    /// The id of the activity that is the object; nil when the object is something else.
    public var activityID: String?
    public var registration: UUID16?
    /// When it happened, as the statement says.
    public var timestamp: Instant
    /// When it was stored.
    public var stored: Instant
    public var result: ResultFacts
    public var isVoided: Bool
    /// Ids of the context activities of the kind `category`.
    public var categories: [String]
    /// The session of a cmi5 launch; nil outside of one.
    public var sessionID: String?
    public var authorityKind: AuthorityKind

    public init(
        statementID: UUID16, verbID: String, activityID: String?, registration: UUID16?, timestamp: Instant,
        stored: Instant, result: ResultFacts = ResultFacts(), isVoided: Bool = false, categories: [String] = [],
        sessionID: String? = nil, authorityKind: AuthorityKind = .session
    ) {
        self.statementID = statementID
        self.verbID = verbID
        self.activityID = activityID
        self.registration = registration
        self.timestamp = timestamp
        self.stored = stored
        self.result = result
        self.isVoided = isVoided
        self.categories = categories
        self.sessionID = sessionID
        self.authorityKind = authorityKind
    }

    public var completion: Bool? { result.completion }
    public var success: Bool? { result.success }
    public var scaled: Double? { result.scaled }
}
