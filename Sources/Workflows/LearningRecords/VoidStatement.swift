package import Access
import Database
import JSON
import LearningRecords
package import Values
import XAPI

/// Takes a statement out of what counts, by a voiding statement of the service's own (1.0.3 Data §2.3.2); completions
/// that rested on it are judged anew in the same transaction.
package struct VoidStatement: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter reason: kept in the audit log alone, since readers of the LRS need not know it.
    /// - Returns: the voiding statement's id.
    /// - Throws: `unprocessable` without a reason, `notFound`, `conflict` when it is voided already or voids itself.
    @discardableResult
    package func run(_ id: UUID16, reason: String, by principal: StaffPrincipal) async throws -> UUID16 {
        try principal.require(.voidStatements)
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw ServiceError(.unprocessable, "Voiding needs a reason.", faults: [.init("reason", "is missing")])
        }
        let (tenant, now) = (principal.tenant, services.world.now())
        return try await services.database.write { [services] tx in
            let store = services.statements(of: tenant)
            guard let found = try store.find(id, in: tx) else {
                throw ServiceError(.notFound, "There is no such statement.")
            }
            let isVoiding = try StoredStatement.read(found.body).isVoiding
            guard try !isVoiding && store.voiding(of: id, in: tx) == nil else {
                throw ServiceError(
                    .conflict, isVoiding ? "A voiding statement can't be voided." : "The statement is voided already.")
            }
            let voiding = services.world.newID()
            try RecordStatements(services).append(
                service: [statement(voiding, of: id, by: principal)], tenant: tenant, in: tx, now: now)
            let event = AuditEvent(
                tenant: tenant, actor: .staff(principal.user), verb: "statement.void", objectKind: "statement",
                objectID: id.description, purpose: reason)
            try AuditLog.append(event, in: tx, at: now)
            return voiding
        }
    }

    /// The actor is the staff user by an opaque account, as learners are.
    private func statement(_ id: UUID16, of target: UUID16, by principal: StaffPrincipal) -> JSONNode {
        let actor = AgentIdentifier.account(homePage: services.settings.publicURL, name: "staff-\(principal.user)")
        return [
            "id": .string(id.description), "actor": actor.agent,
            "verb": ["id": .string(VerbID.voided), "display": ["en": "voided"]],
            "object": ["objectType": "StatementRef", "id": .string(target.description)],
            "timestamp": .string(services.world.now().rfc3339),
        ]
    }
}
