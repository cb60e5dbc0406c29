package import Access
import CMI5
import Content
import Database
package import Values
import XAPI

/// Says that a learner needn't do an AU (cmi5 §9.3.7).
package struct WaiveUnit: Sendable {
    /// The reasons that cmi5 names (§9.5.5.2); another text may be given.
    package static let reasons = ["Tested Out", "Equivalent AU", "Equivalent Outside Activity", "Administrative"]

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Returns: false when the AU was waived before; nothing is written then (CMI-LST-14).
    package func run(
        item id: UUID16, enrolment: UUID16, person: UUID16, reason: String, tenant: TenantID, by actor: AuditActor
    ) async throws -> Bool {
        let services = services
        return try await services.database.write { tx in
            let now = services.world.now()
            guard let item = try PackageStore(tenant).item(id, in: tx), item.kind == .unit,
                let learner = try services.person(person, of: tenant, in: tx)
            else { throw ServiceError(.notFound, "There is no such AU or person.") }
            // cmi5 §9.3.7 wants a session of its own, used for nothing else but satisfied.
            let frame = LMSStatement.Frame(
                id: services.world.newID(), timestamp: now, actor: services.actors(of: learner.accountName)[0],
                registration: enrolment, sessionID: "\(services.world.newID())")
            let isNew = try Satisfactions(tenant).waive(
                id, registration: enrolment, person: person, reason: reason, by: "\(actor.kind) \(actor.id)",
                statement: frame.id, now: now, in: tx)
            guard isNew else { return false }
            let waived = LMSStatement.waived(
                frame, activityID: item.activityID, publisherID: item.publisherID, reason: reason)
            try RecordStatements(services).append(service: [waived], tenant: tenant, in: tx, now: now)
            try Cmi5Rollup(services).settle(
                enrolment: enrolment, tenant: tenant, session: frame.sessionID, in: tx, now: now)
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: "unit.waive", objectKind: "item", objectID: "\(id)", person: person,
                purpose: reason)
            try AuditLog.append(event, in: tx, at: now)
            return true
        }
    }
}

extension Services {
    func person(_ id: UUID16, of tenant: TenantID, in tx: Transaction) throws -> Person? {
        try People(vault: vault, world: world).find(id, of: tenant, in: tx)
    }
}
