/// What the one outbound client may do.
public struct OutboundPolicy: Sendable {
    /// Seconds to connect; 5 by default.
    public var connectTimeout: Int64 = 5
    /// Seconds for the whole call; 20 by default.
    public var timeout: Int64 = 20
    /// Bytes of an answer's body; 4 MiB by default.
    public var maximumBody = 4 << 20
    /// Redirects to the same origin that a GET follows; 3 by default.
    public var maximumRedirects = 3
    /// Whether private, loopback and link-local addresses may be called: for a platform on the same machine or network.
    public var allowsPrivateAddresses = false
    /// Host names that lead to a fixed address, past the resolver and past the refusal of private addresses.
    public var nameOverrides: [String: String] = [:]
    public var userAgent = "Lectern/1"
    /// Certificates to trust beside the system's, in PEM: for tests and for platforms with a CA of their own.
    public var additionalTrustRoots: [String] = []

    public init() {}
}
