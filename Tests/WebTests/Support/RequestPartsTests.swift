import HTTPTypes
import Hummingbird
import NIOCore
import Testing
import Values

@testable import Web

@Suite struct CookieTests {
    private func request(_ cookies: String...) -> Request {
        var headers = HTTPFields()
        for cookie in cookies { headers.append(HTTPField(name: .cookie, value: cookie)) }
        return Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
    }

    @Test("LTI-FRM-01 LTI-FRM-02: a launch's cookie is Secure, HttpOnly, SameSite=None, Partitioned and for this host")
    func launchCookie() {
        let value = SetCookie.inFrames("__Host-l-abc", "t0ken").headerValue
        #expect(value == "__Host-l-abc=t0ken; Path=/; Secure; HttpOnly; SameSite=None; Partitioned")
    }

    @Test("A cookie with characters that could end it early isn't written")
    func injection() {
        var response = Response(status: .ok)
        response.set(SetCookie("__Host-x", "a; Domain=evil.example", sameSite: .lax))
        response.set(SetCookie("bad name", "a", sameSite: .lax))
        #expect(response.headers[values: .setCookie].isEmpty)
    }

    @Test("Two different cookies of one name give none, since one of them isn't ours")
    func tossing() {
        #expect(request("a=1; b=2").cookie(named: "b") == "2")
        #expect(request("a=1; a=2").cookie(named: "a") == nil)
        #expect(request("a=1", "a=1").cookie(named: "a") == "1")
        #expect(request("aa=1").cookie(named: "a") == nil)
    }
}

@Suite struct FormBodyTests {
    @Test("A field that is there twice is refused by name, unless it is a list")
    func duplicates() throws {
        let error = #expect(throws: ServiceError.self) { try FormBody.parse("a=1&b=2&a=3") }
        #expect(error?.faults.map(\.place) == ["a"])
        #expect(try FormBody.parse("a=1&a=3", lists: ["a"]).list("a") == ["1", "3"])
    }

    @Test("Broken escapes, bytes that aren't text, and too many fields are refused")
    func malformed() {
        for text in ["a=%zz", "a=%ff", String(repeating: "a=1&", count: 1_001)] {
            #expect(throws: ServiceError.self) { try FormBody.parse(text) }
        }
    }

    @Test("Space around a field goes, a password stays as it is")
    func space() throws {
        let form = try FormBody.parse("a=+x+")
        #expect(form["a"] == "x")
        #expect(form.exact("a") == " x ")
        #expect(form["b"] == "")
    }
}

@Suite struct CrossSiteGuardTests {
    private let guardian = CrossSiteGuard { text in Array(text.utf8.reversed()) }

    private func request(_ site: String?) -> Request {
        var headers = HTTPFields()
        if let site, let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = site }
        return Request(
            head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/", headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
    }

    @Test("A token is good for its own session alone")
    func binding() throws {
        let token = guardian.token(for: "one")
        try guardian.check(token: token, session: "one", request: request(nil))
        #expect(throws: ServiceError.self) { try guardian.check(token: token, session: "two", request: request(nil)) }
        #expect(throws: ServiceError.self) { try guardian.check(token: "", session: "one", request: request(nil)) }
    }

    @Test("What a browser calls cross-site is refused even with a good token")
    func crossSite() throws {
        let token = guardian.token(for: "one")
        try guardian.check(token: token, session: "one", request: request("same-origin"))
        #expect(throws: ServiceError.self) {
            try guardian.check(token: token, session: "one", request: request("cross-site"))
        }
    }
}

@Suite struct FramePolicyTests {
    @Test("LTI-FRM-05: only origins come into frame-ancestors, whatever stands in the list")
    func smuggling() {
        let policy = FramePolicy.origins([
            "https://lms.example", "*", "https://a.example; script-src *", "javascript:x",
        ])
        #expect(policy.sources == "'self' https://lms.example")
        #expect(FramePolicy.none.sources == "'none'")
    }

    @Test("The origin of a URL is its scheme, host and port")
    func origins() {
        #expect(FramePolicy.origin(of: "HTTPS://LMS.Example:8443/path?x#y") == "https://lms.example:8443")
        #expect(FramePolicy.origin(of: "https://user@lms.example/") == "https://lms.example")
        #expect(FramePolicy.origin(of: "ftp://lms.example") == nil)
        #expect(FramePolicy.origin(of: "nonsense") == nil)
    }
}

@Suite struct TrustedProxiesTests {
    private let proxies = TrustedProxies(["10.0.0.0/8", "2001:db8::1", "rubbish"])

    @Test("A caller who isn't a proxy of ours can't say where it comes from")
    func untrusted() {
        #expect(proxies.caller(peer: "203.0.113.7", forwardedFor: ["1.2.3.4"]) == "203.0.113.7")
    }

    @Test("Behind proxies the caller is the last address that isn't ours")
    func trusted() {
        #expect(proxies.caller(peer: "10.1.2.3", forwardedFor: ["1.1.1.1, 203.0.113.7, 10.9.9.9"]) == "203.0.113.7")
        #expect(proxies.caller(peer: "2001:db8::1", forwardedFor: ["1.1.1.1", "203.0.113.8"]) == "203.0.113.8")
        #expect(proxies.caller(peer: "::ffff:10.0.0.1", forwardedFor: ["203.0.113.9"]) == "203.0.113.9")
        #expect(proxies.caller(peer: "10.1.2.3", forwardedFor: ["nonsense"]) == "10.1.2.3")
    }
}
