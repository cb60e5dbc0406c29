package import Values

/// Where a link leads: to one cohort, and there to the whole course, one module or one lesson.
package struct LinkTarget: Sendable, Hashable {
    package var cohort: UUID16
    package var module: UUID16?
    package var lesson: UUID16?
    /// Names cohort and content to the platform (AGS 2.0 §3.2.11), and tells neither; nil for a link set up by hand.
    package var resourceID: String?

    package init(cohort: UUID16, module: UUID16? = nil, lesson: UUID16? = nil, resourceID: String? = nil) {
        self.cohort = cohort
        self.module = module
        self.lesson = lesson
        self.resourceID = resourceID
    }
}
