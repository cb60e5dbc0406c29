package import Values

/// A person's place in a cohort. Its id is the xAPI registration (design D6), so several turns at one course are
/// apart by construction.
package struct Enrolment: Hashable, Sendable {
    package let tenant: TenantID
    package let id: UUID16
    package let cohort: UUID16
    package let course: UUID16
    package let person: UUID16
    package var status: EnrolmentStatus
    package var source: EnrolmentSource
    package var enrolledAt: Instant
    package var statusChangedAt: Instant
    package var reason: String?
    /// Brought by a platform beyond the capacity (COH-CAP-05, "accept and flag").
    package var isOverCapacity: Bool
    /// The newest launch or statement, by our clock.
    package var lastActivityAt: Instant?
    /// When the last required lesson was met, by `timestamp`; nil while the course isn't complete.
    package var completedAt: Instant?

    /// What every statement of this enrolment carries in `context.registration`.
    package var registration: UUID16 { id }
}

/// What became of the wish to enrol somebody.
package enum EnrolmentOutcome: Hashable, Sendable {
    case enrolled(Enrolment)
    /// The person was in the cohort already; repeating is success (COH-ENR-02).
    case existing(Enrolment)
    /// A dropped enrolment is active again, with the same registration.
    case resumed(Enrolment)
    case full
    /// The cohort takes nobody: not published, closed, over, or outside its enrolment time.
    case notOpen(CohortState)

    /// The enrolment, where there is one.
    package var enrolment: Enrolment? {
        switch self {
        case .enrolled(let enrolment), .existing(let enrolment), .resumed(let enrolment): enrolment
        case .full, .notOpen: nil
        }
    }

    /// The enrolment, or the refusal under its stable name.
    package func orRefusal() throws -> Enrolment {
        if let enrolment { return enrolment }
        throw self == .full ? CohortRefusal.full.error() : CohortRefusal.accessDenied.error()
    }
}
