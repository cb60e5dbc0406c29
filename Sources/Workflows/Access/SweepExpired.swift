import Access
import Connections
import Database
import Values

/// Forgets what is over: logins that nobody came back to, visits, staff sessions, rate limits that are full again, and
/// launch records that are too old.
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
                + forgetLaunches(in: tx, now: now) + ReceivedNotices.forgetOld(in: tx, now: now)
            return try launches + StaffSessions.sweep(in: tx, now: now) + RateLimiter.sweep(in: tx, now: now)
        }
    }

    /// Days for which a record of no known platform is kept: anybody can cause one.
    private static let foreignLaunchDays: Int64 = 30

    private func forgetLaunches(in tx: Transaction, now: Instant) throws -> Int {
        let days = services.settings.launchDays
        var count = try LaunchRecords.forget(
            before: now.adding(seconds: -min(days, Self.foreignLaunchDays) * 86_400), of: LaunchRecord.noTenant, in: tx)
        for tenant in try Tenants.all(in: tx) {
            count += try LaunchRecords.forget(before: now.adding(seconds: -days * 86_400), of: tenant.id, in: tx)
        }
        return count
    }
}
