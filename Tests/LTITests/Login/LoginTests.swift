import Testing
import Values

@testable import LTI

@Suite("Login initiation and authentication request")
struct LoginTests {
    private let good = URLEncodedForm([
        ("iss", "https://lms.example"), ("login_hint", "h"), ("target_link_uri", "https://tool.example/learn"),
    ])

    @Test(
        "LTI-LOGIN-03: iss, login_hint and target_link_uri are needed",
        arguments: ["iss", "login_hint", "target_link_uri"])
    func required(name: String) {
        let form = URLEncodedForm(good.fields.filter { $0.name != name })
        #expect(throws: LoginInitiation.Fault.missing(name)) { try LoginInitiation(form) }
    }

    @Test("LTI-LOGIN-12: a parameter that comes twice is refused")
    func repeated() {
        let form = URLEncodedForm(good.fields + [("iss", "https://evil.example")])
        #expect(throws: LoginInitiation.Fault.repeated("iss")) { try LoginInitiation(form) }
    }

    @Test("LTI-LOGIN-10: parameters that we don't know are ignored, even twice")
    func unknown() throws {
        let form = URLEncodedForm(good.fields + [("canvas_region", "a"), ("canvas_region", "b")])
        #expect(try LoginInitiation(form) == LoginInitiation(good))
    }

    @Test(
        "LTI-LOGIN-07, LTI-LOGIN-08: hints go back byte for byte, and an absent one stays absent",
        arguments: [
            "a+b c", "%2F%25", "héllo ✓", #"{"cmid":2,"launchid":"ltilaunch1_1838363487"}"#,
            String(repeating: "x&=", count: 1_400), "",
        ])
    func opaque(hint: String) throws {
        var form = good
        form.fields[1].value = "login " + hint
        form.fields.append(("lti_message_hint", hint))
        let login = try LoginInitiation(#require(URLEncodedForm(parsing: form.encoded)))
        let url = AuthenticationRequest(
            answering: login, clientID: "c", redirectURI: "https://tool.example/lti/launch", state: "s", nonce: "n"
        ).url(at: "https://lms.example/auth")
        let sent = try #require(URLEncodedForm(parsing: url.split(separator: "?")[1]))
        #expect(sent["lti_message_hint"] == hint)
        #expect(sent["login_hint"] == "login " + hint)
        let plain = try AuthenticationRequest(
            answering: LoginInitiation(good), clientID: "c", redirectURI: "r", state: "s", nonce: "n")
        #expect(!plain.url(at: "https://lms.example/auth").contains("lti_message_hint"))
    }

    @Test(
        "LTI-AUTHREQ-01, LTI-AUTHREQ-02, LTI-AUTHREQ-03, LTI-AUTHREQ-04, LTI-AUTHREQ-05, LTI-AUTHREQ-06: the request has the fixed parameters and the registration's own"
    )
    func parameters() throws {
        let request = try AuthenticationRequest(
            answering: LoginInitiation(good), clientID: "client 1", redirectURI: "https://tool.example/lti/launch",
            state: "s", nonce: "n")
        let sent = try #require(
            URLEncodedForm(parsing: request.url(at: "https://p.example/auth").split(separator: "?")[1]))
        let expected = [
            "scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none",
            "client_id": "client 1", "redirect_uri": "https://tool.example/lti/launch", "state": "s", "nonce": "n",
        ]
        for (name, value) in expected { #expect(sent[name] == value) }
    }

    @Test("LTI-AUTHREQ-11: a query of the authorization endpoint stays")
    func endpointQuery() throws {
        let request = try AuthenticationRequest(
            answering: LoginInitiation(good), clientID: "c", redirectURI: "r", state: "s", nonce: "n")
        #expect(request.url(at: "https://p.example/auth?tenant=7").hasPrefix("https://p.example/auth?tenant=7&scope="))
    }

    @Test("An error in place of a token is read with its state")
    func platformError() throws {
        let form = URLEncodedForm([
            ("error", "login_required<script>"), ("error_description", "no session"), ("state", "s"),
        ])
        guard case .platformError(let error, let state) = try AuthenticationResponse(form) else {
            Issue.record("not read as an error")
            return
        }
        #expect(error.code == "login_required<script>")
        #expect(error.explanation == "no session")
        #expect(state == "s")
        #expect(throws: LaunchReason.tokenMissing) { try AuthenticationResponse(URLEncodedForm([("state", "s")])) }
    }
}
