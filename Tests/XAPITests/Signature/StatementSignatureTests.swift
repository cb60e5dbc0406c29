import Cryptography
import JOSE
import JSON
import TestWorld
import Testing
import Values
import XAPI

@Suite("Signatures of statements") struct StatementSignatureTests {
    static let statement: JSONNode = [
        "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee", "actor": ["mbox": "mailto:a@example.com"],
        "verb": ["id": "http://example.com/did"], "object": ["id": "http://example.com/lesson"],
        "result": ["duration": "PT1.000S", "success": true],
    ]
    static let within = Instant(rfc3339: "2030-01-01T00:00:00Z") ?? Instant(unixSeconds: 0)
    static let after = Instant(rfc3339: "2090-01-01T00:00:00Z") ?? Instant(unixSeconds: 0)

    private func sign(
        _ payload: [UInt8], _ algorithm: SignatureAlgorithm = .RS256,
        x5c: JSONNode? = .array([.string(TestSigner.certificate)]), key: PrivateKey? = nil
    ) throws -> [UInt8] {
        let key = try key ?? PrivateKey(pem: TestSigner.key, passphrase: nil)
        return Array(
            try CompactJWS.sign(
                payload: payload, key: key, algorithm: algorithm, keyID: "k", type: nil,
                extra: x5c.map { [("x5c", $0)] } ?? []
            ).utf8)
    }

    private func check(
        _ bytes: [UInt8], of statement: JSONNode = Self.statement, now: Instant = Self.within
    ) throws -> Result<StatementSignature.Finding, StatementSignatureFault> {
        StatementSignature.check(bytes, of: try JSONDocument(parsing: statement.serialized).root, now: now)
    }

    private func expectRefusal(_ bytes: [UInt8], _ comment: Comment) throws {
        if case .success = try check(bytes) { Issue.record(comment) }
    }

    @Test("RS256, RS384 and RS512 hold; the chain's worth is told and refuses nothing")
    func algorithms() throws {
        for algorithm in [SignatureAlgorithm.RS256, .RS384, .RS512] {
            let bytes = try sign(Self.statement.serialized, algorithm)
            #expect(try check(bytes) == .success(.certified(.unknown)))
            #expect(try check(bytes, now: Self.after) == .success(.certified(.expired)))
        }
        #expect(try check(sign(Self.statement.serialized, x5c: nil)) == .success(.anonymous))
    }

    @Test("Other algorithms are refused")
    func otherAlgorithms() throws {
        try expectRefusal(sign(Self.statement.serialized, .PS256), "PS256")
        try expectRefusal(
            sign(Self.statement.serialized, .ES256, x5c: nil, key: .generateEC(.p256)), "ES256")
        for name in ["none", "HS256", "rs256"] {
            let head = Base64URL.encode(Array(#"{"alg":"\#(name)"}"#.utf8))
            try expectRefusal(
                Array("\(head).\(Base64URL.encode(Self.statement.serialized)).c2ln".utf8), "\(name)")
        }
    }

    @Test("The payload is the statement by the rules of comparison, whatever its spelling")
    func payload() throws {
        let same = #"""
            {"result":{"success":true,"duration":"PT1.004S"},"object":{"id":"http://example.com/lesson","definition":
            {"name":{"en":"x"}}},"verb":{"id":"http://example.com/did","display":{"en":"did"}},
            "actor":{"name":"A","mbox":"mailto:a@example.com"}}
            """#
        #expect(try check(sign(Array(same.utf8))) == .success(.certified(.unknown)))
        for other in [
            same.replacing("a@example", with: "b@example"), same.replacing("PT1.004S", with: "PT1.02S"),
            same.replacing("true", with: "false"), "[]", "1", "{", "",
        ] {
            try expectRefusal(sign(Array(other.utf8)), "\(other)")
        }
        let another = #"{"id":"00000000-0000-4000-8000-000000000001","# + same.dropFirst()
        try expectRefusal(sign(Array(another.utf8)), "another id")
    }

    @Test("A signature of another key than the certificate's is refused, and so is a damaged one")
    func damaged() throws {
        try expectRefusal(sign(Self.statement.serialized, key: .generateRSA()), "other key")
        var bytes = try sign(Self.statement.serialized)
        bytes[bytes.count - 5] ^= 1
        try expectRefusal(bytes, "one bit")
        let text = String(decoding: try sign(Self.statement.serialized), as: UTF8.self)
        for broken in [
            "", "a.b", text + ".x", text + "=", "\n" + text, text.replacing(".", with: " ."), #"{"payload":"x"}"#,
        ] {
            try expectRefusal(Array(broken.utf8), "\(broken.prefix(20))")
        }
    }

    @Test("An x5c that is no list of certificates is refused")
    func chains() throws {
        let good = JSONNode.string(TestSigner.certificate)
        for x5c in [.string(TestSigner.certificate), .array([]), ["AAAA"], ["!"], .array([good, 1]), .null]
            as [JSONNode]
        {
            try expectRefusal(sign(Self.statement.serialized, x5c: x5c), "\(x5c.text.prefix(20))")
        }
        #expect(
            try check(sign(Self.statement.serialized, x5c: .array([good, good]))) == .success(.certified(.unknown)))
    }
}
