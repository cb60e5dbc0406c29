package import Values

/// A cohort of a course that a platform copied, offered to be set up anew for the copy: without people (LTI-PNS-07).
package struct CopyOffer: Sendable {
    package enum State: String, Sendable, CaseIterable { case open, accepted, declined }

    /// How we learnt of the copy.
    package enum Source: String, Sendable, CaseIterable {
        case notice
        /// A launch named the courses that its own was copied from (LTI-PNS-09).
        case launch
    }

    package let tenant: TenantID
    package let id: UUID16
    package let place: LinkPlace
    package let contextTitle: String?
    package let cohort: UUID16
    package let source: Source
    package let state: State
    /// The cohort that came of it.
    package let made: UUID16?
    package let createdAt: Instant
    package let decidedAt: Instant?
    /// `staff`, `person` or `platform`.
    package let decidedBy: String?
}
