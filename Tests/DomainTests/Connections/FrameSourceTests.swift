import Connections
import TestWorld
import Testing
import Values

@Suite("Where a platform's pages are")
struct FrameSourceTests {
    @Test(
        "An origin, or all hosts under a name of two parts, may show us in a frame",
        arguments: [
            ("https://lms.example", "https://lms.example"), ("https://LMS.example:443/", "https://lms.example"),
            ("https://lms.example:8443", "https://lms.example:8443"),
            ("http://localhost:8090", "http://localhost:8090"),
            ("https://*.school.example", "https://*.school.example"), ("https://*.example", nil), ("https://*", nil),
            ("https://*.", nil), ("*", nil), ("https://a.*.example", nil), ("https://*.*.example.org", nil),
            ("http://lms.example", nil), ("https://lms.example/page", nil), ("https://lms.example;", nil),
            ("https://u@lms.example", nil), ("javascript:alert(1)", nil), ("'self'", nil), ("data:", nil), ("", nil),
        ] as [(String, String?)])
    func parsing(text: String, source: String?) {
        #expect(FrameSource.parse(text) == source)
    }

    @Test(
        "A page's URL gives its origin, and never a pattern",
        arguments: [
            ("https://lms.example/course?x=1", "https://lms.example"), ("http://10.0.0.7/x", "http://10.0.0.7"),
            ("https://*.example/", nil), ("https://*/", nil), ("https://a;b/", nil), ("null", nil),
        ] as [(String, String?)])
    func page(url: String, origin: String?) {
        #expect(FrameSource.page(url) == origin)
    }

    @Test("Sources are separated by spaces or commas, each is kept once, and what is none is told")
    func list() {
        let (sources, faults) = FrameSource.list("https://a.example, https://b.example\nhttps://a.example/ nonsense")
        #expect(sources == ["https://a.example", "https://b.example"] && faults == ["nonsense"])
    }

    @Test("Known hosts of many platforms: their pages and services, and nobody else's")
    func hosted() throws {
        let canvas = try #require(HostedPlatform.of(issuer: "https://canvas.instructure.com"))
        func holds(_ url: String) -> Bool { WebAddress(url).map(canvas.holds) ?? false }
        #expect(holds("https://school.instructure.com/x") && holds("https://sso.canvaslms.com/api"))
        for url in [
            "https://instructure.com.evil.example/", "https://evilinstructure.com/", "http://school.instructure.com/",
            "https://school.instructure.com:8443/", "https://lms.example/",
        ] { #expect(!holds(url), "\(url)") }
        #expect(HostedPlatform.of(issuer: "https://lms.example") == nil)
        #expect(HostedPlatform.of(issuer: "https://canvas.instructure.com/") == nil)
        let token = try #require(WebAddress("https://auth.brightspace.com/core/connect/token"))
        #expect(HostedPlatform.isTokenService(token))
        let other = try #require(WebAddress("https://auth.brightspace.com.evil.example/core/connect/token"))
        #expect(!HostedPlatform.isTokenService(other))
    }

    @Test("A registration's frames: its own addresses, its known host's, and what staff added, each once")
    func frames() {
        func registration(_ issuer: String, _ auth: String) -> Registration {
            Registration(
                id: FrozenWorld().world.newID(), tenant: TenantID(1), issuer: issuer, clientID: "c", name: "n",
                authURL: auth,
                tokenURL: auth, jwksURL: auth, createdAt: Instant(unixSeconds: 0))
        }
        let blackboard = registration(
            "https://blackboard.com", "https://developer.blackboard.com/api/v1/gateway/oidcauth")
        #expect(
            blackboard.frameOrigins == [
                "https://blackboard.com", "https://developer.blackboard.com", "https://*.blackboard.com",
            ])
        var own = registration("https://lms.example/moodle", "https://lms.example/moodle/auth.php")
        own.frameSources = ["https://apps.lms.example", "https://lms.example"]
        #expect(own.frameOrigins == ["https://lms.example", "https://apps.lms.example"])
    }
}
