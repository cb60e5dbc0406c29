import Access
import Values

/// How many requests a second one credential may send to this node; more are answered with 429
/// (1.0.3 Communication §3.2; IEEE 9274.1.1 §4.1.5). A bucket holds a second's worth.
final class RequestRate: Sendable {
    private let buckets: TokenBuckets?
    private let perSecond: Int

    /// - Parameter perSecond: 0 for no limit.
    init(perSecond: Int, world: World) {
        self.perSecond = perSecond
        buckets =
            perSecond > 0
            ? TokenBuckets(perSecond: Double(perSecond), burst: Double(perSecond), world: world) : nil
    }

    /// Counts a request.
    /// - Throws: `tooManyRequests`.
    func take(_ principal: XAPIPrincipal) throws(ServiceError) {
        guard let buckets, !buckets.take(principal.credentialName) else { return }
        throw ServiceError(
            .tooManyRequests, "More than \(perSecond) requests a second came with these credentials.", retryAfter: 1)
    }
}
