import Cryptography
import JOSE
import JSON
import Testing
import Values

@Suite("Judging a signature")
struct SignatureVerdictTests {
    static let rsa = Result { try PrivateKey.generateRSA() }
    static let elliptic = Result { try PrivateKey.generateEC(.p256) }

    func signed(_ algorithm: SignatureAlgorithm = .RS256, kid: String = "k") throws -> CompactJWS {
        let key = try algorithm.rawValue.hasPrefix("ES") ? Self.elliptic.get() : Self.rsa.get()
        return try CompactJWS(
            parsing: CompactJWS.sign(payload: Array("{}".utf8), key: key, algorithm: algorithm, keyID: kid))
    }

    func set(_ change: ([(String, JSONNode)]) -> [(String, JSONNode)] = { $0 }) throws -> JSONWebKeySet {
        let key = JSONWebKey(publicKey: try Self.rsa.get().publicKey, alg: .RS256, kid: "k")
        guard case .object(let members) = key.node else { return JSONWebKeySet() }
        let node: JSONNode = ["keys": [.object(change(members))]]
        return try JSONWebKeySet(parsing: node.serialized)
    }

    func replacing(_ name: String, by value: JSONNode?) throws -> JSONWebKeySet {
        try set { $0.filter { $0.0 != name } + (value.map { [(name, $0)] } ?? []) }
    }

    @Test("LTI-JWKSP-01: the key is chosen by the header's kid")
    func chosenByKeyID() throws {
        let other = JSONWebKey(publicKey: try PrivateKey.generateRSA().publicKey, alg: .RS256, kid: "other")
        var keys = try set()
        keys.keys.insert(other, at: 0)
        #expect(try keys.judge(signed(kid: "k")).key?.kid == "k")
        #expect(try keys.judge(signed(kid: "other")).faults == [.wrongSignature])
    }

    @Test("A text without kid, or with one that the set doesn't have, is refused")
    func unknownKey() throws {
        #expect(try set().judge(signed(kid: "x")).faults == [.unknownKeyID("x")])
        #expect(try set().judge(signed(kid: "")).faults == [.missingKeyID])
    }

    @Test("LTI-IDT-20: key type, use, operations and algorithm must agree with the header")
    func disagreement() throws {
        let text = try signed()
        #expect(try replacing("use", by: "enc").judge(text).faults == [.keyNotForSignatures])
        #expect(try replacing("key_ops", by: ["encrypt"]).judge(text).faults == [.keyNotForSignatures])
        #expect(try replacing("key_ops", by: ["verify"]).judge(text).isAccepted)
        #expect(try replacing("alg", by: "RS512").judge(text).faults == [.keyForOtherAlgorithm("RS512")])
        #expect(try replacing("alg", by: nil).judge(text).isAccepted)
        #expect(try replacing("use", by: nil).judge(text).isAccepted)
        let everything = AllowedAlgorithms(Set(SignatureAlgorithm.allCases))
        #expect(
            try replacing("alg", by: nil).judge(signed(.ES256), allowing: everything).faults == [.keyOfOtherType("RSA")]
        )
    }

    @Test("Every reason is told, not the first alone")
    func allReasons() throws {
        let keys = try set { members in members.map { ($0.0, $0.0 == "use" ? "enc" : $0.0 == "alg" ? "RS384" : $0.1) } }
        #expect(try keys.judge(signed()).faults == [.keyNotForSignatures, .keyForOtherAlgorithm("RS384")])
    }

    @Test("RS256 alone is allowed unless the registration says otherwise")
    func allowList() throws {
        let keys = try replacing("alg", by: nil)
        for algorithm in [SignatureAlgorithm.RS384, .RS512, .PS256] {
            let text = try signed(algorithm)
            #expect(keys.judge(text).faults == [.algorithmNotAllowed(algorithm.rawValue)])
            #expect(keys.judge(text, allowing: AllowedAlgorithms([algorithm])).isAccepted)
        }
    }

    @Test(
        "HMAC with the public key as secret, and none, are refused whatever is allowed",
        arguments: ["HS256", "none", "None"])
    func symmetric(alg: String) throws {
        let keys = try replacing("alg", by: nil)
        let input = Base64URL.encode(#"{"alg":"\#(alg)","kid":"k"}"#.utf8) + "." + Base64URL.encode("{}".utf8)
        let mac = MessageAuthentication(key: Array(try Self.rsa.get().publicKey.pem().utf8)).code(for: input.utf8)
        let text = try CompactJWS(parsing: input + "." + (alg == "HS256" ? Base64URL.encode(mac) : ""))
        let everything = AllowedAlgorithms(Set(SignatureAlgorithm.allCases))
        #expect(keys.judge(text, allowing: everything).faults == [.algorithmNotAllowed(alg)])
    }

    @Test("A text with any part changed is refused")
    func tampered() throws {
        let key = try Self.rsa.get()
        let text = try CompactJWS.sign(payload: Array(#"{"a":1}"#.utf8), key: key, algorithm: .RS256, keyID: "k")
        let parts = text.split(separator: ".").map(String.init)
        let payload = try CompactJWS(parsing: parts[0] + "." + Base64URL.encode(#"{"a":2}"#.utf8) + "." + parts[2])
        #expect(try set().judge(payload).faults == [.wrongSignature])
        let head = Base64URL.encode(#"{"alg":"RS256","kid":"k"}"#.utf8)
        #expect(
            try set().judge(CompactJWS(parsing: [head, parts[1], parts[2]].joined(separator: "."))).faults == [
                .wrongSignature
            ])
        #expect(
            try set().judge(CompactJWS(parsing: [parts[0], parts[1], ""].joined(separator: "."))).faults == [
                .wrongSignature
            ])
        #expect(try set().judge(CompactJWS(parsing: text)).isAccepted)
    }

    @Test("LTI-JWKSP-06: the old and the new key in one set both verify")
    func overlap() throws {
        var keys = try set()
        keys.keys.append(JSONWebKey(publicKey: try Self.elliptic.get().publicKey, alg: .ES256, kid: "new"))
        let both = AllowedAlgorithms([.RS256, .ES256])
        #expect(try keys.judge(signed(kid: "k"), allowing: both).isAccepted)
        #expect(try keys.judge(signed(.ES256, kid: "new"), allowing: both).isAccepted)
    }

    @Test("Two keys of one name: the one that signed is found")
    func sameName() throws {
        var keys = try set()
        keys.keys.insert(JSONWebKey(publicKey: try PrivateKey.generateRSA().publicKey, alg: .RS256, kid: "k"), at: 0)
        #expect(try keys.judge(signed()).isAccepted)
    }

    @Test("Names of algorithms are read from text, and unknown ones are refused")
    func allowedFromText() {
        #expect(AllowedAlgorithms("RS256 ES256")?.text == "RS256 ES256")
        #expect(AllowedAlgorithms("ES256,RS256")?.text == "RS256 ES256")
        for text in ["", "none", "HS256", "RS256 HS256"] { #expect(AllowedAlgorithms(text) == nil) }
    }
}
