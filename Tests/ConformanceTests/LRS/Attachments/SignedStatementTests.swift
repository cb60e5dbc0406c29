import Cryptography
import Database
import DemoJourney
import JOSE
import JSON
import TestWorld
import Testing
import Values

/// Signed statements (xAPI 1.0.3 part 2 §2.6; IEEE 9274.1.1 §4.2.6), over HTTP.
@Suite(.serialized) struct SignedStatementTests {
    private static let usage = "http://adlnet.gov/expapi/attachments/signature"

    private static func signature(
        of payload: JSONNode, _ algorithm: SignatureAlgorithm = .RS256, withCertificate: Bool = true,
        key: PrivateKey? = nil
    ) throws -> TestData {
        let text = try CompactJWS.sign(
            payload: payload.serialized, key: try key ?? PrivateKey(pem: TestSigner.key, passphrase: nil),
            algorithm: algorithm, keyID: "k", type: nil,
            extra: withCertificate ? [("x5c", .array([.string(TestSigner.certificate)]))] : [])
        return data(text)
    }

    private static func data(_ text: String) -> TestData {
        var data = TestData(text, type: "application/octet-stream")
        data.usage = usage
        return data
    }

    /// A statement that carries the signature.
    private static func signed(_ statement: JSONNode, _ data: TestData) -> JSONNode {
        guard case .object(let members) = statement else { return statement }
        return .object(members + [("attachments", [data.attachment()])])
    }

    @Test("LRS-SIG-01: a signature is of the type application/octet-stream", arguments: Engine.underTest)
    func contentType(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let statement = Saying.statement()
            var data = try Self.signature(of: statement)
            #expect(try await lrs.post(MultipartBody(Self.signed(statement, data), [data])).status == 200)
            data.type = "text/plain"
            #expect(try await lrs.post(MultipartBody(Self.signed(Saying.statement(), data), [data])).status == 400)
        }
    }

    @Test(
        "LRS-SIG-02, LRS-SIG-03, LRS-SIG-05: anything but a well-formed compact JWS over JSON is refused, with the reason"
    )
    func malformed() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let statement = Saying.statement(verb: "http://example.com/malformed/" + lrs.version)
            let good = String(decoding: try Self.signature(of: statement).bytes, as: UTF8.self)
            let parts = good.split(separator: ".").map(String.init)
            let notJSON = try CompactJWS.sign(
                payload: Array("no json".utf8), key: PrivateKey(pem: TestSigner.key, passphrase: nil),
                algorithm: .RS256,
                keyID: "k", type: nil)
            for text in [
                #"{"payload":"\#(parts[1])","protected":"\#(parts[0])","signature":"\#(parts[2])"}"#,
                parts[0] + "." + parts[1], "!" + good, "e30." + parts[1] + "." + parts[2],
                Base64URL.encode(Array("no json".utf8)) + "." + parts[1] + "." + parts[2], notJSON, "",
            ] {
                let data = Self.data(text)
                let answer = try await lrs.post(MultipartBody(Self.signed(statement, data), [data]))
                #expect(answer.status == 400, "\(text.prefix(40))")
                #expect(answer.text.contains("signature"), "says why")
            }
            #expect(try await lrs.count(verb: "http://example.com/malformed/" + lrs.version) == 0)
        }
    }

    @Test("LRS-SIG-04: RS256, RS384 and RS512 are taken, other algorithms refused")
    func algorithms() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            for algorithm in [SignatureAlgorithm.RS256, .RS384, .RS512] {
                let statement = Saying.statement()
                let data = try Self.signature(of: statement, algorithm)
                #expect(try await lrs.post(MultipartBody(Self.signed(statement, data), [data])).status == 200)
            }
            let statement = Saying.statement()
            let payload = Base64URL.encode(statement.serialized)
            var refused = ["HS256", "none", "PS256"].map { name in
                Self.data(Base64URL.encode(Array(#"{"alg":"\#(name)"}"#.utf8)) + "." + payload + ".c2ln")
            }
            refused.append(
                try Self.signature(of: statement, .ES256, withCertificate: false, key: .generateEC(.p256)))
            for data in refused {
                #expect(try await lrs.post(MultipartBody(Self.signed(statement, data), [data])).status == 400)
            }
        }
    }

    @Test("LRS-SIG-06: the payload equals the statement by the rules of comparison", arguments: Engine.underTest)
    func payload(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            func statement(_ actor: String, _ duration: String, reversed: Bool = false) -> JSONNode {
                guard case .object(let members) = Saying.statement(nil, actor: actor) else { return .null }
                let all = members + [("result", ["duration": .string(duration)])]
                return .object(reversed ? all.reversed() : all)
            }
            for (payload, status) in [
                (statement("ann", "PT1.000S"), 200), (statement("ann", "PT1.004S"), 200),
                (statement("ann", "PT1S", reversed: true), 200), (statement("eve", "PT1.000S"), 400),
                (statement("ann", "PT1.02S"), 400),
            ] {
                let data = try Self.signature(of: payload)
                let answer = try await lrs.post(MultipartBody(Self.signed(statement("ann", "PT1.000S"), data), [data]))
                #expect(answer.status == status, "\(payload.text)")
            }
        }
    }

    @Test("LRS-SIG-07: with x5c the signature is that of the first certificate's key")
    func certificate() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let statement = Saying.statement()
            let foreign = try Self.signature(of: statement, key: .generateRSA())
            #expect(try await lrs.post(MultipartBody(Self.signed(statement, foreign), [foreign])).status == 400)
            let bare = try Self.signature(of: statement, withCertificate: false)
            #expect(try await lrs.post(MultipartBody(Self.signed(statement, bare), [bare])).status == 200)
        }
    }

    @Test("LRS-SIG-09, LRS-SIG-10: a signature elsewhere is taken; one that came along goes out byte for byte")
    func roundTrip() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let (id, other) = (Saying.id(), Saying.id())
            let statement = Saying.statement(id)
            let data = try Self.signature(of: statement)
            #expect(try await lrs.post(MultipartBody(Self.signed(statement, data), [data])).status == 200)
            let back = try await lrs.fetch(id)
            #expect(back.data == [data.sha2: data.bytes])
            let text = try CompactJWS(parsing: try #require(back.data[data.sha2]))
            let key = try PrivateKey(pem: TestSigner.key, passphrase: nil).publicKey
            #expect(text.isSigned(by: key, algorithm: .RS256))
            let elsewhere = Saying.statement(
                other, attachments: [data.attachment(fileURL: "http://example.com/signature")])
            #expect(try await lrs.post(json: elsewhere).status == 200)
        }
    }

    @Test("LRS-SIG-11: in a batch each signature belongs to its own statement", arguments: Engine.underTest)
    func batch(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let statements = ["ann", "bob"].map { Saying.statement(actor: $0) }
            let data = try statements.map { try Self.signature(of: $0) }
            let swapped = [Self.signed(statements[0], data[1]), Self.signed(statements[1], data[0])]
            #expect(try await lrs.post(MultipartBody(.array(swapped), data)).status == 400)
            let right = zip(statements, data).map { Self.signed($0, $1) }
            #expect(try await lrs.post(MultipartBody(.array(right), data.reversed())).status == 200)
        }
    }
}
