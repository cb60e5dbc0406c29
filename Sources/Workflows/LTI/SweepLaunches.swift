import Connections
import Database
import Values

/// Forgets logins that nobody came back to and visits that are over.
package struct SweepLaunches: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Returns: how many rows went.
    @discardableResult
    package func run() async throws -> Int {
        let now = services.world.now()
        return try await services.database.write { tx in
            try LoginStates.forgetOld(in: tx, now: now) + LaunchSessions.forgetOld(in: tx, now: now)
        }
    }
}
