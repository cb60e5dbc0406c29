/// The products whose own ways, beside the standard's, we follow.
package enum PlatformProduct: String, Sendable, CaseIterable {
    case canvas

    /// By the known host of an issuer, else by the code with which a platform names its product (LTI Core 1.3 §5.4.2).
    package static func of(issuer: String, code: String?) -> PlatformProduct? {
        HostedPlatform.of(issuer: issuer)?.product ?? code.flatMap { PlatformProduct(rawValue: $0.lowercased()) }
    }
}
