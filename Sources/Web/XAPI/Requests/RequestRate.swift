import Access
import Values

/// How many requests a second one credential may send to this node; more are answered with 429
/// (1.0.3 Communication §3.2; IEEE 9274.1.1 §4.1.5). A bucket holds a second's worth; a credential may have a rate of its
/// own.
final class RequestRate: Sendable {
    /// By rate.
    private let buckets = Locked<[Int: TokenBuckets]>([:])
    private let perSecond: Int
    private let world: World

    /// - Parameter perSecond: of each credential that has no number of its own; 0 for no limit.
    init(perSecond: Int, world: World) {
        self.perSecond = perSecond
        self.world = world
    }

    /// Counts a request.
    /// - Throws: `tooManyRequests`.
    func take(_ principal: XAPIPrincipal) throws(ServiceError) {
        let allowed = Self.own(principal) ?? perSecond
        guard allowed > 0, !buckets(of: allowed).take(principal.credentialName) else { return }
        throw ServiceError(
            .tooManyRequests, "More than \(allowed) requests a second came with these credentials.", retryAfter: 1)
    }

    private func buckets(of rate: Int) -> TokenBuckets {
        buckets.withLock { known in
            if let there = known[rate] { return there }
            let new = TokenBuckets(perSecond: Double(rate), burst: Double(rate), world: world)
            known[rate] = new
            return new
        }
    }

    private static func own(_ principal: XAPIPrincipal) -> Int? {
        if case .client(let client) = principal { client.rate } else { nil }
    }
}
