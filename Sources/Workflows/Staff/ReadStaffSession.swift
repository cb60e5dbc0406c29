package import Access
import Database
import Values

/// Finds who is signed in, and notes now and then that they still are.
package struct ReadStaffSession: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Nil for a token that is unknown or over.
    package func run(token: String) async throws -> StaffPrincipal? {
        let now = services.world.now()
        guard let open = try await services.database.read({ try StaffSessions.find(token, in: $0, now: now) }) else {
            return nil
        }
        if open.wantsNote {
            try await services.database.write { try StaffSessions.note(token, in: $0, now: now) }
        }
        return open.principal
    }
}
