import Access
import Connections
import Database
import HTTPTypes
import HummingbirdTesting
import JOSE
import JSON
import LTI
import NIOCore
import TestWorld
import Testing
import Values
import Workflows

@Suite("Login and launch over HTTP", .serialized)
struct LaunchRoutesTests {
    @Test("LTI-LOGIN-01, LTI-LOGIN-02, LTI-AUTHREQ-10: GET and POST lead the browser to the same request")
    func loginMethods() async throws {
        try await LaunchHouse.with { house in
            let get = try await house.get("/lti/login?" + house.initiation.encoded)
            let post = try await house.post("/lti/login", house.initiation)
            for response in [get, post] {
                #expect(response.status == .seeOther)
                let location = try #require(response.headers[.location])
                #expect(location.hasPrefix("https://lms.example/auth?tenant=7&scope=openid&"))
                let sent = try #require(URLEncodedForm(parsing: location.drop { $0 != "?" }.dropFirst()))
                #expect(sent["login_hint"] == "h+1%2F" && sent["lti_message_hint"] == #"{"cmid":2}"#)
                #expect(sent["redirect_uri"] == LaunchHouse.publicURL + "/lti/launch")
                #expect(sent["client_id"] == "client-1")
            }
        }
    }

    @Test("LTI-FRM-01, LTI-FRM-02, LTI-FRM-03: the login's cookie is its own, partitioned and short-lived")
    func loginCookie() async throws {
        try await LaunchHouse.with { house in
            let response = try await house.get("/lti/login?" + house.initiation.encoded)
            let cookie = try #require(response.headers[.setCookie])
            for part in ["__Host-s-", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=None", "; Partitioned"] {
                #expect(cookie.contains(part))
            }
            #expect(cookie.contains("Max-Age=600"))
            let other = try await house.login()
            #expect(!cookie.hasPrefix(String(other.cookie.prefix { $0 != "=" })))
        }
    }

    @Test("LTI-AUTHREQ-07, LTI-AUTHREQ-08, LTI-AUTHREQ-09: states and nonces are long and never repeat")
    func randomness() async throws {
        try await LaunchHouse.with { house in
            var seen: Set<String> = []
            for _ in 0..<50 {
                let login = try await house.login()
                #expect(login.state.count >= 22 && login.nonce.count >= 22)
                #expect(seen.insert(login.state).inserted && seen.insert(login.nonce).inserted)
            }
        }
    }

    @Test("LTI-LOGIN-03, LTI-LOGIN-11, LTI-LOGIN-12: a bad initiation leads nowhere")
    func badInitiation() async throws {
        try await LaunchHouse.with { house in
            for name in ["iss", "login_hint", "target_link_uri"] {
                let form = URLEncodedForm(house.initiation.fields.filter { $0.name != name })
                let response = try await house.post("/lti/login", form)
                #expect(response.status == .badRequest && response.headers[.location] == nil)
            }
            let twice = URLEncodedForm(house.initiation.fields + [("iss", "https://evil.example")])
            #expect(try await house.post("/lti/login", twice).status == .badRequest)
            var unknown = house.initiation
            unknown.fields[0].value = "https://nobody.example"
            let refused = try await house.post("/lti/login", unknown)
            #expect(refused.headers[.location] == nil && refused.status.code == 401)
            var evil = house.initiation
            evil.fields[2].value = "https://evil.example/"
            let elsewhere = try await house.post("/lti/login", evil)
            #expect(elsewhere.headers[.location]?.hasPrefix("https://lms.example/") == true)
        }
    }

