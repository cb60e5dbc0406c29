public import Values

/// When a failed delivery is tried again, and when it is given up.
public struct Backoff: Sendable, Equatable {
    /// Seconds before the second try; each further wait is twice as long.
    public var first: Int64
    /// The longest wait, in seconds.
    public var longest: Int64
    /// Seconds after the message was made, beyond which it is dead.
    public var giveUpAfter: Int64

    public init(first: Int64 = 5, longest: Int64 = 4 * 3_600, giveUpAfter: Int64 = 7 * 86_400) {
        self.first = first
        self.longest = longest
        self.giveUpAfter = giveUpAfter
    }

    /// The next try, or nil to give up.
    /// - Parameters:
    ///   - attempt: how many tries there were, at least 1.
    ///   - asked: seconds that the other side asked for (`Retry-After`), honoured up to a day.
    ///   - jitter: 0..<1; the wait is 75 to 125 % of the plain one, so that a crowd doesn't come back at once.
    public func next(after attempt: Int, createdAt: Instant, now: Instant, asked: Int64?, jitter: Double) -> Instant? {
        let doubled = Double(first) * Double(1 << min(max(attempt, 1) - 1, 40))
        let plain = min(doubled, Double(longest))
        let wait = max(Int64(plain * (0.75 + jitter / 2) * 1_000_000), min(asked ?? 0, 86_400) * 1_000_000)
        let next = now.adding(microseconds: wait)
        return next <= createdAt.adding(seconds: giveUpAfter) ? next : nil
    }
}
