import CReference
import Cryptography
import JOSE
import JSON
import LTI
import Values

extension Bench.Group {
    /// The check of a launch token without any store: signature, claims, nonce compared, on one core.
    static let token = Bench.Group(["token"]) { yard in
        let world = World.system
        let key = try PrivateKey.generateRSA(bits: 2_048)
        let (now, nonce) = (world.now(), world.newSecret())
        let text = try CompactJWS.sign(
            payload: LaunchClaims.node(now: now, nonce: nonce).serialized, key: key, algorithm: .RS256,
            keyID: key.publicKey.thumbprint)
        let keys = JSONWebKeySet(keys: [
            JSONWebKey(publicKey: key.publicKey, alg: .RS256, kid: key.publicKey.thumbprint)
        ])
        let login = LoginFacts.open(
            nonceHash: Digest.sha256(Array(nonce.utf8)), targetLinkURI: LaunchClaims.tool + "/lti/launch")
        let registration = PlatformRegistration(
            issuer: LaunchClaims.issuer, clientID: LaunchClaims.clientID, toolOrigins: [LaunchClaims.tool])
        let signed = text.utf8.lastIndex(of: UInt8(ascii: ".")).map {
            text.utf8.distance(from: text.startIndex, to: $0)
        }
        let measured = try alternating {
            let start = ContinuousClock.now
            var done = 0
            while start.duration(to: .now) < .seconds(2) {
                for _ in 0..<100 {
                    let verdict = LaunchValidation.validate(
                        token: text, keys: keys, login: login, registration: registration, now: now)
                    guard verdict.launch != nil else { throw BenchFailure("the token was refused: \(verdict.reasons)") }
                }
                done += 100
            }
            let rate = Double(done) / start.duration(to: .now).seconds
            return LoadResult(
                rate: rate, p50: 1_000 / rate, p95: 1_000 / rate, p99: 1_000 / rate, answers: done, bytes: 0)
        } limit: {
            try reached("RS256", lectern_reference_rs256_verify(signed ?? text.utf8.count, 2))
        }
        yard.add(
            BenchRow(
                id: "token", what: "pure check of a launch token, one core", value: measured.value.rate,
                unit: "tokens/s", limit: measured.limit, goal: "≥ 0.5",
                data: "RS256 over \(text.utf8.count) bytes of token"))
    }
}

/// A launch as a large LMS sends it.
private enum LaunchClaims {
    static let issuer = "https://lms.example.edu"
    static let clientID = "10000000000042"
    static let tool = "https://lectern.example.org"
    private static let lti = "https://purl.imsglobal.org/spec/lti/claim/"
    private static let membership = "http://purl.imsglobal.org/vocab/lis/v2/membership#"

    static func node(now: Instant, nonce: String) -> JSONNode {
        .object([
            ("iss", .string(issuer)), ("aud", .string(clientID)), ("sub", "a6d5c443-1f51-4783-ba1a-7686ffe3b54a"),
            ("iat", .number(now.unixSeconds)), ("exp", .number(now.unixSeconds + 3_600)), ("nonce", .string(nonce)),
            ("name", "Amina Haddad"), ("given_name", "Amina"), ("family_name", "Haddad"),
            ("email", "amina@example.edu"), ("locale", "en"), (lti + "message_type", "LtiResourceLinkRequest"),
            (lti + "version", "1.3.0"), (lti + "deployment_id", "8:1d2c3b4a"),
            (lti + "target_link_uri", .string(tool + "/lti/launch")),
            (lti + "resource_link", ["id": "link-1042", "title": "Harbours and tides"]),
            (lti + "roles", [.string(membership + "Learner")]),
            (lti + "context", ["id": "course-42", "label": "SAFE-42", "title": "Working safely"]),
            (lti + "tool_platform", ["guid": "lms-1", "name": "Example LMS", "product_family_code": "canvas"]),
            (
                lti + "launch_presentation",
                ["document_target": "iframe", "return_url": "https://lms.example.edu/courses/42", "locale": "en"]
            ),
            (lti + "custom", ["lectern_binding": "Wm9lIGlzIGhlcmU"]),
            (
                "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint",
                [
                    "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
                    "lineitem": "https://lms.example.edu/api/lti/courses/42/line_items/7",
                    "lineitems": "https://lms.example.edu/api/lti/courses/42/line_items",
                ]
            ),
        ])
    }
}
