package import Values

/// Where a link leads: to one cohort, and there to the whole course, one module or one lesson.
package struct LinkTarget: Sendable, Hashable {
    package var cohort: UUID16
    package var module: UUID16?
    package var lesson: UUID16?
    /// Names cohort and content to the platform (AGS 2.0 §3.2.11), and tells neither; nil for a link set up by hand.
    package var resourceID: String?
    /// Whether we may make a column in the platform's gradebook for it.
    package var isGraded: Bool

    package init(
        cohort: UUID16, module: UUID16? = nil, lesson: UUID16? = nil, resourceID: String? = nil, isGraded: Bool = true
    ) {
        self.cohort = cohort
        self.module = module
        self.lesson = lesson
        self.resourceID = resourceID
        self.isGraded = isGraded
    }
}

/// Where something that a launch brought says that its link leads.
package struct LinkLead: Sendable, Hashable {
    package var target: LinkTarget
    /// The platform's course for which that was chosen; nil for any.
    package var contextID: String?
    /// By a key, which nobody can guess; a history stands in parameters that a teacher can write.
    package var isProven: Bool

    package init(target: LinkTarget, contextID: String?, isProven: Bool) {
        self.target = target
        self.contextID = contextID
        self.isProven = isProven
    }
}
