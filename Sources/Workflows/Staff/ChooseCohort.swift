import Access
package import Cohorts
package import Connections
import Database
package import Values

/// What an instructor may lead a link to that leads nowhere yet.
package struct CohortChoice: Sendable {
    package var linkTitle: String?
    package var courses: [(course: Course, cohorts: [CohortListItem])]
}

/// Leads the link of an instructor's launch to a cohort: an existing one, or a new one of a course.
package struct ChooseCohort: Sendable {
    /// The instructor's answer.
    package enum Answer: Sendable {
        case existing(UUID16)
        case new(course: UUID16, name: String)
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// What there is to choose from: cohorts that run or are to come.
    package func choice(for session: LaunchSession) async throws -> CohortChoice {
        try Self.requireStaff(session)
        let (tenant, now) = (session.tenant, services.world.now())
        return try await services.database.read { tx in
            let courses = try CourseStore(tenant).list(in: tx).map { course in
                let cohorts = try CohortStore(tenant).list(course: course.id, in: tx).filter {
                    [.running, .scheduled, .closed, .draft].contains($0.cohort.state(now: now))
                }
                return (course: course, cohorts: cohorts)
            }
            let link = try ResourceLinks(tenant).find(session.link, in: tx)
            return CohortChoice(linkTitle: link?.title, courses: courses)
        }
    }

    /// - Throws: `conflict` when somebody else led the link elsewhere meanwhile, `unprocessable` with all faults.
    package func run(_ answer: Answer, session: LaunchSession) async throws {
        try Self.requireStaff(session)
        let world = services.world
        let actor = session.person.map(AuditActor.person) ?? .platform(session.registration)
        try await services.database.write { tx in
            let cohort = try Self.cohort(of: answer, session, author: actor.id, world, tx)
            let links = ResourceLinks(session.tenant)
            guard try links.bind(session.link, to: cohort, by: actor.id, in: tx, now: world.now()) else {
                throw ServiceError(.conflict, "The link was set up by somebody else meanwhile.")
            }
            try LaunchSessions.setCohort(cohort, of: session.handle, in: tx)
            if let link = try links.find(session.link, in: tx),
                let registration = try Registrations.find(session.registration, in: tx)
            {
                try RosterSchedule.begin(with: link, of: registration, world: world, in: tx)
            }
            let event = AuditEvent(
                tenant: session.tenant, actor: actor, verb: "link.bind", objectKind: "link",
                objectID: session.link.description)
            try AuditLog.append(event, in: tx, at: world.now())
        }
    }

    private static func cohort(
        of answer: Answer, _ session: LaunchSession, author: String, _ world: World, _ tx: Transaction
    ) throws -> UUID16 {
        let store = CohortStore(session.tenant)
        switch answer {
        case .existing(let id): return try store.existing(id, in: tx).id
        case .new(let course, let name):
            return try store.create(NewCohort(name: name), course: course, by: author, world: world, in: tx).id
        }
    }

    private static func requireStaff(_ session: LaunchSession) throws {
        guard session.isStaff, !session.isTestUser else {
            throw ServiceError(.forbidden, "Only staff of the learning platform may do this.")
        }
    }
}