    @Test("LTI-OK-01, LTI-CLM-30, LTI-FRM-09: a launch ends at a clean path, proven by a cookie of its handle")
    func launch() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            let response = try await house.launch(login, token: house.token(login))
            #expect(response.status == .seeOther)
            let location = try #require(response.headers[.location])
            #expect(location.hasPrefix("/learn/") && location.hasSuffix("/"))
            #expect(!location.contains("?"))
            let handle = location.split(separator: "/")[1]
            let cookies = response.headers[values: .setCookie]
            let proof = try #require(cookies.first { $0.hasPrefix("__Host-l-\(handle)=") })
            #expect(proof.contains("SameSite=None") && proof.contains("Partitioned") && proof.contains("HttpOnly"))
            let used = try #require(cookies.first { $0.hasPrefix(login.cookie.prefix { $0 != "=" } + "=;") })
            #expect(used.contains("Max-Age=0"))
            #expect(response.headers[.cacheControl] == "no-store")
            let pair = String(proof.prefix { $0 != ";" })
            #expect(try await house.get(location, cookie: pair).status != .unauthorized)
            #expect(try await house.get(location).status == .unauthorized)
            #expect(try await house.get(location, cookie: pair + "x").status == .unauthorized)
        }
    }

    @Test("LTI-STATE-03: back or reload says to launch again")
    func reload() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            let token = try house.token(login)
            #expect(try await house.launch(login, token: token).status == .seeOther)
            let again = try await house.launch(login, token: token)
            #expect(again.status == .unauthorized)
            #expect(again.text.contains("The link took too long"))
        }
    }

    @Test(
        "LTI-BAD-20, LTI-STATE-01, LTI-STATE-02, LTI-FRM-06, LTI-PST-11: without the cookie a window of its own is offered"
    )
    func withoutCookie() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            let token = try house.token(login)
            let blocked = try await house.launch(login, token: token, cookie: "other=1")
            #expect(blocked.status == .unauthorized)
            #expect(blocked.text.contains("Open in a new window") && blocked.text.contains("target=\"_blank\""))
            #expect(blocked.text.contains("/lti/login?iss="))
            #expect(!blocked.text.contains(token))
            let stateless = try await house.post("/lti/launch", URLEncodedForm([("id_token", token)]))
            #expect(stateless.status == .unauthorized)
            #expect(try await house.launch(login, token: token).status == .seeOther)
        }
    }

    @Test("LTI-IDT-01, LTI-BAD-34: a token in a query or twice in the form is refused")
    func wrongPlace() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            let token = try house.token(login)
            let query = URLEncodedForm([("id_token", token), ("state", login.state)]).encoded
            let inQuery = try await house.get("/lti/launch?" + query, cookie: login.cookie)
            #expect(inQuery.status == .methodNotAllowed && inQuery.headers[.allow] == "POST")
            let twice = URLEncodedForm([("id_token", token), ("id_token", token), ("state", login.state)])
            #expect(try await house.post("/lti/launch", twice, cookie: login.cookie).status == .badRequest)
        }
    }

    @Test("LTI-IDT-23, LTI-GEN-02: within a class all refusals look the same but for the reference, and show no token")
    func sameFace() async throws {
        try await LaunchHouse.with { house in
            var pages: Set<String> = []
            let changes: [(String, JSONNode)] = [
                ("iss", "https://other.example"), ("aud", "client-2"), ("nonce", "other"),
                (ClaimName.messageType, "LtiFooRequest"), (ClaimName.targetLinkURI, "https://evil.example/"),
            ]
            for change in changes {
                let login = try await house.login()
                let token = try house.token(login, [change])
                let response = try await house.launch(login, token: token)
                #expect([400, 401].contains(response.status.code))
                #expect(response.headers[.location] == nil)
                #expect(!response.text.contains(token.prefix(40)))
                let reference = response.headers[values: HTTPField.Name("X-Request-ID") ?? .age].first ?? "?"
                pages.insert(response.text.replacing(reference, with: "REF"))
            }
            #expect(pages.count == 1)
            let records = try await house.services.database.read {
                try LaunchRecords.latest(9, of: Tenants.first, in: $0)
            }
            #expect(
                records.map(\.reasons) == [
                    ["target_link_uri_foreign"], ["message_type_unknown"], ["nonce_mismatch"], ["audience_mismatch"],
                    ["issuer_mismatch"],
                ])
        }
    }

    @Test("LTI-AUTHREQ-12: an error of the platform is shown by its code, escaped, and ends the state")
    func platformError() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            let form = URLEncodedForm([("error", "login_required<b>"), ("state", login.state)])
            let response = try await house.post("/lti/launch", form, cookie: login.cookie)
            #expect(response.status == .badRequest)
            #expect(response.text.contains("login_required&lt;b&gt;") && !response.text.contains("<b>"))
            let token = try house.token(login)
            #expect(try await house.launch(login, token: token).status == .unauthorized)
        }
    }

    @Test("LTI-CLM-05: a launch of an unknown deployment waits for approval")
    func waiting() async throws {
        try await LaunchHouse.with(policy: .ask) { house in
            let login = try await house.login()
            #expect(try await house.launch(login, token: house.token(login)).status == .accepted)
        }
    }

    @Test("LTI-FRM-05: only the platform may frame what a launch shows, and there is no X-Frame-Options")
    func framing() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            let response = try await house.launch(login, token: "a.b.c")
            let policy = try #require(response.headers[.contentSecurityPolicy])
            #expect(policy.contains("frame-ancestors 'self' https://lms.example"))
            #expect(response.headers[HTTPField.Name("X-Frame-Options") ?? .age] == nil)
        }
    }

    @Test("LTI-IDT-22: hostile forms and tokens get a plain refusal")
    func hostile() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            let bodies = ["", "%", "id_token=%ff&state=x", "id_token=..&state=" + login.state, "a=b"]
            for body in bodies + [String(repeating: "x", count: 200_000) + "=1"] {
                let response = try await house.client.execute(
                    uri: "/lti/launch", method: .post, headers: [.cookie: login.cookie], body: .init(string: body))
                #expect((400..<500).contains(response.status.code))
            }
            let huge = URLEncodedForm([("id_token", String(repeating: "a", count: 300_000)), ("state", login.state)])
            #expect(try await house.post("/lti/launch", huge, cookie: login.cookie).status.code == 413)
        }
    }

    @Test(
        "LTI-KEY-01, LTI-KEY-02, LTI-KEY-03, LTI-KEY-04, LTI-KEY-06, LTI-KEY-07: our keys are published, public halves only"
    )
    func keySet() async throws {
        try await LaunchHouse.with { house in
            try house.services.keyring.rotate()
            let response = try await house.get("/.well-known/jwks.json")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "application/json")
            #expect(response.headers[.cacheControl]?.contains("max-age=") == true)
            let keys = try #require(try JSONDocument(parsing: response.text).root["keys"])
            #expect(keys.count == 2)
            for key in keys.elements {
                #expect(key["kid"]?.string?.isEmpty == false && key["use"]?.string == "sig")
                #expect(key["alg"]?.string == "RS256" && key["kty"]?.string == "RSA")
                #expect((key["n"]?.string?.count ?? 0) >= 342)
                #expect(["d", "p", "q", "dp", "dq", "qi"].allSatisfy { key[$0] == nil })
            }
        }
    }

    @Test("LTI-TLS-03: a forged Host header changes no address that we give out")
    func forgedHost() async throws {
        try await LaunchHouse.with { house in
            let response = try await house.client.execute(
                uri: "/lti/login?" + house.initiation.encoded, method: .get,
                headers: [HTTPField.Name("X-Forwarded-Host") ?? .age: "evil.example", .host: "evil.example"])
            #expect(response.headers[.location]?.contains("evil") == false)
        }
    }
}

extension HTTPField.Name {
    fileprivate static var host: HTTPField.Name { HTTPField.Name("Host") ?? .age }
}
