import Access
import Values

/// How many requests a second one credential may send to this node; more are answered with 429
/// (1.0.3 Communication §3.2; IEEE 9274.1.1 §4.1.5). Each has a bucket that fills evenly and holds a second's worth.
final class RequestRate: Sendable {
    private struct Bucket {
        var level: Double
        var at: Instant
    }

    private let buckets = Locked<[String: Bucket]>([:])
    private let perSecond: Double
    private let world: World

    /// Beyond it full buckets are forgotten.
    private static let limit = 10_000

    /// - Parameter perSecond: 0 for no limit.
    init(perSecond: Int, world: World) {
        self.perSecond = Double(perSecond)
        self.world = world
    }

    /// Counts a request.
    /// - Throws: `tooManyRequests`.
    func take(_ principal: XAPIPrincipal) throws(ServiceError) {
        guard perSecond > 0 else { return }
        let now = world.now()
        let isFree = buckets.withLock { buckets in
            var bucket = buckets[Self.name(principal)] ?? Bucket(level: perSecond, at: now)
            bucket.level = filled(bucket, now)
            bucket.at = now
            let isFree = bucket.level >= 1
            if isFree { bucket.level -= 1 }
            if buckets.count >= Self.limit { buckets = buckets.filter { filled($0.value, now) < perSecond } }
            buckets[Self.name(principal)] = bucket
            return isFree
        }
        guard isFree else {
            throw ServiceError(
                .tooManyRequests, "More than \(Int(perSecond)) requests a second came with these credentials.",
                retryAfter: 1)
        }
    }

    private func filled(_ bucket: Bucket, _ now: Instant) -> Double {
        let seconds = Double(max(0, now.microseconds(since: bucket.at))) / 1_000_000
        return min(perSecond, bucket.level + seconds * perSecond)
    }

    private static func name(_ principal: XAPIPrincipal) -> String {
        switch principal {
        case .client(let client): "client " + client.id
        case .session(let session): "session \(session.session)"
        }
    }
}
