import Cryptography
import JOSE
import Testing
import Values

@Suite("The standards' own examples")
struct PublishedVectorTests {
    @Test("RFC 7515 A.2: the RS256 example is accepted by its key")
    func rs256() throws {
        let key = try #require(PublishedVectors.keys(PublishedVectors.rfc7515Keys).keys(withID: "a2").first)
        let text = try CompactJWS(parsing: PublishedVectors.rfc7515RS256)
        #expect(text.isSigned(by: key.publicKey, algorithm: .RS256))
        #expect(String(decoding: text.payload, as: UTF8.self).hasPrefix(#"{"iss":"joe","#))
    }

    @Test("RFC 7515 A.3: the ES256 example is accepted by its key")
    func es256() throws {
        let key = try #require(PublishedVectors.keys(PublishedVectors.rfc7515Keys).keys(withID: "a3").first)
        let text = try CompactJWS(parsing: PublishedVectors.rfc7515ES256)
        #expect(text.isSigned(by: key.publicKey, algorithm: .ES256))
        #expect(!text.isSigned(by: key.publicKey, algorithm: .ES384))
    }

    @Test("RFC 7515 A.5: the unsecured example is readable and refused")
    func unsecured() throws {
        let text = try CompactJWS(parsing: PublishedVectors.rfc7515None)
        let verdict = try PublishedVectors.keys(PublishedVectors.rfc7515Keys).judge(text)
        #expect(verdict.faults == [.algorithmNotAllowed("none"), .missingKeyID])
    }

    @Test("RFC 7517 A.1: the example set is read, with use and algorithm")
    func keySet() throws {
        let set = try PublishedVectors.keys(PublishedVectors.rfc7517Keys)
        #expect(set.keys.map(\.kid) == ["1", "2011-04-29"])
        #expect(set.keys.map(\.use) == ["enc", nil])
        #expect(set.keys.map(\.alg) == [nil, "RS256"])
        #expect(set.ignored.isEmpty)
    }

    @Test("RFC 7638 §3.1: the example key has the printed thumbprint")
    func thumbprint() throws {
        let key = try #require(PublishedVectors.keys(PublishedVectors.rfc7517Keys).keys.last)
        #expect(key.thumbprint == PublishedVectors.rfc7638Thumbprint)
    }

    @Test("RFC 7520 §4.1: the example is accepted whole, key chosen by its kid")
    func cookbook() throws {
        let text = try CompactJWS(parsing: PublishedVectors.rfc7520RS256)
        let verdict = try PublishedVectors.keys(PublishedVectors.rfc7520Keys).judge(text)
        #expect(verdict.isAccepted)
        #expect(verdict.faults.isEmpty)
        #expect(String(decoding: text.payload, as: UTF8.self) == PublishedVectors.rfc7520Payload)
    }

    @Test("RFC 7520 §4.1: the example's key signs the example's text to the printed signature")
    func cookbookSigning() throws {
        let key = try PrivateKey(pem: PublishedVectors.rfc7520PrivateKey, passphrase: nil)
        let signed = try CompactJWS.sign(
            payload: Array(PublishedVectors.rfc7520Payload.utf8), key: key, algorithm: .RS256,
            keyID: "bilbo.baggins@hobbiton.example", type: nil)
        #expect(signed == PublishedVectors.rfc7520RS256)
    }
}
