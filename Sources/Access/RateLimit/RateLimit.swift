package import Values

/// How often something may happen: a bucket of `burst` tries that fills again by one every `interval`.
package struct RateLimit: Sendable, Hashable {
    package let burst: Int64
    /// Microseconds.
    package let interval: Int64

    /// - Parameter seconds: until one more try is free.
    package init(burst: Int64, refillSeconds seconds: Int64) {
        self.burst = max(1, burst)
        interval = max(1, seconds) * 1_000_000
    }

    /// Failed sign-ins from one address: 10 at once, then one a minute.
    package static let failuresByAddress = RateLimit(burst: 10, refillSeconds: 60)
    /// Failed sign-ins to one login, from wherever: 50 at once, then one a minute.
    package static let failuresByLogin = RateLimit(burst: 50, refillSeconds: 60)
    /// Wrong LRS credentials from one address: 30 at once, then one in 2 seconds.
    package static let wrongCredentials = RateLimit(burst: 30, refillSeconds: 2)

    /// Seconds to wait before the next try; 0 when one is free.
    /// - Parameter fullAt: when the bucket will be full again, or nil for one that is.
    package func wait(fullAt: Instant?, now: Instant) -> Int {
        guard let fullAt, fullAt > now else { return 0 }
        let missing = fullAt.microseconds(since: now)
        let allowed = (burst - 1) * interval
        return missing <= allowed ? 0 : Int((missing - allowed + 999_999) / 1_000_000)
    }

    /// When the bucket will be full again after one more try. It never runs further behind than one try over empty.
    package func afterTry(fullAt: Instant?, now: Instant) -> Instant {
        let start = max(fullAt ?? now, now)
        return min(start.adding(microseconds: interval), now.adding(microseconds: burst * interval))
    }
}
