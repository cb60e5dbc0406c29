import Values
import Workflows

/// How often one address may knock at the doors that need no proof, at this node (LTI-LOGIN-13). A whole school may stand
/// behind one address, so the first thousand logins pass at once.
final class LaunchRates: Sendable {
    private let logins: TokenBuckets?
    private let refusals: TokenBuckets?
    private let registrations: TokenBuckets?

    init(_ services: Services) {
        let perSecond = Double(services.settings.launchesPerSecond)
        func buckets(_ share: Double, burst: Double) -> TokenBuckets? {
            perSecond > 0 ? TokenBuckets(perSecond: perSecond * share, burst: burst, world: services.world) : nil
        }
        logins = buckets(1, burst: 1_000)
        refusals = buckets(0.05, burst: 200)
        registrations = buckets(0.005, burst: 20)
    }

    /// Counts a login that begins.
    /// - Throws: `tooManyRequests`.
    func login(from address: String) throws(ServiceError) { try take(logins, address) }

    /// Counts a page for a platform that wants to register without an invitation: each reads the platform's configuration.
    func registration(from address: String) throws(ServiceError) { try take(registrations, address) }

    /// Whether one more refusal from the address is recorded. It is looked at in any case, so that nobody keeps a school
    /// out by sending what is refused.
    func mayRecord(from address: String) -> @Sendable () -> Bool {
        { [refusals] in refusals?.take(Self.key(address)) ?? true }
    }

    private func take(_ buckets: TokenBuckets?, _ address: String) throws(ServiceError) {
        guard let buckets, !buckets.take(Self.key(address)) else { return }
        throw Self.error(buckets)
    }

    private static func error(_ buckets: TokenBuckets) -> ServiceError {
        ServiceError(.tooManyRequests, "Too many tries. Please wait.", retryAfter: buckets.wait)
    }

    private static func key(_ address: String) -> String { TrustedProxies.network(of: address) }
}
