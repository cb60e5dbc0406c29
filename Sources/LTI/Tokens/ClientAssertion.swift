public import Cryptography
import JOSE
import JSON
public import Values

/// The signed statement by which a tool proves itself to a token endpoint (RFC 7523 §2.2; Security Framework 1.0 §4.1.1).
public struct ClientAssertion: Sendable {
    /// Issuer and subject.
    public var clientID: String
    /// One string: the token endpoint, or what the platform wants instead.
    public var audience: String
    /// Unique for each assertion.
    public var id: String
    public var issuedAt: Instant
    /// Seconds until it ends, at most 300.
    public var lifetime: Int64 = 300
    /// LTI Core 1.3 §6.2.1.
    public var deploymentID: String?

    public init(clientID: String, audience: String, id: String, issuedAt: Instant, deploymentID: String? = nil) {
        self.clientID = clientID
        self.audience = audience
        self.id = id
        self.issuedAt = issuedAt
        self.deploymentID = deploymentID
    }

    public func signed(by key: PrivateKey, keyID: String) throws -> String {
        let claims: JSONNode = .compactObject([
            ("iss", .string(clientID)), ("sub", .string(clientID)), ("aud", .string(audience)),
            ("iat", .number(issuedAt.unixSeconds)), ("exp", .number(issuedAt.unixSeconds + min(lifetime, 300))),
            ("jti", .string(id)), (ClaimName.deploymentID, deploymentID.map(JSONNode.string)),
        ])
        return try CompactJWS.sign(payload: claims.serialized, key: key, algorithm: .RS256, keyID: keyID, type: "JWT")
    }

    /// The body of the token request (RFC 6749 §4.4, RFC 7523 §2.2).
    public static func tokenRequest(assertion: String, scopes: [String]) -> URLEncodedForm {
        URLEncodedForm([
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion), ("scope", scopes.joined(separator: " ")),
        ])
    }
}
