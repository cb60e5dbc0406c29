package import Access
package import Cohorts
import Database
package import Values

/// A cohort with its learners by name, and where each stands in each lesson.
package struct RosterContent: Sendable {
    package struct Learner: Sendable {
        package var entry: RosterEntry
        package var profile: PersonProfile
        /// By lesson.
        package var results: [UUID16: LessonResult]
    }

    package var course: Course
    package var cohort: Cohort
    package var state: CohortState
    package var modules: [Module]
    package var lessons: [Lesson]
    /// Latest activity first.
    package var learners: [Learner]
}

/// Reads who is in a cohort and how far; the reading itself is recorded.
package struct ReadRoster: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound` for a cohort that the reader may not see.
    package func run(_ cohort: UUID16, for reader: RosterReader) async throws -> RosterContent {
        try reader.require(cohort: cohort)
        let now = services.world.now()
        let content = try await services.database.read { [self] tx in
            try self.content(cohort, reader.tenant, now, tx)
        }
        let event = AuditEvent(
            tenant: reader.tenant, actor: reader.actor, verb: "roster.read", objectKind: "cohort",
            objectID: cohort.description, count: content.learners.count, purpose: "teaching")
        try await services.database.append { try AuditLog.append(event, in: $0, at: now) }
        return content
    }

    /// The lessons of a cohort's course; no personal data is in them.
    package func lessons(of cohort: UUID16, for reader: RosterReader) async throws -> [Lesson] {
        try reader.require(cohort: cohort)
        return try await services.database.read { tx in
            let course = try CohortStore(reader.tenant).existing(cohort, in: tx).course
            return try LessonStore(reader.tenant).lessons(course: course, in: tx)
        }
    }

    private func content(
        _ id: UUID16, _ tenant: TenantID, _ now: Instant, _ tx: Transaction
    ) throws -> RosterContent {
        let cohort = try CohortStore(tenant).existing(id, in: tx)
        let entries = try Roster.read(cohort: id, tenant: tenant, in: tx)
        let results = try ProgressMatrix.read(cohort: id, tenant: tenant, in: tx)
        let people = People(vault: services.vault, world: services.world)
        let profiles = try people.profiles(of: entries.map(\.person), tenant: tenant, in: tx)
        let learners = entries.map { entry in
            RosterContent.Learner(
                entry: entry, profile: profiles[entry.person] ?? PersonProfile(),
                results: results[entry.enrolment] ?? [:])
        }
        return RosterContent(
            course: try CourseStore(tenant).existing(cohort.course, in: tx), cohort: cohort,
            state: cohort.state(now: now), modules: try LessonStore(tenant).modules(course: cohort.course, in: tx),
            lessons: try LessonStore(tenant).lessons(course: cohort.course, in: tx), learners: learners)
    }
}
