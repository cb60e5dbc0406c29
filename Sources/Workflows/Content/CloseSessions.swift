package import Access
import Content
import Database
package import Values

/// Ends sessions of content: those whose time is over, by a timer (traps 20), and those of an enrolment that staff
/// close or that is erased.
package struct CloseSessions: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Ends what is overdue in all tenants, a hundred at a time.
    /// - Returns: how many were ended.
    @discardableResult
    package func run() async throws -> Int {
        var total = 0
        while true {
            let ended = try await batch()
            total += ended
            if ended < Self.batchSize { return total }
        }
    }

    /// Ends an enrolment's open sessions at once.
    package func of(enrolment: UUID16, tenant: TenantID, by actor: AuditActor) async throws -> Int {
        let services = services
        return try await services.database.write { tx in
            let now = services.world.now()
            let open = try ContentSessions().openSessions(registration: enrolment, tenant: tenant, in: tx)
            let ended = try open.filter { try SessionEnding(services).end($0, in: tx, now: now) }.count
            guard ended > 0 else { return 0 }
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: "sessions.close", objectKind: "enrolment",
                objectID: "\(enrolment)", count: ended)
            try AuditLog.append(event, in: tx, at: now)
            return ended
        }
    }

    private static let batchSize = 100

    private func batch() async throws -> Int {
        let services = services
        return try await services.database.write { tx in
            let now = services.world.now()
            let overdue = try ContentSessions().overdue(now: now, limit: Self.batchSize, in: tx)
            return try overdue.filter { try SessionEnding(services).end($0, in: tx, now: now) }.count
        }
    }
}
