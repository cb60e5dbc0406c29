package import Access
package import Cohorts
package import Connections
import Database
package import Values

/// An offer with the cohort that it is about.
package struct CopyOfferContent: Sendable {
    package var offer: CopyOffer
    package var cohort: Cohort
    package var courseTitle: String
    /// The name that the new cohort gets when nobody chooses another.
    package var proposedName: String
}

/// Accepts or declines the offer to set a cohort up anew for a copied course. Staff of ours may answer every offer, an
/// instructor those of the course that the visit came from.
package struct AnswerCopyOffer: Sendable {
    /// How the new cohort is to be.
    package struct SetUp: Sendable {
        package var name: String
        /// Dates move so that this is the first day; nil leaves them.
        package var firstDay: LocalDay?

        package init(name: String, firstDay: LocalDay?) {
            self.name = name
            self.firstDay = firstDay
        }
    }

    package enum Answer: Sendable {
        case accept(SetUp)
        case decline
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound`.
    package func offer(_ id: UUID16, for principal: StaffPrincipal) async throws -> CopyOfferContent {
        try principal.require(.managePlatforms)
        return try await services.database.read { tx in
            try Self.content(try Self.existing(id, principal.tenant, tx), tx)
        }
    }

    /// What waits for an answer in the course of an instructor's visit.
    package func offers(for session: LaunchSession) async throws -> [CopyOfferContent] {
        guard session.mayBuild else { return [] }
        return try await services.database.read { tx in
            guard let link = try ResourceLinks(session.tenant).find(session.link, in: tx),
                let context = link.contextID
            else { return [] }
            return try CopyOffers(session.tenant).open(deployment: link.deployment, context: context, in: tx)
                .map { try Self.content($0, tx) }
        }
    }

    /// - Returns: the new cohort; nil after a declining answer.
    /// - Throws: `conflict` when it was answered meanwhile or the name is taken, `unprocessable` with all faults.
    @discardableResult
    package func run(_ answer: Answer, to id: UUID16, by principal: StaffPrincipal) async throws -> Cohort? {
        try principal.require(.managePlatforms)
        try principal.require(.manageCohorts)
        let world = services.world
        return try await services.database.write { tx in
            let offer = try Self.existing(id, principal.tenant, tx)
            return try Self.settle(offer, answer, by: .staff(principal.user), world, tx)
        }
    }

    /// The same by an instructor; the visit goes on to the cohort. To go on with the old one takes that it is open to them.
    package func run(_ answer: Answer, to id: UUID16, session: LaunchSession) async throws {
        guard session.mayBuild else {
            throw ServiceError(.forbidden, "Only those who build the course at the learning platform may do this.")
        }
        let world = services.world
        let actor = session.person.map(AuditActor.person) ?? .platform(session.registration)
        try await services.database.write { tx in
            let offer = try Self.existing(id, session.tenant, tx)
            let link = try ResourceLinks(session.tenant).find(session.link, in: tx)
            guard let link, offer.place.deployment == link.deployment, offer.place.contextID == link.contextID else {
                throw ServiceError(.notFound, "There is no such offer.")
            }
            if case .decline = answer { try OpenCohorts(for: session, in: tx).require(offer.cohort) }
            let cohort = try Self.settle(offer, answer, by: actor, world, tx)?.id ?? offer.cohort
            if try ResourceLinks(session.tenant).find(link.id, in: tx)?.cohort == cohort {
                try LaunchSessions.setCohort(cohort, of: session.handle, in: tx)
            }
        }
    }

    private static func settle(
        _ offer: CopyOffer, _ answer: Answer, by actor: AuditActor, _ world: World, _ tx: Transaction
    ) throws -> Cohort? {
        switch answer {
        case .accept(let setUp): return try SetUpCopy(world: world).run(offer, answer: setUp, by: actor, in: tx)
        case .decline:
            let now = world.now()
            guard try CopyOffers(offer.tenant).decide(offer.id, made: nil, by: actor.kind, in: tx, now: now) else {
                throw ServiceError(.conflict, "The offer was answered by somebody else meanwhile.")
            }
            try ResourceLinks(offer.tenant).release(
                from: offer.cohort, to: offer.cohort, at: offer.place, by: actor.id, in: tx, now: now)
            let event = AuditEvent(
                tenant: offer.tenant, actor: actor, verb: "copy-offer.decline", objectKind: "copy-offer",
                objectID: offer.id.description)
            try AuditLog.append(event, in: tx, at: now)
            return nil
        }
    }

    private static func existing(_ id: UUID16, _ tenant: TenantID, _ tx: Transaction) throws -> CopyOffer {
        guard let offer = try CopyOffers(tenant).find(id, in: tx) else {
            throw ServiceError(.notFound, "There is no such offer.")
        }
        return offer
    }

    private static func content(_ offer: CopyOffer, _ tx: Transaction) throws -> CopyOfferContent {
        let cohort = try CohortStore(offer.tenant).existing(offer.cohort, in: tx)
        return CopyOfferContent(
            offer: offer, cohort: cohort,
            courseTitle: try CourseStore(offer.tenant).existing(cohort.course, in: tx).title,
            proposedName: SetUpCopy.name(for: offer, of: cohort))
    }
}
