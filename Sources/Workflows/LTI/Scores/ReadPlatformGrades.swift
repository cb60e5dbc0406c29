import Access
import Cohorts
import Connections
import Database
package import LTI
package import Values

/// What a platform's gradebook says of an enrolment, by one link.
package struct PlatformGrade: Sendable {
    package var platform: String
    package var link: String
    /// Nil when the gradebook has none.
    package var result: GradeResult?
    /// Why it couldn't be read, in words; nil when it was.
    package var fault: String?
}

/// Reads a learner's grades at the platforms by which they came (AGS 2.0 §3.3). They are shown and never taken over:
/// the platform's grade is its teacher's last word there, our record is what the evidence says.
package struct ReadPlatformGrades: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound` for an enrolment that the reader may not see.
    package func run(_ enrolment: UUID16, for reader: RosterReader) async throws -> [PlatformGrade] {
        let now = services.world.now()
        let places = try await services.database.write { [services] tx in
            guard let found = try Enrolments(reader.tenant).find(enrolment, in: tx) else {
                throw ServiceError(.notFound, "There is no such enrolment.")
            }
            try reader.require(cohort: found.cohort)
            let event = AuditEvent(
                tenant: reader.tenant, actor: reader.actor, verb: "grades.read", objectKind: "enrolment",
                objectID: enrolment.description, person: found.person, purpose: "teaching")
            try AuditLog.append(event, in: tx, at: now)
            let people = People(vault: services.vault, world: services.world)
            return try LinkVisits(reader.tenant).links(of: enrolment, in: tx).map { link, person in
                try GradePlace.find(link: link, person: person, reader.tenant, people, in: tx)
            }
        }
        var grades: [PlatformGrade] = []
        for case .found(let place) in places { grades.append(await read(place)) }
        return grades
    }

    private func read(_ place: GradePlace) async -> PlatformGrade {
        var grade = PlatformGrade(platform: place.registration.name, link: place.link.title ?? place.link.linkID)
        guard let item = place.link.scoredLineItemURL else {
            grade.fault = "the platform offers no line item for this link"
            return grade
        }
        do {
            let results = try await place.grades(services).results(of: item, user: place.subject)
            grade.result = results.first { $0.userID == place.subject }
        } catch let error as PlatformCallError {
            grade.fault = error.description
        } catch { grade.fault = "the platform can't be reached" }
        return grade
    }
}
