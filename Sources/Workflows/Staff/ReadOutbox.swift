package import Access
import Database
package import Outbox
import Values

/// Reads what waits to be delivered and what never was, and sends it again.
package struct ReadOutbox: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameters:
    ///   - state: nil for all.
    ///   - before: the number of the last one on the page before.
    package func list(
        state: OutboxState?, before: Int64?, for principal: StaffPrincipal
    ) async throws -> (entries: [OutboxEntry], counts: [OutboxState: Int]) {
        try principal.require(.replayOutbox)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            (
                try OutboxQueue.list(tenant, state: state, before: before, in: tx),
                try OutboxQueue.counts(tenant, in: tx)
            )
        }
    }

    /// One message with every try.
    package func run(
        _ id: Int64, for principal: StaffPrincipal
    ) async throws -> (entry: OutboxEntry, attempts: [OutboxAttempt]) {
        try principal.require(.replayOutbox)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            guard let entry = try OutboxQueue.find(id, tenant: tenant, in: tx) else {
                throw ServiceError(.notFound, "There is no such delivery.")
            }
            return (entry, try OutboxQueue.attempts(of: id, tenant: tenant, in: tx))
        }
    }

    /// Makes a dead letter due again, or a waiting one due at once.
    /// - Throws: `conflict` for one that was delivered or is being delivered now.
    package func replay(_ id: Int64, by principal: StaffPrincipal) async throws {
        try principal.require(.replayOutbox)
        let now = services.world.now()
        try await services.database.write { tx in
            let isDue =
                try OutboxQueue.replay(id, tenant: principal.tenant, in: tx, now: now)
                || OutboxQueue.hasten(id, tenant: principal.tenant, in: tx, now: now)
            guard isDue else { throw ServiceError(.conflict, "This can't be sent again now.") }
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "outbox.replay", objectKind: "outbox",
                objectID: String(id))
            try AuditLog.append(event, in: tx, at: now)
        }
    }
}
