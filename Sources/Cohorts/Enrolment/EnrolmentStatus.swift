/// Where an enrolment stands (catalogue, unified model).
package enum EnrolmentStatus: String, Sendable, CaseIterable {
    case invited, active, completed, paused, dropped

    /// Whether a person holding this status takes a seat of the cohort's capacity.
    package var takesSeat: Bool { self == .invited || self == .active || self == .paused }

    /// `invited → active → completed`, `active ↔ paused`, any → `dropped`, `dropped → active` (the same
    /// registration), `completed → active` (its evidence was voided). Staying is no transition.
    package func mayBecome(_ next: EnrolmentStatus) -> Bool {
        switch (self, next) {
        case (.invited, .active), (.active, .completed), (.active, .paused), (.paused, .active),
            (.dropped, .active), (.completed, .active):
            true
        case (_, .dropped): self != .dropped
        default: false
        }
    }
}

/// How a person came into a cohort.
package enum EnrolmentSource: String, Sendable, CaseIterable {
    case ltiLaunch = "lti_launch"
    case nrps, code, invite, admin
    case imported = "import"
    case credit

    /// A platform whose word on who takes part stands above our capacity (COH-CAP-05).
    package var isPlatform: Bool { self == .ltiLaunch || self == .nrps }
}
