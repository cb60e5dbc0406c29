package import Cohorts
import Database
package import Values

/// What a learner's course page shows: one turn, and the learner's other turns at the same course.
package struct CoursePageContent: Sendable {
    package var progress: CourseProgress
    /// Others than the one shown, without those that were dropped; the one to prefer first (COH-RTK-02).
    package var others: [OtherTurn]

    package struct OtherTurn: Sendable {
        package var enrolment: Enrolment
        /// What learners may read of it; nil when nobody gave it a label.
        package var label: String?
    }
}

/// Reads a learner's own course page.
package struct ReadCoursePage: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameters:
    ///   - enrolment: the turn that the launch led to.
    ///   - chosen: another turn that the learner asks for; it must be the same person's at the same course.
    /// - Throws: `notFound` for anybody else's turn (COH-RTK-04).
    package func run(
        tenant: TenantID, person: UUID16, enrolment: UUID16, chosen: UUID16? = nil
    ) async throws -> CoursePageContent {
        let now = services.world.now()
        return try await services.database.read { tx in
            let enrolments = Enrolments(tenant)
            let launched = try enrolments.existing(enrolment, in: tx)
            let turns = try enrolments.turns(person: person, course: launched.course, now: now, in: tx)
            guard let shown = turns.first(where: { $0.id == chosen ?? enrolment }) else {
                throw ServiceError(.notFound, "There is no such enrolment.")
            }
            let others = try turns.filter { $0.id != shown.id && $0.status != .dropped }.map { turn in
                let cohort = try CohortStore(tenant).existing(turn.cohort, in: tx)
                return CoursePageContent.OtherTurn(enrolment: turn, label: cohort.learnerLabel)
            }
            let progress = try CourseProgress.read(enrolment: shown.id, tenant: tenant, now: now, in: tx)
            return CoursePageContent(progress: progress, others: others)
        }
    }
}
