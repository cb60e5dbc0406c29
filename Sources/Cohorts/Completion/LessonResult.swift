package import Values

/// Where a learner stands in one lesson: the value of its rule over the evidence.
package struct LessonResult: Hashable, Sendable {
    package enum State: String, Sendable {
        case notStarted = "not_started"
        case started
        case completed
        case failed
    }

    /// When the lesson's rule was met, by `timestamp`; nil while it isn't.
    package var metAt: Instant?
    package var completedAt: Instant?
    package var passedAt: Instant?
    package var failedAt: Instant?
    package var startedAt: Instant?
    /// True once passed, false when only failed, nil when nothing was said.
    package var success: Bool?
    /// The best scaled score, -1 to 1.
    package var scaled: Double?
    /// Met by the rule alone, without a statement (moveOn NotApplicable).
    package var isMetByRule: Bool

    package init(
        metAt: Instant? = nil, completedAt: Instant? = nil, passedAt: Instant? = nil, failedAt: Instant? = nil,
        startedAt: Instant? = nil, success: Bool? = nil, scaled: Double? = nil, isMetByRule: Bool = false
    ) {
        self.metAt = metAt
        self.completedAt = completedAt
        self.passedAt = passedAt
        self.failedAt = failedAt
        self.startedAt = startedAt
        self.success = success
        self.scaled = scaled
        self.isMetByRule = isMetByRule
    }

    /// Done, for progress and for the course.
    package var isMet: Bool { isMetByRule || metAt != nil }

    package var state: State {
        if metAt != nil { return .completed }
        if success == false { return .failed }
        if startedAt != nil || completedAt != nil || passedAt != nil { return .started }
        return isMetByRule ? .completed : .notStarted
    }
}
