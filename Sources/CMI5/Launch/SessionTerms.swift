public import JSON
public import Values
public import XAPI

/// What is fixed for one launch of one AU before it begins (cmi5 §8, §10).
public struct SessionTerms: Sendable {
    /// Made by the LMS for this launch alone (cmi5 §9.6.3.1).
    public var sessionID: String
    /// The learner's enrolment in the course.
    public var registration: UUID16
    /// An account (cmi5 §9.2).
    public var actor: AgentIdentifier
    /// Made by the LMS (cmi5 §8.1.5).
    public var activityID: String
    /// The AU's id in the course structure.
    public var publisherID: String
    /// More publisher ids for the grouping, such as the course's.
    public var groupingIDs: [String]
    public var mode: LaunchMode
    public var moveOn: MoveOn
    public var masteryScore: Double?
    public var launchParameters: String?
    public var entitlementKey: String?
    public var returnURL: String?

    public init(
        sessionID: String, registration: UUID16, actor: AgentIdentifier, activityID: String, publisherID: String,
        groupingIDs: [String] = [], mode: LaunchMode = .normal, moveOn: MoveOn = .notApplicable,
        masteryScore: Double? = nil, launchParameters: String? = nil, entitlementKey: String? = nil,
        returnURL: String? = nil
    ) {
        self.sessionID = sessionID
        self.registration = registration
        self.actor = actor
        self.activityID = activityID
        self.publisherID = publisherID
        self.groupingIDs = groupingIDs
        self.mode = mode
        self.moveOn = moveOn
        self.masteryScore = masteryScore
        self.launchParameters = launchParameters
        self.entitlementKey = entitlementKey
        self.returnURL = returnURL
    }

    /// What every statement of the AU must repeat in its context (cmi5 §10.2.1).
    public var contextTemplate: JSONNode {
        let grouping = ([publisherID] + groupingIDs).map { JSONNode.object([("id", .string($0))]) }
        return [
            "contextActivities": ["grouping": .array(grouping)],
            "extensions": .object([(CMI5Extension.sessionID, .string(sessionID))]),
        ]
    }
}
