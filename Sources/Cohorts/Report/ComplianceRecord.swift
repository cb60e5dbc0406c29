package import Values

/// What training reports tell of one enrolment: one person, one course, one turn.
package struct ComplianceRecord: Sendable {
    package var enrolment: Enrolment
    package var course: Course
    package var cohort: Cohort
    /// Which turn of this person at this course it is, from 1.
    package var attempt: Int
    package var startedAt: Instant?
    package var completedAt: Instant?
    package var required, done: Int
    /// Every required lesson has an outcome, and one of them is a fail.
    package var hasFailed: Bool
    package var success: Bool?
    /// The mean of the lessons' scores.
    package var scaled: Double?
    /// Of the one scored lesson; nil when there is none or more than one.
    package var raw, maximum: Double?
    /// Of the evidence, in seconds.
    package var seconds: Double?
    /// The statement that completed the course, or the latest verdict before that.
    package var evidence: UUID16?
    /// When the evidence was purged or erased; the completion stands by its seal.
    package var sealedAt: Instant?

    /// When the training is due: the cohort's end.
    package var dueAt: Instant? { cohort.intent.endsAt }

    package func status(now: Instant) -> ComplianceStatus {
        ComplianceStatus.derive(
            startedAt: startedAt, completedAt: completedAt, hasFailed: hasFailed, dueAt: dueAt, now: now)
    }
}

/// The state of a training requirement (GDPR-CMP-03).
package enum ComplianceStatus: String, Sendable, CaseIterable {
    case notStarted = "not_started"
    case inProgress = "in_progress"
    case completed, failed, overdue, exempt, expired

    /// The first rule that fits: exempt, completed (or expired), failed, overdue, in progress, not started.
    package static func derive(
        startedAt: Instant?, completedAt: Instant?, hasFailed: Bool, dueAt: Instant?, expiresAt: Instant? = nil,
        isExempt: Bool = false, now: Instant
    ) -> ComplianceStatus {
        if isExempt { return .exempt }
        if completedAt != nil {
            if let expiresAt, now >= expiresAt { return .expired }
            return .completed
        }
        if hasFailed { return .failed }
        if let dueAt, now >= dueAt { return .overdue }
        return startedAt == nil ? .notStarted : .inProgress
    }
}
