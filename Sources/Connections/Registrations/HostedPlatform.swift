package import Values

/// A host of many customers under one issuer: their own pages and services lie elsewhere than the issuer.
package struct HostedPlatform: Sendable {
    package let issuer: String
    /// The customers' pages, and the host's own, are under one of these names.
    package let domains: [String]
    /// Nil for a product whose ways are the standard's.
    package var product: PlatformProduct?

    private static let all = [
        HostedPlatform(
            issuer: "https://canvas.instructure.com", domains: ["instructure.com", "canvaslms.com"], product: .canvas),
        HostedPlatform(
            issuer: "https://canvas.beta.instructure.com", domains: ["beta.instructure.com", "beta.canvaslms.com"],
            product: .canvas),
        HostedPlatform(
            issuer: "https://canvas.test.instructure.com", domains: ["test.instructure.com", "test.canvaslms.com"],
            product: .canvas),
        HostedPlatform(issuer: "https://blackboard.com", domains: ["blackboard.com"]),
        HostedPlatform(issuer: "https://schoology.schoology.com", domains: ["schoology.com"]),
    ]

    /// Nil for an issuer that is one platform.
    package static func of(issuer: String) -> HostedPlatform? { all.first { $0.issuer == issuer } }

    /// The places of all customers' pages of the hosts that a page belongs to, as ``FrameSource`` reads them; empty for a
    /// page of no known host.
    package static func frameSources(around page: WebAddress) -> [String] {
        var sources: [String] = []
        for source in all.filter({ $0.holds(page) }).flatMap(\.frameSources) where !sources.contains(source) {
            sources.append(source)
        }
        return sources
    }

    /// The places of all customers' pages.
    package var frameSources: [String] { domains.map { "https://*." + $0 } }

    /// The token services that serve many platforms, each of which is its own issuer.
    private static let tokenHosts = ["auth.brightspace.com"]

    /// Whether an access token may be fetched there for any platform.
    package static func isTokenService(_ address: WebAddress) -> Bool {
        isStandard(address) && tokenHosts.contains(address.host)
    }

    /// Whether a page or a service there is the host's, or one of its customers'.
    package func holds(_ address: WebAddress) -> Bool {
        Self.isStandard(address) && domains.contains { address.host == $0 || address.host.hasSuffix("." + $0) }
    }

    private static func isStandard(_ address: WebAddress) -> Bool { address.isSecure && address.port == 443 }
}
