import Access
import Connections
import Database
import Values

/// Forgets what is over: logins that nobody came back to, visits, staff sessions, rate limits that are full again.
package struct SweepExpired: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Returns: how many rows went.
    @discardableResult
    package func run() async throws -> Int {
        let now = services.world.now()
        return try await services.database.write { tx in
            let launches =
                try LoginStates.forgetOld(in: tx, now: now) + LaunchSessions.forgetOld(in: tx, now: now)
                + DeepLinkingRequests.forgetOld(in: tx, now: now) + CohortCodes.forgetOld(in: tx, now: now)
            return try launches + StaffSessions.sweep(in: tx, now: now) + RateLimiter.sweep(in: tx, now: now)
        }
    }
}
