public import JOSE

/// What tool and platform agreed on, as far as launches are checked against it. Registrations are told apart by issuer
/// **and** client id: one issuer may have many.
public struct PlatformRegistration: Sendable {
    /// Compared byte for byte (Security Framework 1.0 §5.1.3 step 2).
    public var issuer: String
    public var clientID: String
    /// RS256 unless more was agreed (Security Framework 1.0 §5.1.3 step 6).
    public var algorithms: AllowedAlgorithms = .standard
    /// Audiences beside our own that may stand in `aud` (§5.1.3 step 3).
    public var trustedAudiences: Set<String> = []
    /// Whether a launch without `sub` is an anonymous user (LTI Core 1.3 §5.3.6.1) or a bad payload.
    public var allowsAnonymous = false
    /// Whether a target that differs from the login's is refused; otherwise it is a warning (LTI Core 1.3 §5.3.4).
    public var requiresSameTarget = false
    /// Seconds by which clocks may differ; 60 by default, never over 300.
    public var leeway: Int64 = 60 { didSet { leeway = min(max(0, leeway), 300) } }
    /// Seconds after `iat` during which a token is taken, whatever its `exp`; 600 by default.
    public var maximumAge: Int64 = 600
    /// Our own origins, such as `https://lectern.example`, under which `target_link_uri` has to lie.
    public var toolOrigins: Set<String>

    public init(issuer: String, clientID: String, toolOrigins: Set<String>) {
        self.issuer = issuer
        self.clientID = clientID
        self.toolOrigins = toolOrigins
    }
}
