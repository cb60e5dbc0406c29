public import JSON
public import Values

/// What a learner reached, to be posted to a line item (AGS 2.0 §3.4).
public struct Score: Sendable, Equatable {
    /// How far the activity is (§3.4.7).
    public enum ActivityProgress: String, Sendable, CaseIterable {
        case initialized = "Initialized"
        case started = "Started"
        case inProgress = "InProgress"
        case submitted = "Submitted"
        case completed = "Completed"
    }

    /// How far the grading is (§3.4.8). Platforms may ignore everything but `FullyGraded`.
    public enum GradingProgress: String, Sendable, CaseIterable {
        case fullyGraded = "FullyGraded"
        case pending = "Pending"
        case pendingManual = "PendingManual"
        case failed = "Failed"
        case notReady = "NotReady"
    }

    /// The LTI `sub`.
    public var userID: String
    /// Has to rise for each user and line item (§3.4.9).
    public var timestamp: Instant
    /// Nil clears the platform's score (§3.4.4). May be over the maximum, not under zero.
    public var given: Double?
    /// Over zero; sent whenever `given` is.
    public var maximum: Double
    public var activityProgress: ActivityProgress
    public var gradingProgress: GradingProgress
    /// Plain text; each score replaces the last one's (§3.4.11).
    public var comment: String?
    public var startedAt: Instant?
    public var submittedAt: Instant?
    /// Further members, whose names have to be URLs (§3.1.2).
    public var extensions: [(name: String, value: JSONNode)] = []

    public init(
        userID: String, timestamp: Instant, given: Double?, maximum: Double, activityProgress: ActivityProgress,
        gradingProgress: GradingProgress, comment: String? = nil, startedAt: Instant? = nil, submittedAt: Instant? = nil
    ) {
        self.userID = userID
        self.timestamp = timestamp
        self.given = given.map { max(0, $0) }
        self.maximum = maximum
        self.activityProgress = activityProgress
        self.gradingProgress = gradingProgress
        self.comment = comment
        self.startedAt = startedAt
        self.submittedAt = submittedAt
    }

    /// The body of the POST.
    public var node: JSONNode {
        var submission: [(String, JSONNode)] = []
        if let startedAt { submission.append(("startedAt", .string(startedAt.rfc3339))) }
        if let submittedAt {
            submission.append(("submittedAt", .string(max(submittedAt, startedAt ?? submittedAt).rfc3339)))
        }
        let members: [(String, JSONNode?)] = [
            ("userId", .string(userID)), ("timestamp", .string(timestamp.rfc3339)),
            ("scoreGiven", given.map(Self.number)), ("scoreMaximum", given.map { _ in Self.number(maximum) }),
            ("activityProgress", .string(activityProgress.rawValue)),
            ("gradingProgress", .string(gradingProgress.rawValue)), ("comment", comment.map(JSONNode.string)),
            ("submission", submission.isEmpty ? Optional.none : .object(submission)),
        ]
        return .compactObject(members + extensions.map { ($0.name, $0.value) })
    }

    /// Whole numbers without a fraction, since some gradebooks print what they get.
    static func number(_ value: Double) -> JSONNode {
        value == value.rounded() && abs(value) < 1e15 ? .number(Int64(value)) : .number(value)
    }

    public static func == (a: Score, b: Score) -> Bool { a.node == b.node }
}
