import Access
import Cohorts
package import Connections
import Database
import Values

/// One learner's work as a review launch shows it.
package enum ReviewedWork: Sendable {
    case work(LearnerCourseContent)
    /// The learner was never here, or not in this course.
    case nothing
    /// The link leads to no course.
    case notSetUp
}

/// Reads the work that a review launch is about; the reading is recorded (Submission Review 1.0).
package struct ReadReviewedWork: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `forbidden` for a visit that is for something else.
    package func run(_ session: LaunchSession) async throws -> ReviewedWork {
        guard session.purpose == .submissionReview, let visitor = session.person,
            session.isStaff || visitor == session.subject
        else { throw ServiceError(.forbidden, "This visit shows no learner's work.") }
        guard let cohort = session.cohort else { return .notSetUp }
        guard let enrolment = session.enrolment else { return .nothing }
        let reader = RosterReader(tenant: session.tenant, instructor: visitor, cohort: cohort)
        var content = try await ReadLearnerCourse(services).run(
            enrolment, for: reader, purpose: visitor == session.subject ? "own" : "review")
        content.progress = content.progress.narrowed(module: session.module, lesson: session.lesson)
        return .work(content)
    }
}
