package import Database
package import Values

/// Rate limits that hold on every node, since they stand in the database.
package struct RateLimiter: Sendable {
    private let vault: Vault

    package init(vault: Vault) { self.vault = vault }

    /// Throws `tooManyRequests`, with the seconds to wait, when the bucket is empty. It takes nothing out.
    /// - Parameters:
    ///   - what: such as `sign-in address`; a bounded set of words.
    ///   - key: the address or login; only its keyed hash is stored.
    package func check(
        _ limit: RateLimit, _ what: String, _ key: String, in tx: Transaction, now: Instant
    ) throws {
        let row = try tx.row("select full_at from rate_limit where bucket = \(bucket(what, key))")
        let wait = limit.wait(fullAt: try row?.instant(0), now: now)
        guard wait == 0 else {
            throw ServiceError(.tooManyRequests, "Too many tries. Please wait.", retryAfter: wait)
        }
    }

    /// Takes one try out, as after a failed sign-in.
    package func count(_ limit: RateLimit, _ what: String, _ key: String, in tx: Transaction, now: Instant) throws {
        let bucket = bucket(what, key)
        let row = try tx.row("select full_at from rate_limit where bucket = \(bucket)")
        let fullAt = limit.afterTry(fullAt: try row?.instant(0), now: now)
        try tx.execute(
            """
            insert into rate_limit (bucket, full_at) values (\(bucket), \(fullAt))
            on conflict (bucket) do update set full_at = excluded.full_at
            """)
    }

    /// Fills the bucket, as after a good sign-in.
    package func clear(_ what: String, _ key: String, in tx: Transaction) throws {
        try tx.execute("delete from rate_limit where bucket = \(bucket(what, key))")
    }

    /// Removes full buckets. Returns how many.
    @discardableResult
    package static func sweep(in tx: Transaction, now: Instant) throws -> Int {
        try tx.execute("delete from rate_limit where full_at <= \(now)")
    }

    private func bucket(_ what: String, _ key: String) -> [UInt8] { vault.lookupHash("rate limit \(what)", key) }
}
