package import Access
import Cohorts
package import Connections
import Database
package import Values

/// Opens a cohort to teachers of one more course of a platform: our staff make a code, a teacher there uses it up.
package struct OpenCohort: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Returns: the code; only its hash is kept.
    /// - Throws: `notFound`.
    package func makeCode(for id: UUID16, by principal: StaffPrincipal) async throws -> String {
        try principal.require(.manageCohorts)
        let world = services.world
        return try await services.database.write { tx in
            let cohort = try CohortStore(principal.tenant).existing(id, in: tx)
            let code = try CohortCodes(principal.tenant).make(
                for: cohort.id, by: principal.user.description, world: world, in: tx)
            try AuditLog.append(
                AuditEvent(
                    tenant: principal.tenant, actor: .staff(principal.user), verb: "cohort.code",
                    objectKind: "cohort", objectID: id.description), in: tx, at: world.now())
            return code
        }
    }

    /// - Throws: `forbidden` for those who don't build the course, `unprocessable` for a code that isn't good.
    package func redeem(_ code: String, session: LaunchSession) async throws {
        let (tenant, now) = (session.tenant, services.world.now())
        try await services.database.write { tx in
            let place = try OpenCohorts.place(of: session, in: tx)
            guard let cohort = try CohortCodes(tenant).redeem(code, at: place, in: tx, now: now) else {
                throw ServiceError(.unprocessable, "This code isn't good.", faults: [.init("code", "")])
            }
            let actor = session.person.map(AuditActor.person) ?? .platform(session.registration)
            try AuditLog.append(
                AuditEvent(
                    tenant: tenant, actor: actor, verb: "cohort.open", objectKind: "cohort",
                    objectID: cohort.description), in: tx, at: now)
        }
    }
}
