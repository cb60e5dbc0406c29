package import Access
import Cohorts
package import Connections
import Database
package import Values

/// A roster with the names of its platform and its group.
package struct NamedRoster: Sendable {
    package var roster: PlatformRoster
    package var platform: String
    package var cohort: String
}

/// What the pages of staff show of platforms' rosters, and the reading by hand.
package struct ReadPlatformRosters: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// The rosters of a cohort.
    package func of(cohort: UUID16, tenant: TenantID) async throws -> [PlatformRoster] {
        try await services.database.read { try Rosters(tenant).of(cohort: cohort, in: $0) }
    }

    /// Reads the roster of an instructor's visit anew; of one that wasn't noted yet too.
    /// - Returns: nil when the visit's course offers no roster.
    /// - Throws: `forbidden` for those who don't teach.
    package func sync(_ session: LaunchSession) async throws -> SyncRoster.Outcome? {
        guard session.isStaff, !session.isTestUser, session.purpose == .visit else {
            throw ServiceError(.forbidden, "Only staff of the learning platform may do this.")
        }
        let (tenant, world) = (session.tenant, services.world)
        let roster = try await services.database.write { tx -> PlatformRoster? in
            guard let link = try ResourceLinks(tenant).find(session.link, in: tx) else { return nil }
            let noted = try Rosters(tenant).note(link, world: world, in: tx)?.roster
            let actor = session.person.map(AuditActor.person) ?? .platform(session.registration)
            try AuditLog.append(
                AuditEvent(
                    tenant: tenant, actor: actor, verb: "roster.sync", objectKind: "cohort",
                    objectID: noted?.cohort.description ?? ""), in: tx, at: world.now())
            return noted
        }
        guard let roster else { return nil }
        return try await SyncRoster(services).run(roster.id, tenant: tenant, byHand: true)
    }

    // MARK: - our own staff

    /// The rosters of a cohort, with their platforms.
    package func of(cohort: UUID16, for principal: StaffPrincipal) async throws -> [NamedRoster] {
        try principal.require(.seeEveryCohort)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            try Rosters(tenant).of(cohort: cohort, in: tx).compactMap { try Self.named($0, tx) }
        }
    }

    /// Those whose last reading failed or leaves a question, of groups and platforms in use.
    package func inDoubt(for principal: StaffPrincipal) async throws -> [NamedRoster] {
        try principal.require(.seeEveryCohort)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            try Rosters(tenant).inDoubt(in: tx).compactMap { try Self.named($0, onlyInUse: true, tx) }
        }
    }

    /// Reads a roster anew.
    /// - Parameter drops: whether however many are missing are dropped; else too many leave it in doubt.
    /// - Throws: `notFound`.
    package func sync(
        _ roster: UUID16, of cohort: UUID16, drops: Bool, by principal: StaffPrincipal
    ) async throws -> SyncRoster.Outcome {
        try principal.require(.manageCohorts)
        let (tenant, now) = (principal.tenant, services.world.now())
        try await services.database.write { tx in
            guard try Rosters(tenant).find(roster, in: tx)?.cohort == cohort else {
                throw ServiceError(.notFound, "There is no such roster.")
            }
            let event = AuditEvent(
                tenant: tenant, actor: .staff(principal.user), verb: "roster.sync", objectKind: "cohort",
                objectID: cohort.description, purpose: drops ? "removing who is missing" : "reading")
            try AuditLog.append(event, in: tx, at: now)
        }
        return try await SyncRoster(services).run(roster, tenant: tenant, byHand: true, drops: drops)
    }

    private static func named(
        _ roster: PlatformRoster, onlyInUse: Bool = false, _ tx: Transaction
    ) throws -> NamedRoster? {
        guard let platform = try Registrations.find(roster.registration, in: tx),
            let cohort = try CohortStore(roster.tenant).find(roster.cohort, in: tx)
        else { return nil }
        let isRead = platform.isActive && platform.rosterPolicy != .off
        guard !onlyInUse || isRead && cohort.intent.lifecycle == .published else { return nil }
        let course = try CourseStore(roster.tenant).existing(cohort.course, in: tx)
        return NamedRoster(roster: roster, platform: platform.name, cohort: course.title + " · " + cohort.name)
    }
}
