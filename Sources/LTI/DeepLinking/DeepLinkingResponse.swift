public import Cryptography
import JOSE
public import JSON
public import Values

/// The signed answer of a picker, which the user's browser carries back to the platform (Deep Linking 2.0 §4.5).
public struct DeepLinkingResponse: Sendable {
    /// The name of the form field (Security Framework 1.0 §5.2.1).
    public static let formField = "JWT"

    public var clientID: String
    /// The platform, exactly as it named itself in its request.
    public var issuer: String
    public var deploymentID: String
    /// Fresh for each answer.
    public var nonce: String
    public var issuedAt: Instant
    /// Seconds until it ends; 300 by default.
    public var lifetime: Int64 = 300
    /// As the request had it, byte for byte; nil when it had none (§4.5.5).
    public var data: JSONNode?
    /// Empty when nothing was chosen (§4.5.6).
    public var items: [ResourceLinkItem] = []
    /// Plain text for the user (§4.5.7).
    public var message: String?
    /// Plain text for the user, saying why there is nothing (§4.5.9).
    public var errorMessage: String?

    public init(clientID: String, issuer: String, deploymentID: String, nonce: String, issuedAt: Instant) {
        self.clientID = clientID
        self.issuer = issuer
        self.deploymentID = deploymentID
        self.nonce = nonce
        self.issuedAt = issuedAt
    }

    /// The compact token, signed RS256 (Security Framework 1.0 §5.2.2, §5.4).
    public func signed(by key: PrivateKey, keyID: String) throws -> String {
        try CompactJWS.sign(payload: claims.serialized, key: key, algorithm: .RS256, keyID: keyID, type: "JWT")
    }

    private var claims: JSONNode {
        .compactObject([
            ("iss", .string(clientID)), ("aud", .string(issuer)), ("iat", .number(issuedAt.unixSeconds)),
            ("exp", .number(issuedAt.unixSeconds + min(lifetime, 600))), ("nonce", .string(nonce)),
            (ClaimName.messageType, .string("LtiDeepLinkingResponse")), (ClaimName.version, .string(ltiVersion)),
            (ClaimName.deploymentID, .string(deploymentID)),
            (ClaimName.contentItems, .array(items.map(\.node))), (ClaimName.deepLinkingData, data),
            (ClaimName.deepLinkingMessage, message.map(JSONNode.string)),
            (ClaimName.deepLinkingErrorMessage, errorMessage.map(JSONNode.string)),
        ])
    }
}
