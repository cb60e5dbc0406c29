import Access
import Connections
import Database
import Outbox
import Values

/// Forgets what is over: logins that nobody came back to, visits, staff sessions, rate limits that are full again, and
/// launch records and deliveries that nobody asks about any more.
package struct SweepExpired: Sendable {
    /// For how many days a delivery and its tries can be looked up, and one that was given up. Scores are what learners and
    /// platforms argue about. Media that weren't cleaned and statements that weren't forwarded stay until somebody decides.
    private static let deliveryDays: [(topic: String, days: Int64, dead: Int64?)] = [
        (PostScores.topic, 180, 365), (UpdateLineItems.topic, 180, 365), (RosterSchedule.topic, 30, 90),
        (CleanMedia.topic, 180, nil), (FetchMetadata.topic, 7, 90), (ForwardStatements.topic, 7, nil),
        (WorkNotice.topic, 30, 90), (SubscribeNotices.topic, 30, 90),
    ]

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Returns: how many rows went.
    @discardableResult
    package func run() async throws -> Int {
        let now = services.world.now()
        let gone = try await services.database.write { tx in
            let launches =
                try LoginStates.forgetOld(in: tx, now: now) + LaunchSessions.forgetOld(in: tx, now: now)
                + DeepLinkingRequests.forgetOld(in: tx, now: now) + CohortCodes.forgetOld(in: tx, now: now)
                + forgetLaunches(in: tx, now: now) + ReceivedNotices.forgetOld(in: tx, now: now)
            return try launches + StaffSessions.sweep(in: tx, now: now) + RateLimiter.sweep(in: tx, now: now)
        }
        var deliveries = 0
        for (topic, days, dead) in Self.deliveryDays {
            let border = now.adding(seconds: -days * 86_400)
            deliveries += try await inPieces {
                try OutboxQueue.purge(topic, deliveredBefore: border, limit: $0, in: $1)
            }
            guard let last = dead.map({ now.adding(seconds: -$0 * 86_400) }) else { continue }
            deliveries += try await inPieces { try OutboxQueue.purge(topic, deadBefore: last, limit: $0, in: $1) }
        }
        return gone + deliveries
    }

    /// So that nobody's write waits for long.
    private func inPieces(_ forget: @escaping @Sendable (Int, Transaction) throws -> Int) async throws -> Int {
        let piece = 500
        var (all, last) = (0, piece)
        while last == piece {
            last = try await services.database.write { try forget(piece, $0) }
            all += last
        }
        return all
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
