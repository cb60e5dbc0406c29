import Cryptography
import JOSE
import JSON
import Testing
import Values

@testable import LTI

@Suite("Launches of the certification list that have to be accepted")
struct GoodLaunchTests {
    private static let membership = "http://purl.imsglobal.org/vocab/lis/v2/membership#"

    private func launch(_ change: (inout TestPlatform) -> Void) throws -> ValidatedLaunch {
        var platform = TestPlatform()
        change(&platform)
        let verdict = try platform.verdict()
        #expect(verdict.codes == [])
        return try #require(verdict.launch)
    }

    @Test("LTI-OK-01: an instructor's and a learner's launch", arguments: ["Instructor", "Learner"])
    func plain(role: String) throws {
        let launch = try launch { $0[ClaimName.roles] = [.string(Self.membership + role)] }
        #expect(launch.roles.standing == (role == "Instructor" ? .instructor : .learner))
        #expect(launch.subject == "learner-7")
        #expect(launch.resourceLink == ResourceLinkClaim(id: "link-1", title: "Fire safety", description: nil))
        #expect(launch.context?.kinds == [.courseSection])
        #expect(launch.user.name == "Ada Lovelace")
        #expect(launch.deploymentID == "1")
    }

    @Test(
        "LTI-OK-02, LTI-OK-03, LTI-OK-04, LTI-OK-05: several, short, unknown and no roles",
        arguments: [
            (["Learner", "Instructor"], RoleSet.Standing.instructor), (["Instructor"], .instructor),
            (["Learner"], .learner),
            (["https://vendor.example/roles#Wizard"], .guest), ([], .guest),
        ])
    func roles(names: [String], standing: RoleSet.Standing) throws {
        let launch = try launch { $0[ClaimName.roles] = .array(names.map(JSONNode.string)) }
        #expect(launch.roles.standing == standing)
    }

    @Test("LTI-OK-06, LTI-OK-07, LTI-OK-08, LTI-OK-09: e-mail only, names only, no personal data, no context")
    func personalData() throws {
        let emailOnly = try launch { $0["name"] = nil }
        #expect(emailOnly.user.email == "ada@example.org" && emailOnly.user.name == nil)
        let namesOnly = try launch { $0["email"] = nil }
        #expect(namesOnly.user.email == nil && namesOnly.user.name == "Ada Lovelace")
        let bare = try launch {
            $0["name"] = nil
            $0["email"] = nil
        }
        #expect(bare.subject == "learner-7")
        #expect(try launch { $0[ClaimName.context] = nil }.context == nil)
    }

    @Test("LTI-IDT-08: aud may be a list with ours alone, or with trusted ones and azp")
    func audiences() throws {
        _ = try launch { $0["aud"] = ["client-1"] }
        _ = try launch {
            $0.registration.trustedAudiences = ["https://service.example"]
            $0["aud"] = ["https://service.example", "client-1"]
            $0["azp"] = "client-1"
        }
    }

    @Test("LTI-IDT-12: clocks may differ by the leeway, and no more")
    func leeway() throws {
        _ = try launch { $0["exp"] = .number(TestPlatform.now.unixSeconds - 30) }
        _ = try launch { $0["iat"] = .number(TestPlatform.now.unixSeconds + 59) }
        var platform = TestPlatform()
        platform["exp"] = .number(TestPlatform.now.unixSeconds - 120)
        #expect(try platform.verdict().codes == ["token_expired"])
        platform.registration.leeway = 100_000
        #expect(platform.registration.leeway == 300)
        #expect(try platform.verdict().codes == [])
    }

    @Test("LTI-IDT-13, LTI-IDT-14: times are numbers, fractions allowed", arguments: ["exp", "iat"])
    func timesAreNumbers(claim: String) throws {
        var platform = TestPlatform()
        let good = platform[claim]
        platform[claim] = .number("\(good?.text ?? "").25")
        #expect(try platform.verdict().codes == [])
        platform[claim] = .string(good?.text ?? "")
        #expect(try platform.verdict().codes == ["\(claim)_invalid"])
        platform[claim] = nil
        #expect(try platform.verdict().codes == ["\(claim)_invalid"])
    }

