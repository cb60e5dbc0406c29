import Access
import Cohorts
import Connections
import Database
import LTI
import Values

/// The cohorts that a teacher of a platform's course may use: those that are this course's already, and those that nobody
/// uses. A cohort with learners of others takes a code of our own staff, since its teachers see its learners.
struct OpenCohorts {
    private var own: Set<UUID16>
    private let taken: Set<UUID16>

    /// - Throws: `forbidden` for those who don't build the course, `notFound` for a visit without link.
    init(for session: LaunchSession, in tx: Transaction) throws {
        let tenant = session.tenant
        own = try CohortPlaces(tenant).own(Self.place(of: session, in: tx), in: tx)
        taken = try CohortPlaces(tenant).led(in: tx).union(Enrolments(tenant).enrolledCohorts(in: tx))
        if let origin = try Self.origin(of: session, in: tx) { own.insert(origin) }
    }

    /// The cohort of the course from which the link's own was copied, for those to whom it isn't new: by the key that was
    /// copied along, or since they taught it.
    private static func origin(of session: LaunchSession, in tx: Transaction) throws -> UUID16? {
        guard session.purpose == .visit,
            let lead = try ResourceLinks(session.tenant).find(session.link, in: tx)?.origin
        else { return nil }
        if lead.isProven { return lead.target.cohort }
        guard let person = session.person else { return nil }
        let taught = try LinkVisits(session.tenant).taught(person, cohort: lead.target.cohort, in: tx)
        return taught ? lead.target.cohort : nil
    }

    func contains(_ cohort: UUID16) -> Bool { own.contains(cohort) || !taken.contains(cohort) }

    /// - Throws: `forbidden` for a cohort of others.
    func require(_ cohort: UUID16) throws {
        guard contains(cohort) else {
            throw ServiceError(.forbidden, "This group serves other learners; it takes a code.")
        }
    }

    /// The place of a visit or of a request for content.
    /// - Throws: `forbidden` for those who don't build the course, `notFound` for a visit without link.
    static func place(of session: LaunchSession, in tx: Transaction) throws -> CohortPlace {
        guard session.mayBuild else {
            throw ServiceError(.forbidden, "Only those who build the course at the learning platform may do this.")
        }
        if session.purpose == .deepLinking,
            let request = try DeepLinkingRequests(session.tenant).find(session.link, in: tx)
        {
            return CohortPlace(request.place, request: request.id)
        }
        guard let link = try ResourceLinks(session.tenant).find(session.link, in: tx) else {
            throw ServiceError(.notFound, "There is no such link.")
        }
        return CohortPlace(link)
    }
}

extension LaunchSession {
    /// Assistants may look, not build (LTI-DL-05).
    package var mayBuild: Bool { standing >= .contentDeveloper && !isTestUser }
}
