import Access
import Cohorts
package import Connections
import Database
import LTI
package import Values

/// Lets a teacher choose content for the platform's course, and signs the answer (Deep Linking 2.0 §2.3).
package struct PickContent: Sendable {
    /// What was chosen: a part, or several, of one course for one cohort.
    package struct Choice: Sendable {
        package enum Cohort: Sendable {
            case existing(UUID16)
            case new(name: String)
        }

        package enum Part: Sendable, Hashable {
            case course
            case module(UUID16)
            case lesson(UUID16)
        }

        package var course: UUID16
        package var cohort: Cohort
        package var parts: [Part]
        /// Replaces the item's own title where one item is chosen; empty for none.
        package var title: String
        /// Whether the items have a column in the gradebook.
        package var isGraded: Bool

        package init(course: UUID16, cohort: Cohort, parts: [Part], title: String = "", isGraded: Bool = true) {
            self.course = course
            self.cohort = cohort
            self.parts = parts
            self.title = title
            self.isGraded = isGraded
        }
    }

    /// A form that the user's browser posts to the platform.
    package struct Answer: Sendable {
        package var url: String
        package var token: String
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound` for a visit that isn't for this, `conflict` when the request was answered.
    package func offer(for session: LaunchSession) async throws -> ContentOffer {
        let now = services.world.now()
        return try await services.database.read { tx in
            let request = try Self.request(of: session, tx)
            let courses = try CourseStore(session.tenant).list(in: tx)
            let open = try OpenCohorts(for: session, in: tx)
            return ContentOffer(
                request: request, courses: try courses.map { try Self.offered($0, open, now: now, tx) })
        }
    }

    /// Makes the items, with a new cohort where one is asked for.
    /// - Throws: `conflict` when the request was answered; `unprocessable` with all faults.
    package func run(_ choice: Choice, session: LaunchSession) async throws -> Answer {
        let items = ContentItems(services)
        let (request, made) = try await services.database.write { tx in
            let request = try Self.request(of: session, tx)
            guard choice.parts.count <= (request.settings.acceptsMultiple ? 100 : 1), !choice.parts.isEmpty else {
                throw Self.wrongCount(choice, request)
            }
            let made = try items.make(choice, for: request, session: session, in: tx)
            try close(request, items: made.count, session, tx)
            return (request, made)
        }
        return try await answer(request, session) { $0.items = made }
    }

    /// Goes back with nothing.
    /// - Parameter error: plain text for the user; nil when they changed their mind.
    package func cancel(_ session: LaunchSession, error: String? = nil) async throws -> Answer {
        let request = try await services.database.write { tx in
            let request = try Self.request(of: session, tx)
            try close(request, items: 0, session, tx)
            return request
        }
        return try await answer(request, session) { $0.errorMessage = error }
    }

    private static func wrongCount(_ choice: Choice, _ request: DeepLinkingRequest) -> ServiceError {
        choice.parts.isEmpty
            ? ServiceError(
                .unprocessable, "Nothing was chosen.", faults: [.init("content", "Choose at least one thing.")])
            : ServiceError(.invalid, "The learning platform takes one item at a time.")
    }

    private static func request(of session: LaunchSession, _ tx: Transaction) throws -> DeepLinkingRequest {
        guard session.purpose == .deepLinking,
            let request = try DeepLinkingRequests(session.tenant).find(session.link, in: tx)
        else { throw ServiceError(.notFound, "There is nothing to choose for.") }
        guard !request.isAnswered else { throw ServiceError(.conflict, "This choice was made already.") }
        return request
    }

    private func close(
        _ request: DeepLinkingRequest, items: Int, _ session: LaunchSession, _ tx: Transaction
    ) throws {
        let now = services.world.now()
        guard try DeepLinkingRequests(session.tenant).answer(request.id, items: items, in: tx, now: now) else {
            throw ServiceError(.conflict, "This choice was made already.")
        }
        let event = AuditEvent(
            tenant: session.tenant, actor: session.person.map(AuditActor.person) ?? .platform(session.registration),
            verb: "content.place", objectKind: "platform", objectID: session.registration.description, count: items)
        try AuditLog.append(event, in: tx, at: now)
    }

    private func answer(
        _ request: DeepLinkingRequest, _ session: LaunchSession, fill: (inout DeepLinkingResponse) -> Void
    ) async throws -> Answer {
        let registration = try await services.database.read { try Registrations.find(session.registration, in: $0) }
        guard let registration else { throw ServiceError(.gone, "The platform is no longer registered.") }
        var response = DeepLinkingResponse(
            clientID: registration.clientID, issuer: registration.issuer, deploymentID: request.deploymentID,
            nonce: services.world.newSecret(), issuedAt: services.world.now())
        response.data = request.settings.data
        fill(&response)
        let key = try services.signingKey(for: registration)
        return Answer(url: request.settings.returnURL, token: try response.signed(by: key.key, keyID: key.kid))
    }

    private static func offered(
        _ course: Course, _ open: OpenCohorts, now: Instant, _ tx: Transaction
    ) throws -> OfferedCourse {
        let lessons = LessonStore(course.tenant)
        let byModule = Dictionary(grouping: try lessons.lessons(course: course.id, in: tx), by: \.module)
        let cohorts = try CohortStore(course.tenant).list(course: course.id, in: tx).map(\.cohort).filter {
            [.running, .scheduled, .closed, .draft].contains($0.state(now: now))
                && (course.cohortsEnabled || $0.id == course.defaultCohort) && open.contains($0.id)
        }
        return OfferedCourse(
            course: course, cohorts: cohorts,
            modules: try lessons.modules(course: course.id, in: tx).map { ($0, byModule[$0.id] ?? []) })
    }
}
