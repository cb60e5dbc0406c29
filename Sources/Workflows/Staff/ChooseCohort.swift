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

    /// What there is to choose from: cohorts that run or are to come, and are open to the platform's course.
    /// - Throws: `forbidden` for those who don't build the course.
    package func choice(for session: LaunchSession) async throws -> CohortChoice {
        let (tenant, now) = (session.tenant, services.world.now())
        return try await services.database.read { tx in
            let open = try OpenCohorts(for: session, in: tx)
            let courses = try CourseStore(tenant).list(in: tx).map { course in
                let cohorts = try CohortStore(tenant).list(course: course.id, in: tx).filter {
                    [.running, .scheduled, .closed, .draft].contains($0.cohort.state(now: now))
                        && open.contains($0.cohort.id)
                }
                return (course: course, cohorts: cohorts)
            }
            let link = try ResourceLinks(tenant).find(session.link, in: tx)
            return CohortChoice(linkTitle: link?.title, courses: courses)
        }
    }

    /// - Throws: `conflict` when somebody else led the link elsewhere meanwhile, `unprocessable` with all faults,
    ///   `forbidden` for those who don't build the course and for a cohort that serves others.
    package func run(_ answer: Answer, session: LaunchSession) async throws {
        let world = services.world
        let actor = session.person.map(AuditActor.person) ?? .platform(session.registration)
        try await services.database.write { tx in
            let open = try OpenCohorts(for: session, in: tx)
            let cohort = try Self.cohort(of: answer, session, open, author: actor.id, world, tx)
            let links = ResourceLinks(session.tenant)
            let copied = try links.find(session.link, in: tx)
            let origin = try copied?.origin.flatMap { lead in
                try Self.isOfCourse(lead.target, of: cohort, session.tenant, tx) ? lead.target : nil
            }
            var target = origin ?? LinkTarget(cohort: cohort)
            target.cohort = cohort
            guard try links.bind(session.link, to: target, by: actor.id, in: tx, now: world.now()) else {
                throw ServiceError(.conflict, "The link was set up by somebody else meanwhile.")
            }
            if let origin, let place = copied?.place {
                try links.release(
                    from: origin.cohort, to: cohort, at: place, by: actor.id, in: tx, now: world.now())
                let offers = CopyOffers(session.tenant)
                if let offer = try offers.offer(of: origin.cohort, at: place, in: tx) {
                    let made = cohort == origin.cohort ? nil : cohort
                    _ = try offers.decide(offer.id, made: made, by: actor.kind, in: tx, now: world.now())
                }
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

    /// Whether the chosen cohort takes the course of the link's original: then the link keeps its part of it.
    private static func isOfCourse(
        _ origin: LinkTarget, of cohort: UUID16, _ tenant: TenantID, _ tx: Transaction
    ) throws -> Bool {
        let store = CohortStore(tenant)
        return try store.find(origin.cohort, in: tx)?.course == store.existing(cohort, in: tx).course
    }

    private static func cohort(
        of answer: Answer, _ session: LaunchSession, _ open: OpenCohorts, author: String, _ world: World,
        _ tx: Transaction
    ) throws -> UUID16 {
        let store = CohortStore(session.tenant)
        switch answer {
        case .existing(let id):
            try open.require(id)
            return try store.existing(id, in: tx).id
        case .new(let course, let name):
            return try store.create(NewCohort(name: name), course: course, by: author, world: world, in: tx).id
        }
    }
}
