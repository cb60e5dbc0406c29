package import Values

/// What staff decided about a cohort's life; stored.
package enum CohortLifecycle: String, Sendable, CaseIterable { case draft, published, cancelled, archived }

/// The switch that staff turn by hand; stored.
package enum CohortAccess: String, Sendable, CaseIterable { case open, closed }

/// What learners may do once the end has passed.
package enum AfterEnd: String, Sendable, CaseIterable {
    case nothing = "none"
    /// Content opens for reading; nothing more is recorded.
    case review
}

/// The part of a cohort from which its state follows: intent and borders, half open `[startsAt, endsAt)`.
package struct CohortIntent: Sendable, Hashable {
    package var lifecycle: CohortLifecycle
    package var access: CohortAccess
    package var startsAt: Instant?
    /// Nil for a rolling cohort.
    package var endsAt: Instant?

    package init(lifecycle: CohortLifecycle, access: CohortAccess, startsAt: Instant? = nil, endsAt: Instant? = nil) {
        self.lifecycle = lifecycle
        self.access = access
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}

/// The state of a cohort at a moment: derived whenever it is needed, stored nowhere (design D7).
package enum CohortState: String, Sendable, CaseIterable {
    case archived, cancelled, draft, closed, scheduled, ended, running

    /// The first rule of the unified model that fits.
    package static func derive(_ intent: CohortIntent, now: Instant) -> CohortState {
        switch intent.lifecycle {
        case .archived: return .archived
        case .cancelled: return .cancelled
        case .draft: return .draft
        case .published: break
        }
        if intent.access == .closed { return .closed }
        if let start = intent.startsAt, now < start { return .scheduled }
        if let end = intent.endsAt, now >= end { return .ended }
        return .running
    }
}
