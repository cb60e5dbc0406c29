import Values

/// How often something may happen, for each of many keys at this node: each has a bucket that holds `burst` tries and
/// fills again evenly.
final class TokenBuckets: Sendable {
    private struct Bucket {
        var level: Double
        var at: Instant
    }

    private let buckets = Locked<[String: Bucket]>([:])
    private let perSecond: Double
    private let burst: Double
    private let world: World

    /// Beyond it full buckets are forgotten.
    private static let limit = 10_000

    init(perSecond: Double, burst: Double, world: World) {
        self.perSecond = perSecond
        self.burst = burst
        self.world = world
    }

    /// Takes a try out. Returns whether there was one.
    func take(_ key: String) -> Bool {
        let now = world.now()
        return buckets.withLock { buckets in
            var bucket = Bucket(level: level(buckets[key], now), at: now)
            let isFree = bucket.level >= 1
            if isFree { bucket.level -= 1 }
            if buckets.count >= Self.limit { buckets = buckets.filter { level($0.value, now) < burst } }
            buckets[key] = bucket
            return isFree
        }
    }

    /// Seconds until there is a whole try again after the last was taken.
    var wait: Int { max(1, Int((1 / perSecond).rounded(.up))) }

    private func level(_ bucket: Bucket?, _ now: Instant) -> Double {
        guard let bucket else { return burst }
        let seconds = Double(max(0, now.microseconds(since: bucket.at))) / 1_000_000
        return min(burst, bucket.level + seconds * perSecond)
    }
}
