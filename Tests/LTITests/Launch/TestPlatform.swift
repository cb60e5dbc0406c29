import Cryptography
import JOSE
import JSON
import Values

@testable import LTI

/// A platform with a real key that signs whatever a test wants.
struct TestPlatform {
    static let key = generatedKey()
    static let otherKey = generatedKey()
    static let now = Instant(unixSeconds: 1_790_000_000)
    static let nonce = "the-nonce-of-this-login"

    var keyID: String? = "platform-1"
    var key = TestPlatform.key
    var algorithm = SignatureAlgorithm.RS256
    var keys = JSONWebKeySet(keys: [JSONWebKey(publicKey: TestPlatform.key.publicKey, alg: .RS256, kid: "platform-1")])
    var login = LoginFacts.open(
        nonceHash: Digest.sha256(Array(TestPlatform.nonce.utf8)), targetLinkURI: "https://tool.example/learn")
    var registration = PlatformRegistration(
        issuer: "https://lms.example", clientID: "client-1", toolOrigins: ["https://tool.example"])
    var now = TestPlatform.now
    /// In order; nil removes a claim.
    var claims: [(String, JSONNode)] = TestPlatform.learnerClaims

    static let learnerClaims: [(String, JSONNode)] = [
        ("iss", "https://lms.example"), ("aud", "client-1"), ("sub", "learner-7"),
        ("iat", .number(now.unixSeconds - 5)), ("exp", .number(now.unixSeconds + 55)), ("nonce", .string(nonce)),
        ("name", "Ada Lovelace"), ("email", "ada@example.org"),
        (ClaimName.messageType, "LtiResourceLinkRequest"), (ClaimName.version, "1.3.0"),
        (ClaimName.deploymentID, "1"), (ClaimName.targetLinkURI, "https://tool.example/learn"),
        (ClaimName.resourceLink, ["id": "link-1", "title": "Fire safety"]),
        (ClaimName.roles, ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]),
        (ClaimName.context, ["id": "course-9", "title": "Safety", "type": ["CourseSection"]]),
    ]

    subscript(claim: String) -> JSONNode? {
        get { claims.first { $0.0 == claim }?.1 }
        set {
            if let index = claims.firstIndex(where: { $0.0 == claim }) {
                if let newValue { claims[index].1 = newValue } else { claims.remove(at: index) }
            } else if let newValue {
                claims.append((claim, newValue))
            }
        }
    }

    func token() throws -> String {
        guard let keyID else { return try tokenWithoutKeyID() }
        return try CompactJWS.sign(
            payload: JSONNode.object(claims).serialized, key: key, algorithm: algorithm, keyID: keyID)
    }

    private func tokenWithoutKeyID() throws -> String {
        try signed(header: ["alg": "RS256", "typ": "JWT"], payload: JSONNode.object(claims).serialized)
    }

    /// A token with any header, signed by this platform's key with RS256.
    func signed(header: JSONNode, payload: [UInt8]) throws -> String {
        let input = Base64URL.encode(header.serialized) + "." + Base64URL.encode(payload)
        return input + "." + Base64URL.encode(try key.sign(Array(input.utf8), algorithm: .RS256))
    }

    func verdict(of token: String? = nil) throws -> LaunchVerdict {
        LaunchValidation.validate(
            token: try token ?? self.token(), keys: keys, login: login, registration: registration, now: now)
    }

    private static func generatedKey() -> PrivateKey {
        guard let key = try? PrivateKey.generateRSA(bits: 2_048) else { preconditionFailure("no key") }
        return key
    }
}

extension LaunchVerdict {
    var codes: [String] { reasons.map(\.code) }
}
