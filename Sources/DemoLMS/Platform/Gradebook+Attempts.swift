import JSON

extension Gradebook {
    /// What Canvas keeps of a learner's work in a column, beside the scores that came.
    package struct Work: Sendable {
        /// How often something was handed in.
        package var attempts = 0
        /// Nil when there is none, or it was cleared.
        package var grade: Double?
        package var maximum: Double?
        /// In order; none replaces another.
        package var comments: [String] = []
    }

    /// Canvas' own member of a score, with what it takes for granted.
    struct Submission: Sendable {
        static let member = "https://canvas.instructure.com/lti/submission"
        var isNew: Bool
        var preservesScore: Bool

        init(of score: JSONValue) {
            let own = score[Self.member]
            isNew = own?["new_submission"]?.bool ?? true
            preservesScore = own?["preserve_score"]?.bool ?? false
        }
    }

    package func work(_ lineItem: LineItem.ID, of user: DemoPerson.ID) -> Work { works[[lineItem, user]] ?? Work() }

    /// Whether the learner may hand in once more.
    func mayTake(_ submission: Submission, in lineItem: LineItem.ID, of user: DemoPerson.ID) -> Bool {
        guard submission.isNew, let allowedAttempts else { return true }
        return work(lineItem, of: user).attempts < allowedAttempts
    }

    mutating func take(_ submission: Submission, with score: Score, in lineItem: LineItem.ID) {
        var work = work(lineItem, of: score.userID)
        if submission.isNew { work.attempts += 1 }
        if ["FullyGraded", "PendingManual"].contains(score.gradingProgress) {
            if !submission.preservesScore { (work.grade, work.maximum) = (score.scoreGiven, score.scoreMaximum) }
        } else if !submission.preservesScore {
            work.grade = nil
        }
        if let comment = score.comment { work.comments.append(comment) }
        works[[lineItem, score.userID]] = work
    }
}
