import Cryptography
import JOSE
import JSON
import Testing
import Values

@testable import LTI

@Suite("Access tokens of the platform")
struct TokenTests {
    @Test(
        "LTI-TOK-05, LTI-TOK-06, LTI-TOK-07, LTI-TOK-08, LTI-TOK-09, LTI-TOK-10: the assertion is ours, short-lived and signed with a named key"
    )
    func assertion() throws {
        var assertion = ClientAssertion(
            clientID: "client-1", audience: "https://lms.example/token", id: "j1", issuedAt: TestPlatform.now,
            deploymentID: "d1")
        assertion.lifetime = 9_999
        let token = try CompactJWS(parsing: assertion.signed(by: TestPlatform.key, keyID: "tool-1"))
        #expect(token.header.kid == "tool-1")
        #expect(token.header.alg == "RS256")
        #expect(token.isSigned(by: TestPlatform.key.publicKey, algorithm: .RS256))
        let claims = try JSONDocument(parsing: token.payload).root
        #expect(claims["iss"]?.string == "client-1" && claims["sub"]?.string == "client-1")
        #expect(claims["aud"]?.string == "https://lms.example/token")
        #expect(claims["jti"]?.string == "j1")
        #expect(claims["exp"]?.integer == TestPlatform.now.unixSeconds + 300)
        #expect(claims[ClaimName.deploymentID]?.string == "d1")
    }

    @Test("LTI-TOK-02, LTI-TOK-03, LTI-TOK-04: the request names its kind and its scopes")
    func request() {
        let form = ClientAssertion.tokenRequest(assertion: "x.y.z", scopes: ["a", "b"])
        #expect(form["grant_type"] == "client_credentials")
        #expect(form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        #expect(form["client_assertion"] == "x.y.z")
        #expect(form["scope"] == "a b")
    }

    @Test(
        "LTI-TOK-12: a token is read as platforms write it",
        arguments: [
            (200, #"{"access_token":"t","token_type":"Bearer","expires_in":60,"scope":"a"}"#, Int64(60), ["a"]),
            (201, #"{"access_token":"t","token_type":"bearer","scope":"a b"}"#, 3_600, ["a", "b"]),
            (200, #"{"access_token":"t","expires_in":"120"}"#, 120, nil),
        ])
    func granted(status: Int, body: String, lifetime: Int64, scopes: [String]?) {
        guard case .granted(let grant) = TokenResponse(status: status, body: Array(body.utf8)) else {
            Issue.record("not read as granted")
            return
        }
        #expect(grant.accessToken.reveal() == "t")
        #expect("\(grant)".contains("•••"))
        #expect(grant.lifetime == lifetime)
        #expect(grant.scopes == scopes)
    }

    @Test(
        "LTI-TOK-19: an error is reported by its code, even from a body that isn't JSON",
        arguments: [
            (400, #"{"error":"invalid_scope","error_description":"no"}"#, "invalid_scope", false),
            (400, #"{"error" : ""kid" invalid, unable to lookup"}"#, "unreadable", true),
            (401, "<html>invalid_client</html>", "invalid_client", true), (503, "", "unreadable", true),
            (200, #"{"token":"t"}"#, "unreadable", true),
            (200, #"{"access_token":"t","token_type":"mac"}"#, "unreadable", true),
        ])
    func refused(status: Int, body: String, code: String, isTransient: Bool) {
        guard case .refused(let refusal) = TokenResponse(status: status, body: Array(body.utf8)) else {
            Issue.record("not read as refused")
            return
        }
        #expect(refusal.code == code)
        #expect(refusal.isTransient == isTransient)
    }
}