    @Test("A sub has at most 255 ASCII characters")
    func subject() throws {
        let longest = String(repeating: "A", count: 255)
        #expect(try launch { $0["sub"] = .string(longest) }.subject == longest)
        var platform = TestPlatform()
        platform["sub"] = .string(longest + "A")
        #expect(try platform.verdict().codes == ["claim_malformed:sub"])
        #expect(try platform.verdict().status == 400)
    }

    @Test("LTI-IDT-18: a key in the token's own header is never used")
    func keyInHeader() throws {
        var platform = TestPlatform()
        platform.key = TestPlatform.otherKey
        let attacker = JSONWebKey(publicKey: TestPlatform.otherKey.publicKey, alg: .RS256, kid: "platform-1")
        let header: JSONNode = [
            "alg": "RS256", "kid": "platform-1", "jwk": attacker.node, "jku": "https://evil.example/jwks",
        ]
        let token = try platform.signed(header: header, payload: JSONNode.object(platform.claims).serialized)
        #expect(try platform.verdict(of: token).codes == ["signature_invalid"])
    }

    @Test("LTI-IDT-19, LTI-CLM-26: fifty vendor claims change nothing")
    func vendorClaims() throws {
        let launch = try launch { platform in
            for i in 0..<50 { platform["https://vendor.example/claim/\(i)"] = ["deep": [1, [2, nil]]] }
        }
        #expect(launch.subject == "learner-7")
    }

    @Test("LTI-IDT-20: a key for encryption, or for another algorithm, verifies nothing")
    func unsuitableKey() throws {
        var platform = TestPlatform()
        var node = JSONWebKey(publicKey: TestPlatform.key.publicKey, alg: .RS256, kid: "platform-1").node.text
        node = node.replacing("\"use\":\"sig\"", with: "\"use\":\"enc\"")
        platform.keys = try JSONWebKeySet(parsing: Array("{\"keys\":[\(node)]}".utf8))
        #expect(try platform.verdict().codes == ["key_unsuitable"])
    }

    @Test("LTI-IDT-21: a token over 64 kB is refused unread")
    func oversized() throws {
        let verdict = try TestPlatform().verdict(of: String(repeating: "a", count: 1 << 20))
        #expect(verdict.codes == ["token_too_large"])
    }

    @Test(
        "LTI-IDT-22: a payload with a member twice, too deep or not UTF-8 is refused",
        arguments: [
            Array(#"{"iss":"a","iss":"b"}"#.utf8), Array((String(repeating: "[", count: 99)).utf8), [0xFF, 0xFE], [],
            Array("[]".utf8), Array("3".utf8),
        ])
    func hostilePayload(payload: [UInt8]) throws {
        let platform = TestPlatform()
        let token = try platform.signed(header: ["alg": "RS256", "kid": "platform-1"], payload: payload)
        #expect(try platform.verdict(of: token).codes == ["token_malformed"])
    }

    @Test("LTI-JWKSP-01, LTI-JWKSP-06: the kid chooses among the keys of the set, old and new side by side")
    func keyChoice() throws {
        var platform = TestPlatform()
        platform.keys.keys.append(
            JSONWebKey(publicKey: TestPlatform.otherKey.publicKey, alg: .RS256, kid: "platform-2"))
        #expect(try platform.verdict().codes == [])
        platform.key = TestPlatform.otherKey
        #expect(try platform.verdict().codes == ["signature_invalid"])
        platform.keyID = "platform-2"
        #expect(try platform.verdict().codes == [])
    }

    @Test("A key set without alg and use is usable, as Open edX publishes it")
    func keyWithoutAlgorithm() throws {
        var platform = TestPlatform()
        let node = JSONWebKey(publicKey: TestPlatform.key.publicKey, alg: .RS256, kid: "platform-1").node.text
            .replacing("\"use\":\"sig\",", with: "").replacing("\"alg\":\"RS256\",", with: "")
        platform.keys = try JSONWebKeySet(parsing: Array("{\"keys\":[\(node)]}".utf8))
        #expect(try platform.verdict().codes == [])
    }
}
