import Access
import Database
import Values

/// Ends a staff user's session.
package struct SignOutStaff: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter token: of the cookie; an unknown one changes nothing.
    package func run(token: String) async throws {
        let now = services.world.now()
        try await services.database.write { tx in
            if let open = try StaffSessions.find(token, in: tx, now: now) {
                let user = open.principal
                let event = AuditEvent(
                    tenant: user.tenant, actor: .staff(user.user), verb: "staff.sign-out", objectKind: "staff",
                    objectID: user.user.description)
                try AuditLog.append(event, in: tx, at: now)
            }
            try StaffSessions.end(token, in: tx)
        }
    }
}
