package import Values

/// What somebody may do with a lesson at a moment, and if nothing or less, why and from or since when.
package struct EntitlementVerdict: Hashable, Sendable {
    package enum Permission: String, Sendable {
        /// Open and record.
        case full
        /// Open for reading; nothing is recorded (cmi5 launch mode Review).
        case review
        /// Staff looking at content (cmi5 launch mode Browse).
        case browse
        case nothing
    }

    package enum Reason: String, Sendable, CaseIterable {
        case archived, cancelled, draft, closed
        /// The cohort starts later; the date says when.
        case notStarted
        /// The cohort's end has passed; the date says when.
        case ended
        /// The module unlocks later; the date, if known, says when.
        case moduleNotYetOpen
        /// The module's lock date has passed.
        case moduleLocked
        case paused, dropped
    }

    package var permission: Permission
    /// Nil only for ``Permission/full`` and staff.
    package var reason: Reason?
    /// The border that the reason speaks of.
    package var date: Instant?

    package init(_ permission: Permission, _ reason: Reason? = nil, date: Instant? = nil) {
        self.permission = permission
        self.reason = reason
        self.date = date
    }

    /// True when content may be shown at all.
    package var mayOpen: Bool { permission != .nothing }
    /// True when what the content reports counts.
    package var mayRecord: Bool { permission == .full }
}
