public import JSON
public import Values

/// A statement whose shape was checked, with the facts that a store and a completion rule need.
public struct ValidStatement: Sendable {
    /// The statement as received.
    public let value: JSONValue
    /// The line of the standard whose rules it was checked by.
    public let version: XAPIVersion
    /// Nil when the sender left it to the LRS.
    public let id: UUID16?
    public let verbID: String
    public let objectKind: ObjectKind
    /// The id of the activity that is the object.
    public let activityID: String?
    /// The target of a StatementRef that is the object; for a voiding statement, what is voided.
    public let referredStatement: UUID16?
    /// Every agent and group, with its role and place; the actor comes first.
    public let agents: [AgentMention]
    /// Every activity, with its role and place.
    public let activities: [ActivityMention]
    public let registration: UUID16?
    /// Nil when the sender left it to the LRS.
    public let timestamp: XAPITimestamp?
    /// The `version` property as sent.
    public let declaredVersion: String?
    public let result: ResultFacts
    /// Attachments of the statement and of its SubStatement.
    public let attachments: [AttachmentFacts]
    /// The session of a cmi5 launch.
    public let sessionID: String?

    /// Takes the facts of a statement that is known to be valid, such as one from the store.
    public init(trusting value: JSONValue, version: XAPIVersion) {
        let object = value["object"]
        let context = value["context"]
        self.value = value
        self.version = version
        id = value["id"]?.string.flatMap(StandardUUID.parse)
        verbID = value["verb"]?["id"]?.string ?? ""
        objectKind = ObjectKind(of: object) ?? .activity
        activityID = objectKind == .activity ? object?["id"]?.string : nil
        referredStatement = objectKind == .statementRef ? object?["id"]?.string.flatMap(StandardUUID.parse) : nil
        agents = AgentMention.all(in: value)
        activities = ActivityMention.all(in: value)
        registration = context?["registration"]?.string.flatMap(StandardUUID.parse)
        timestamp = value["timestamp"]?.string.flatMap { XAPITimestamp($0) }
        declaredVersion = value["version"]?.string
        result = ResultFacts(value["result"])
        attachments = AttachmentFacts.all(in: value)
        sessionID = context?["extensions"]?[ContextExtension.cmi5SessionID]?.string
    }

    /// Nil when the actor is an anonymous group.
    public var actor: AgentIdentifier? { agents.first { $0.role.part == .actor && !$0.role.isMember }?.identifier }

    /// The actor is a group, with or without an identifier.
    public var isOfGroup: Bool { agents.first { $0.role.part == .actor && !$0.role.isMember }?.isGroup ?? false }

    /// Voids the statement that it refers to, unless that one is itself voiding (1.0.3 Data §2.3.2).
    public var isVoiding: Bool { verbID == VerbID.voided && objectKind == .statementRef }

    /// Ids of the context activities of the kind `category`.
    public var categories: [String] {
        activities.filter { $0.role.part == .category && !$0.role.isInSubStatement }.map(\.id)
    }

    /// The statement that is the object, as far as it is one.
    public var subStatement: JSONValue? { objectKind == .subStatement ? value["object"] : nil }

    /// - Parameters:
    ///   - id: the statement's own, or the one that the LRS made.
    ///   - stored: also the time of a statement without `timestamp`.
    public func fact(
        id: UUID16, stored: Instant, isVoided: Bool = false, authorityKind: StatementFact.AuthorityKind
    ) -> StatementFact {
        StatementFact(
            statementID: id, verbID: verbID, activityID: activityID, registration: registration,
            timestamp: timestamp?.instant ?? stored, stored: stored, result: result, isVoided: isVoided,
            categories: categories, sessionID: sessionID, authorityKind: authorityKind)
    }
}
