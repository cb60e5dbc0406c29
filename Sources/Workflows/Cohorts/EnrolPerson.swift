package import Access
package import Cohorts
import Database
package import Values

/// Brings a person into a cohort by staff's decision.
package struct EnrolPerson: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Repeating it is success. Whoever calls it stands at the machine or has checked the right `manageCohorts`.
    /// - Throws: `notFound` for an unknown or erased person or cohort, `conflict` for a full one.
    package func run(
        person id: UUID16, cohort: UUID16, tenant: TenantID, by actor: AuditActor
    ) async throws -> EnrolmentOutcome {
        try await services.database.write { [services] tx in
            let people = People(vault: services.vault, world: services.world)
            guard let person = try people.find(id, of: tenant, in: tx), person.erasedAt == nil else {
                throw ServiceError(.notFound, "There is no such person.")
            }
            let outcome = try Enrolments(tenant).enrol(
                person.id, in: cohort, source: .admin, by: actor.kind, world: services.world, tx: tx)
            let enrolment = try outcome.orRefusal()
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: "enrolment.create", objectKind: "enrolment",
                objectID: enrolment.id.description, person: person.id)
            try AuditLog.append(event, in: tx, at: services.world.now())
            return outcome
        }
    }
}
