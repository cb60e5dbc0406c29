/// When a failed delivery is tried again: soon at first, then over hours and days, each time a little earlier or later
/// than its neighbours, so that a platform that comes back isn't met by all at once.
public struct RetrySchedule: Sendable, Equatable {
    /// Seconds after the first, second, … failed try; the last one repeats.
    public var delays: [Int64]
    /// After so many tries a message is a dead letter.
    public var mostAttempts: Int
    /// A delay of d lasts between d · (1 − spread) and d · (1 + spread).
    public var spread: Double

    public init(delays: [Int64], mostAttempts: Int, spread: Double = 0.2) {
        precondition(!delays.isEmpty && mostAttempts > 0 && (0..<1).contains(spread))
        self.delays = delays
        self.mostAttempts = mostAttempts
        self.spread = spread
    }

    /// 10 s, 1 min, 5 min, 15 min, 1 h, 2 h, 4 h, 8 h, then every 12 h: 16 tries in about four and a half days, which
    /// outlasts a weekend.
    public static let standard = RetrySchedule(
        delays: [10, 60, 300, 900, 3_600, 7_200, 14_400, 28_800, 43_200], mostAttempts: 16)

    /// Microseconds to wait after try number `attempt`, or nil when it was the last.
    /// - Parameters:
    ///   - attempt: from 1.
    ///   - requested: seconds that the other side asked for; they are kept to at least, up to a day.
    ///   - random: eight bytes that decide the jitter.
    public func delay(afterAttempt attempt: Int, requested: Int?, random: [UInt8]) -> Int64? {
        guard attempt < mostAttempts else { return nil }
        let seconds = Double(delays[min(attempt, delays.count) - 1])
        let fraction = Double(random.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 11) * 0x1p-53
        let spreadOut = seconds * (1 - spread + 2 * spread * fraction)
        let floor = Double(min(max(requested ?? 0, 0), 86_400))
        return Int64(max(spreadOut, floor) * 1_000_000)
    }
}
