package import Access
package import Cohorts
import Connections
import Database
package import Values

/// One learner's course as staff see it: progress, and the evidence behind each tick.
package struct LearnerCourseContent: Sendable {
    package var progress: CourseProgress
    package var profile: PersonProfile
    package var person: UUID16
    /// By lesson: the statements that its state rests on.
    package var reasons: [UUID16: [CompletionReason]]
    /// What the platform's roster told of them beside the roster itself (NRPS 2.0 §3.2).
    package var custom: [(name: String, text: String)]
}

/// Reads one learner's progress with the "why" of each tick; the reading itself is recorded.
package struct ReadLearnerCourse: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter purpose: what the reading is for, in the audit log's words.
    /// - Throws: `notFound` for an enrolment that the reader may not see.
    package func run(
        _ enrolment: UUID16, for reader: RosterReader, purpose: String = "teaching"
    ) async throws -> LearnerCourseContent {
        let now = services.world.now()
        let content = try await services.database.read { [self] tx in
            try self.content(enrolment, reader, now, tx)
        }
        let event = AuditEvent(
            tenant: reader.tenant, actor: reader.actor, verb: "learner.read", objectKind: "enrolment",
            objectID: enrolment.description, person: content.person, purpose: purpose)
        try await services.database.append { try AuditLog.append(event, in: $0, at: now) }
        return content
    }

    private func content(
        _ id: UUID16, _ reader: RosterReader, _ now: Instant, _ tx: Transaction
    ) throws -> LearnerCourseContent {
        let progress = try CourseProgress.read(enrolment: id, tenant: reader.tenant, now: now, in: tx)
        try reader.require(cohort: progress.cohort.id)
        let people = People(vault: services.vault, world: services.world)
        let person = progress.enrolment.person
        let known = try people.find(person, of: reader.tenant, in: tx)
        let profile = try known.map(people.profile)
        let custom = try known.map { try self.custom(of: $0, cohort: progress.cohort.id, tx) } ?? []
        let completions = Completions(reader.tenant)
        let lessons = progress.modules.flatMap(\.lessons).map(\.lesson.id)
        let reasons = try lessons.map { ($0, try completions.reasons(enrolment: id, lesson: $0, in: tx)) }
        return LearnerCourseContent(
            progress: progress, profile: profile ?? PersonProfile(), person: person,
            reasons: Dictionary(reasons) { first, _ in first }, custom: custom)
    }

    private func custom(
        of person: Person, cohort: UUID16, _ tx: Transaction
    ) throws -> [(name: String, text: String)] {
        let people = People(vault: services.vault, world: services.world)
        return try Rosters(person.tenant).custom(of: person.id, cohort: cohort, in: tx).flatMap { box in
            let text = try people.open(box, of: person, as: MemberCustom.field)
            return try text.map { try MemberCustom(parsing: $0).values } ?? []
        }
    }
}
