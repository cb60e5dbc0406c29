package import Values

/// The status words of the systems that cohorts are imported from, as the unified model reads them.
package enum SeedStatus: String, Sendable, CaseIterable {
    case upcoming, active, completed, cancelled, archived
    case scheduledWord = "SCHEDULED"
    case activeWord = "ACTIVE"
    case inactiveWord = "INACTIVE"

    /// The intent that stands for this word.
    /// - Parameter importedAt: becomes the end of a completed cohort that has none.
    /// - Throws: `unprocessable` for a scheduled cohort without a start.
    package func intent(startsAt: Instant?, endsAt: Instant?, importedAt: Instant) throws -> CohortIntent {
        var intent = CohortIntent(lifecycle: .published, access: .open, startsAt: startsAt, endsAt: endsAt)
        switch self {
        case .upcoming, .scheduledWord:
            guard startsAt != nil else { throw ServiceError(.unprocessable, "A scheduled cohort needs a start.") }
        case .active, .activeWord: break
        case .inactiveWord: intent.access = .closed
        case .completed: intent.endsAt = endsAt.map { min($0, importedAt) } ?? importedAt
        case .cancelled: intent.lifecycle = .cancelled
        case .archived: intent.lifecycle = .archived
        }
        return intent
    }
}
