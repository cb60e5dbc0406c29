public import JSON

/// What Canvas takes beside a score (https://developerdocs.instructure.com/services/canvas, Scores). Without it each score
/// counts as an attempt of the learner's, and one that isn't final clears the grade.
public struct CanvasSubmission: Sendable, Hashable {
    /// The score's member.
    public static let member = "https://canvas.instructure.com/lti/submission"

    /// Whether the learner handed in something new, which uses up an attempt where these are limited.
    public var isNew: Bool
    /// Whether a score that says no grade leaves the one that is there.
    public var preservesScore: Bool

    public init(isNew: Bool, preservesScore: Bool) {
        self.isNew = isNew
        self.preservesScore = preservesScore
    }

    public var node: JSONNode { ["new_submission": .bool(isNew), "preserve_score": .bool(preservesScore)] }
}

extension Score {
    /// The score with Canvas' own member, in place of one that it had.
    public func with(_ submission: CanvasSubmission) -> Score {
        var score = self
        score.extensions.removeAll { $0.name == CanvasSubmission.member }
        score.extensions.append((CanvasSubmission.member, submission.node))
        return score
    }
}
