import Access
package import Connections
import Database
package import Values

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
}
