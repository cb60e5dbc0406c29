import LTI
import Testing

@Suite("A platform that refuses a registration")
struct RegistrationRefusalTests {
    @Test(
        "Its words are shown: RFC 7591's, lists, plain text, and no pages",
        arguments: [
            (#"{"error":"invalid_client_metadata","error_description":"no logo"}"#, "no logo"),
            (#"{"errors":["a",{"message":"b"}]}"#, "a; b"), ("token_already_used\n", "token_already_used"),
            ("<html><body>Forbidden</body></html>", ""), ("", ""), (#""oops""#, ""),
        ])
    func words(body: String, explanation: String) {
        #expect(RegistrationRefusal(status: 400, body: Array(body.utf8)).explanation == explanation)
    }

    @Test("What is no text is no words")
    func bytes() {
        #expect(RegistrationRefusal(status: 400, body: [0xFF, 0xFE, 0x00]).explanation.isEmpty)
        #expect(RegistrationRefusal(status: 400, body: Array(repeating: 0x61, count: 5_000)).explanation.isEmpty)
    }
}
