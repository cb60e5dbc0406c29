package import Database
package import LTI
package import Values

/// The notification service of a deployment (Platform Notification Service 1.0), kept so that it can be used without a
/// launch.
package struct NotificationService: Sendable, Hashable {
    package let deployment: UUID16
    package let registration: UUID16
    package let url: String
    /// Whether handlers may be asked for.
    package let isOffered: Bool
    /// What the platform can send.
    package let types: [String]
    /// The launch that named it last.
    package let seenAt: Instant
    /// The first notice that came; nil while none did.
    package let provenAt: Instant?
}

/// Notification services as rows: one a deployment.
package struct NotificationServices: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Keeps what a launch named.
    /// - Returns: the service when it is new or says something else than before.
    package func note(
        _ claim: NotificationServiceClaim, deployment: UUID16, registration: UUID16, in tx: Transaction, now: Instant
    ) throws -> NotificationService? {
        let types = claim.noticeTypes.compactMap(storable).joined(separator: " ")
        let known = try find(deployment, in: tx)
        if let known, known.url == claim.url, known.isOffered == claim.isOffered,
            known.types.joined(separator: " ") == types
        {
            return nil
        }
        try tx.execute(
            """
            insert into notification_service (tenant, deployment, registration, url, offered, types, seen_at)
            values (\(tenant), \(deployment), \(registration), \(claim.url), \(claim.isOffered), \(types), \(now))
            on conflict (tenant, deployment) do update set url = excluded.url, offered = excluded.offered,
                types = excluded.types, seen_at = excluded.seen_at
            """)
        return try find(deployment, in: tx)
    }

    package func find(_ deployment: UUID16, in tx: Transaction) throws -> NotificationService? {
        try tx.row("\(raw: Self.selection) where tenant = \(tenant) and deployment = \(deployment)").map(decode)
    }

    package func list(of registration: UUID16, in tx: Transaction) throws -> [NotificationService] {
        try tx.rows(
            "\(raw: Self.selection) where tenant = \(tenant) and registration = \(registration) order by deployment"
        ).map(decode)
    }

    /// A notice came, so the way is open.
    package func prove(_ deployment: UUID16, in tx: Transaction, now: Instant) throws {
        try tx.execute(
            """
            update notification_service set proven_at = \(now)
            where tenant = \(tenant) and deployment = \(deployment) and proven_at is null
            """)
    }

    private static let selection =
        "select deployment, registration, url, offered, types, seen_at, proven_at from notification_service"

    private func decode(_ row: Row) throws -> NotificationService {
        NotificationService(
            deployment: try row.id(0), registration: try row.id(1), url: try row.text(2), isOffered: try row.bool(3),
            types: try row.text(4).split(separator: " ").map(String.init), seenAt: try row.instant(5),
            provenAt: try row.instantIfAny(6))
    }
}
