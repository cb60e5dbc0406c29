package import Values

/// The one truthful score of an enrolment, in the words of LTI's Assignment and Grade Services (AGS §3.4).
package struct CourseScore: Hashable, Sendable {
    /// AGS §3.4.7.
    package enum ActivityProgress: String, Sendable {
        case initialized = "Initialized"
        /// Came by a launch, and did nothing yet.
        case started = "Started"
        /// From the first statement on.
        case inProgress = "InProgress"
        case completed = "Completed"
    }

    /// AGS §3.4.8: only `FullyGraded` is final.
    package enum GradingProgress: String, Sendable {
        case notReady = "NotReady"
        case pending = "Pending"
        case fullyGraded = "FullyGraded"
    }

    package var activityProgress: ActivityProgress
    package var gradingProgress: GradingProgress
    /// 0 to 1; nil while nothing was done that could be counted.
    package var scaled: Double?
    /// The newest moment that it rests on, by the statements' `timestamp`; nil without any.
    package var happenedAt: Instant?
    /// The oldest moment at which a lesson was begun; nil while none was.
    package var startedAt: Instant?
    /// When the last part was done; nil while something is left.
    package var submittedAt: Instant? { activityProgress == .completed ? happenedAt : nil }

    package init(
        activityProgress: ActivityProgress, gradingProgress: GradingProgress, scaled: Double?, happenedAt: Instant?
    ) {
        self.activityProgress = activityProgress
        self.gradingProgress = gradingProgress
        self.scaled = scaled
        self.happenedAt = happenedAt
    }

    /// Over the results of all lessons: the mean of the lessons' scores when there are any, else the share of the
    /// required lessons that are done. Scores below zero count as zero, since AGS has none.
    package init(_ lessons: [(isRequired: Bool, result: LessonResult)], isComplete: Bool) {
        let results = lessons.map(\.result)
        let required = lessons.filter(\.isRequired).map(\.result)
        let scores = results.compactMap(\.scaled).map { max(0, min(1, $0)) }
        let moments = results.flatMap { [$0.metAt, $0.completedAt, $0.passedAt, $0.failedAt, $0.startedAt] }
        let done = required.filter(\.isMet).count
        let hasBegun = results.contains { $0.state != .notStarted && !($0.isMetByRule && $0.startedAt == nil) }
        let hasResult = !scores.isEmpty || results.contains { $0.metAt != nil }
        happenedAt = moments.compactMap { $0 }.max()
        startedAt = results.compactMap(\.startedAt).min()
        activityProgress =
            isComplete ? .completed : hasResult || hasBegun ? .inProgress : .initialized
        gradingProgress = isComplete ? .fullyGraded : hasResult ? .pending : .notReady
        if !scores.isEmpty {
            scaled = scores.reduce(0, +) / Double(scores.count)
        } else {
            scaled = hasResult && !required.isEmpty ? Double(done) / Double(required.count) : nil
        }
    }
}
