package import Database
package import Values

extension ActivityStore {
    /// Marks that an activity's definition is asked for under its id (1.0.3 Data §3.2).
    /// - Returns: false when it was asked for before.
    package func claimMetadata(
        of activity: String, in transaction: Transaction, now: Instant
    ) throws -> Bool {
        try transaction.row(
            """
            insert into activity_metadata (tenant, activity, asked_at)
            values (\(tenant), \(DocumentContext.hash(activity)), \(now)) on conflict do nothing returning asked_at
            """) != nil
    }
}
