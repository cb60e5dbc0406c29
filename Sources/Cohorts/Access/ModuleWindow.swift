package import Values

/// A border of a module's window: a moment, or the beginning of day n after the cohort's first day.
package enum WindowBorder: Hashable, Sendable {
    case at(Instant)
    /// Day 0 is the day on which the cohort starts, in the cohort's zone.
    case day(Int)

    /// The moment itself; nil for a relative border of a cohort that has no start.
    package func moment(startsAt: Instant?, zone: CohortZone) -> Instant? {
        switch self {
        case .at(let moment): moment
        case .day(let number): startsAt.map { zone.start(of: zone.day(at: $0).adding(days: number)) }
        }
    }
}

/// When a module is open for one cohort (catalogue COH-UNL): half open, either border may be missing.
package struct ModuleWindow: Hashable, Sendable {
    package var module: UUID16
    package var unlock: WindowBorder?
    package var lock: WindowBorder?

    package init(module: UUID16, unlock: WindowBorder? = nil, lock: WindowBorder? = nil) {
        self.module = module
        self.unlock = unlock
        self.lock = lock
    }

    /// The window in moments of a given cohort.
    package func resolved(startsAt: Instant?, zone: CohortZone) -> ResolvedWindow {
        ResolvedWindow(
            unlocksAt: unlock?.moment(startsAt: startsAt, zone: zone),
            locksAt: lock?.moment(startsAt: startsAt, zone: zone))
    }
}

/// A module's window as moments: open in `[unlocksAt, locksAt)`.
package struct ResolvedWindow: Hashable, Sendable {
    package var unlocksAt: Instant?
    package var locksAt: Instant?

    package init(unlocksAt: Instant? = nil, locksAt: Instant? = nil) {
        self.unlocksAt = unlocksAt
        self.locksAt = locksAt
    }
}
