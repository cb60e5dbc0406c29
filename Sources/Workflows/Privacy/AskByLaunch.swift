package import Access
package import Connections
import Database
package import Privacy
package import Values

/// What a privacy launch shows: whom it is about, and the requests about them.
package struct PrivacyVisitContent: Sendable {
    package var person: UUID16
    /// Empty when nothing is kept of the name.
    package var profile: PersonProfile
    package var isVisitor: Bool
    /// The newest first.
    package var requests: [DataRequest]
}

/// Asks for the data package or the erasure of the person that a privacy launch is about (Data Privacy Launch; GDPR art. 15,
/// 17). The request goes the same way as those that staff take in, with the same deadlines and approvals.
package struct AskByLaunch: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Nil when nothing is held about the user; the reading is recorded.
    /// - Throws: `forbidden` for a visit that is for something else.
    package func read(_ session: LaunchSession) async throws -> PrivacyVisitContent? {
        let (visitor, tenant) = (try Self.visitor(of: session), session.tenant)
        guard let subject = session.subject else { return nil }
        let now = services.world.now()
        return try await services.database.write { [services] tx in
            let people = People(vault: services.vault, world: services.world)
            guard let person = try people.find(subject, of: tenant, in: tx), person.erasedAt == nil else { return nil }
            let event = AuditEvent(
                tenant: tenant, actor: .person(visitor), verb: "person.read", objectKind: "person",
                objectID: subject.description, person: subject, purpose: "privacy-launch")
            try AuditLog.append(event, in: tx, at: now)
            return try PrivacyVisitContent(
                person: subject, profile: people.profile(of: person), isVisitor: visitor == subject,
                requests: DataRequests(tenant).list(in: tx).filter { $0.person == subject })
        }
    }

    /// - Throws: `notFound` when nothing is held; `conflict` naming the open request of the same kind.
    @discardableResult
    package func package(_ session: LaunchSession) async throws -> DataRequest {
        let (visitor, subject) = try Self.both(session)
        return try await AnswerDataRequest(services).receive(
            .access, person: subject, tenant: session.tenant, by: .person(visitor))
    }

    /// - Throws: as ``package(_:)``.
    @discardableResult
    package func erasure(_ session: LaunchSession, ground: ErasureGround) async throws -> DataRequest {
        let (visitor, subject) = try Self.both(session)
        return try await ErasePerson(services).request(
            .id(subject), ground: ground, tenant: session.tenant, by: .person(visitor))
    }

    private static func visitor(of session: LaunchSession) throws -> UUID16 {
        guard session.purpose == .dataPrivacy, let visitor = session.person else {
            throw ServiceError(.forbidden, "This visit shows nobody's data.")
        }
        return visitor
    }

    private static func both(_ session: LaunchSession) throws -> (visitor: UUID16, subject: UUID16) {
        guard let subject = session.subject else {
            throw ServiceError(.notFound, "Nothing is held about this person.")
        }
        return (try visitor(of: session), subject)
    }
}
