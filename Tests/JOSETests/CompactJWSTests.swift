import JOSE
import Testing
import Values

@Suite("Taking a signed text apart")
struct CompactJWSTests {
    static func text(header: String, payload: String = "{}", signature: String = "AAAA") -> String {
        Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8) + "." + signature
    }

    static func refusal(_ text: String, limit: Int = 65_536) -> JOSEError.Code? {
        do {
            _ = try CompactJWS(parsing: text, limit: limit)
            return nil
        } catch { return error.code }
    }

    @Test("A well-formed text gives its parts, with unknown members of the header ignored")
    func wellFormed() throws {
        let text = try CompactJWS(
            parsing: Self.text(header: #"{"alg":"RS256","kid":"k","typ":"JWT","jku":"https://evil.example/","x":[1]}"#))
        #expect(text.header.alg == "RS256")
        #expect(text.header.kid == "k")
        #expect(text.header.typ == "JWT")
        #expect(text.payload == Array("{}".utf8))
        #expect(text.signature == [0, 0, 0])
    }

    @Test(
        "Anything but three parts of strict base64url is refused",
        arguments: [
            "", ".", "a.b", "a.b.c.d", "!.e30.AAAA", "eyJhbGciOiJSUzI1NiJ9.e30=.AAAA", "eyJhbGciOiJSUzI1NiJ9.e30.AA AA",
            "eyJhbGciOiJSUzI1NiJ9.e31.AAAA", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA\n", " eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
            "eyJhbGciOiJSUzI1NiJ9.e+0.AAAA", "eyJhbGciOiJSUzI1NiJ9.e30.A",
        ])
    func notCompact(text: String) {
        #expect(Self.refusal(text) == .notCompact)
    }

    @Test(
        "A header that isn't one is refused with its reason",
        arguments: [
            ("", JOSEError.Code.invalidHeader), ("[]", .invalidHeader), ("{", .invalidHeader),
            ("{}", .missingAlgorithm),
            (#"{"alg":"RS256","alg":"none"}"#, .invalidHeader), (#"{"alg":1}"#, .invalidHeader),
            (#"{"alg":"RS256","kid":7}"#, .invalidHeader), (#"{"alg":"RS256"} x"#, .invalidHeader),
            (#"{"alg":"RS256","crit":["exp"]}"#, .criticalExtension),
            (#"{"alg":"RS256","crit":[]}"#, .criticalExtension),
            (#"{"alg":"RS256","b64":false}"#, .unencodedPayload), (#"{"alg":"RS256","b64":"no"}"#, .unencodedPayload),
        ])
    func badHeader(header: String, code: JOSEError.Code) {
        #expect(Self.refusal(Self.text(header: header)) == code)
    }

    @Test("A text over the limit is refused before it is decoded, and one at the limit is read")
    func limit() {
        let text = Self.text(header: #"{"alg":"RS256"}"#, payload: String(repeating: "a", count: 900))
        #expect(Self.refusal(text, limit: text.utf8.count) == nil)
        #expect(Self.refusal(text, limit: text.utf8.count - 1) == .tooLarge)
        #expect(Self.refusal(String(repeating: "a", count: 70_000)) == .tooLarge)
    }
}
