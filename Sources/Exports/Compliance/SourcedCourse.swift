package import Database
package import Values

/// The ids of a course in the student information system (LTI Core 1.3 §5.4.5).
package struct SourcedCourse: Sendable, Equatable {
    /// Finds those of an enrolment's course.
    package typealias Finder = @Sendable (_ enrolment: UUID16, Transaction) throws -> SourcedCourse?

    package var offering: String?
    package var section: String?

    package init(offering: String? = nil, section: String? = nil) {
        self.offering = offering
        self.section = section
    }
}
