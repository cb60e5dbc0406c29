import Access
import Connections
import Database
import Values

/// Where the grade of a person for a link stands at its platform, and who they are there.
struct GradePlace: Sendable {
    var link: ResourceLink
    var registration: Registration
    var deploymentID: String
    /// The person's `sub`.
    var subject: String

    enum Finding: Sendable {
        case found(GradePlace)
        /// In words, why there is none.
        case none(String)
    }

    static func find(
        link id: UUID16, person: UUID16, _ tenant: TenantID, _ people: People, in tx: Transaction
    ) throws -> Finding {
        guard let link = try ResourceLinks(tenant).find(id, in: tx),
            let registration = try Registrations.find(link.registration, in: tx),
            let deployment = try Deployments.find(link.deployment, in: tx)
        else { return .none("the link or its registration is gone") }
        guard registration.isActive, deployment.state == .active else {
            return .none("the registration or its deployment isn't active")
        }
        guard let person = try people.find(person, of: tenant, in: tx), person.erasedAt == nil else {
            return .none("the person was erased")
        }
        for known in try people.identifiers(of: person, in: tx) {
            if case .lti(registration.issuer, let subject) = known.identifier {
                return .found(
                    GradePlace(
                        link: link, registration: registration, deploymentID: deployment.deploymentID,
                        subject: subject))
            }
        }
        return .none("the person isn't known at this platform")
    }

    func grades(_ services: Services) -> GradeService {
        GradeService(
            services.platformServices, registration: registration, deploymentID: deploymentID,
            scopes: link.gradeScopes)
    }
}
