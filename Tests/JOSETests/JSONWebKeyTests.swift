import Cryptography
import JOSE
import JSON
import Testing
import Values

@Suite("Keys as JSON")
struct JSONWebKeyTests {
    static func key(_ text: String) throws -> JSONWebKey { try JSONWebKey(JSONDocument(parsing: text).root) }

    static func refusal(_ text: String) throws -> JOSEError.Code? {
        let root = try JSONDocument(parsing: text).root
        do {
            _ = try JSONWebKey(root)
            return nil
        } catch { return error.code }
    }

    @Test("A key of ours survives JSON and is named by its thumbprint", arguments: SignatureAlgorithm.allCases)
    func roundTrip(algorithm: SignatureAlgorithm) throws {
        let key =
            switch algorithm.family {
            case .rsa: try PrivateKey.generateRSA()
            case .ellipticCurve(let curve): try PrivateKey.generateEC(curve)
            }
        let written = JSONWebKey(publicKey: key.publicKey, alg: algorithm)
        let read = try Self.key(written.node.text)
        #expect(read.publicKey.components == key.publicKey.components)
        #expect(read.kid == written.thumbprint)
        #expect(read.alg == algorithm.rawValue)
        #expect(read.use == "sig")
        #expect(read.node == written.node)
    }

    @Test("LTI-KEY-04: no private part is written, even for a key that was read with one")
    func noPrivatePart() throws {
        var text = try PublishedVectors.keys(PublishedVectors.rfc7520Keys).keys[0].node.text
        text.removeLast()
        let read = try Self.key(text + #","d":"AQAB","p":"AQAB","q":"AQAB","dp":"AQAB","dq":"AQAB","qi":"AQAB"}"#)
        guard case .object(let members) = read.node else { throw JOSEError(.invalidKey, "not an object") }
        #expect(Set(members.map { $0.0 }).isDisjoint(with: ["d", "p", "q", "dp", "dq", "qi"]))
    }

    @Test(
        "A key that can't be used is refused with its reason",
        arguments: [
            ("[]", JOSEError.Code.invalidKey), ("{}", .invalidKey), (#"{"kty":"oct","k":"AAAA"}"#, .unsupportedKey),
            (#"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#, .unsupportedKey),
            (#"{"kty":"RSA","e":"AQAB"}"#, .invalidKey),
            (#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#, .weakKey), (#"{"kty":"RSA","n":"A+AB","e":"AQAB"}"#, .invalidKey),
            (#"{"kty":"RSA","n":"AQAB","e":"AQAB","kid":1}"#, .invalidKey),
            (#"{"kty":"EC","crv":"P-521","x":"AAAA","y":"AAAA"}"#, .unsupportedKey),
            (#"{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}"#, .invalidKey),
        ])
    func refused(text: String, code: JOSEError.Code) throws {
        #expect(try Self.refusal(text) == code)
    }

    @Test("A point off its curve is refused")
    func offCurve() throws {
        let zeros = Base64URL.encode([UInt8](repeating: 1, count: 32))
        #expect(try Self.refusal(#"{"kty":"EC","crv":"P-256","x":"\#(zeros)","y":"\#(zeros)"}"#) == .invalidKey)
    }

    @Test("Keys that can't be used are left out of a set and the others kept")
    func partlyUsable() throws {
        let good = try PublishedVectors.keys(PublishedVectors.rfc7520Keys).keys[0]
        let node: JSONNode = ["keys": [["kty": "OKP"], good.node, 7, ["kty": "RSA", "n": "AQAB", "e": "AQAB"]]]
        let set = try JSONWebKeySet(parsing: node.serialized)
        #expect(set.keys.map(\.kid) == [good.kid])
        #expect(set.ignored.map(\.code) == [.unsupportedKey, .invalidKey, .weakKey])
    }

    @Test(
        "What isn't a set is refused",
        arguments: ["", "[]", "{}", #"{"keys":{}}"#, "<html>", #"{"keys":[],"keys":[]}"#])
    func notASet(text: String) {
        #expect(throws: JOSEError(.invalidKeySet, "")) { try JSONWebKeySet(parsing: Array(text.utf8)) }
    }
}
