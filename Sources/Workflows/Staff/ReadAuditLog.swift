package import Access
import Database
import Values

/// Reads and checks the audit log.
package struct ReadAuditLog: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// The latest lines that a filter lets through, newest first.
    /// - Parameter before: the id of the last line of the page before.
    package func run(
        _ filter: AuditFilter = AuditFilter(), before: Int64?, limit: Int = 100, for principal: StaffPrincipal
    ) async throws -> [AuditLine] {
        try principal.require(.readAudit)
        let tenant = principal.tenant
        return try await services.database.read {
            try AuditLog.latest(limit, of: tenant, before: before, matching: filter, in: $0)
        }
    }

    /// Checks the whole chain; the check itself is recorded.
    package func verify(by principal: StaffPrincipal) async throws -> AuditVerification {
        try principal.require(.readAudit)
        let (keys, now) = (try services.keyring.keysEver, services.world.now())
        let verification = try await services.database.read { tx in
            try AuditVerification.run(in: tx, keys: keys, now: now)
        }
        let event = AuditEvent(
            tenant: principal.tenant, actor: .staff(principal.user), verb: "audit.verify", objectKind: "audit",
            count: verification.linesChecked)
        try await services.database.append { try AuditLog.append(event, in: $0, at: now) }
        return verification
    }
}
