import Access
import Connections
import Database
import Values

/// By which registration and deployment a link's grade service is reached.
struct GradeAccess: Sendable {
    var registration: Registration
    var deploymentID: String
    var scopes: [String]

    func service(_ services: Services) -> GradeService {
        GradeService(services.platformServices, registration: registration, deploymentID: deploymentID, scopes: scopes)
    }
}

/// Where the grade of a person for a link stands at its platform, and who they are there.
struct GradePlace: Sendable {
    var link: ResourceLink
    var access: GradeAccess
    /// The person's `sub`.
    var subject: String
    /// What staff wrote for the gradebook; it goes along with every score (AGS 2.0 §3.4.11).
    var comment: String?

    var registration: Registration { access.registration }

    enum Finding: Sendable {
        case found(GradePlace)
        /// In words, why there is none.
        case none(String)
    }

    enum LinkFinding: Sendable {
        case found(ResourceLink, GradeAccess)
        /// In words, why there is none.
        case none(String)
    }

    static func find(link id: UUID16, _ tenant: TenantID, in tx: Transaction) throws -> LinkFinding {
        guard let link = try ResourceLinks(tenant).find(id, in: tx),
            let registration = try Registrations.find(link.registration, in: tx),
            let deployment = try Deployments.find(link.deployment, in: tx)
        else { return .none("the link or its registration is gone") }
        guard registration.isActive, deployment.state == .active else {
            return .none("the registration or its deployment isn't active")
        }
        return .found(
            link,
            GradeAccess(registration: registration, deploymentID: deployment.deploymentID, scopes: link.gradeScopes))
    }

    /// - Parameter enrolment: whose comment goes along; nil for none.
    static func find(
        link id: UUID16, person: UUID16, enrolment: UUID16? = nil, _ tenant: TenantID, _ people: People,
        in tx: Transaction
    ) throws -> Finding {
        let link: ResourceLink
        let access: GradeAccess
        switch try find(link: id, tenant, in: tx) {
        case .none(let reason): return .none(reason)
        case .found(let found, let its): (link, access) = (found, its)
        }
        guard let person = try people.find(person, of: tenant, in: tx), person.erasedAt == nil else {
            return .none("the person was erased")
        }
        let comment = try enrolment.flatMap { try ScoreComments(tenant).find($0, in: tx) }
            .flatMap { try people.open($0.sealed, of: person, as: ScoreComments.field) }
        for known in try people.identifiers(of: person, in: tx) {
            if case .lti(access.registration.issuer, let subject) = known.identifier {
                return .found(GradePlace(link: link, access: access, subject: subject, comment: comment))
            }
        }
        return .none("the person isn't known at this platform")
    }

    func grades(_ services: Services) -> GradeService { access.service(services) }
}
