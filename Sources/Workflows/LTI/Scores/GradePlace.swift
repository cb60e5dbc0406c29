import Access
import Connections
import Database
import Outbox
import Values

/// By which registration and deployment a link's grade service is reached.
struct GradeAccess: Sendable {
    var registration: Registration
    var deploymentID: String
    var scopes: [String]
    /// Nil for one whose ways are the standard's.
    var product: PlatformProduct?

    func service(_ services: Services) -> GradeService {
        GradeService(services.platformServices, registration: registration, deploymentID: deploymentID, scopes: scopes)
    }
}

/// What staff wrote for the gradebook; it goes along with every score (AGS 2.0 §3.4.11).
struct GradeComment: Sendable, Hashable {
    var text: String
    var changedAt: Instant
}

/// Where the grade of a person for a link stands at its platform, and who they are there.
struct GradePlace: Sendable {
    var link: ResourceLink
    var access: GradeAccess
    /// The person's `sub`.
    var subject: String
    var comment: GradeComment?

    var registration: Registration { access.registration }

    /// Why there is no place for a grade, in words, and what follows for one that waits.
    struct Absence: Sendable, Hashable {
        var reason: String
        var outcome: DeliveryOutcome { self == .inactive ? .retry(after: 86_400, reason) : .permanentFailure(reason) }

        /// Staff may switch it on again.
        static let inactive = Absence(reason: "the registration or its deployment isn't active")
    }

    enum Finding: Sendable {
        case found(GradePlace)
        case none(Absence)

        static func none(_ reason: String) -> Finding { .none(Absence(reason: reason)) }
    }

    enum LinkFinding: Sendable {
        case found(ResourceLink, GradeAccess)
        case none(Absence)
    }

    static func find(link id: UUID16, _ tenant: TenantID, in tx: Transaction) throws -> LinkFinding {
        guard let link = try ResourceLinks(tenant).find(id, in: tx),
            let registration = try Registrations.find(link.registration, in: tx),
            let deployment = try Deployments.find(link.deployment, in: tx)
        else { return .none(Absence(reason: "the link or its registration is gone")) }
        guard registration.isActive, deployment.state == .active else { return .none(.inactive) }
        return .found(
            link,
            GradeAccess(
                registration: registration, deploymentID: deployment.deploymentID, scopes: link.gradeScopes,
                product: .of(issuer: registration.issuer, code: deployment.product)))
    }

    /// - Parameter enrolment: whose comment goes along; nil for none.
    static func find(
        link id: UUID16, person: UUID16, enrolment: UUID16? = nil, _ tenant: TenantID, _ people: People,
        in tx: Transaction
    ) throws -> Finding {
        let link: ResourceLink
        let access: GradeAccess
        switch try find(link: id, tenant, in: tx) {
        case .none(let absence): return .none(absence)
        case .found(let found, let its): (link, access) = (found, its)
        }
        guard let person = try people.find(person, of: tenant, in: tx), person.erasedAt == nil else {
            return .none("the person was erased")
        }
        let written = try enrolment.flatMap { try ScoreComments(tenant).find($0, in: tx) }
        let comment = try written.flatMap { written in
            try people.open(written.sealed, of: person, as: ScoreComments.field).map {
                GradeComment(text: $0, changedAt: written.changedAt)
            }
        }
        for known in try people.identifiers(of: person, in: tx) {
            if case .lti(access.registration.issuer, let subject) = known.identifier {
                return .found(GradePlace(link: link, access: access, subject: subject, comment: comment))
            }
        }
        return .none("the person isn't known at this platform")
    }

    func grades(_ services: Services) -> GradeService { access.service(services) }
}
