import DemoData
import DemoJourney
import DemoLMS
import JSON
import NIOHTTP1
import ServiceWorld
import Testing
import Values
import Web
import Workflows

@Suite("What every page and every form is held to", .serialized)
struct FormSweepTests {
    private static let stranger = "00000000-0000-7000-8000-000000000001"

    /// A path with its parameters filled in.
    private static func filled(_ path: String, handle: String = "none") -> String {
        path.split(separator: "/", omittingEmptySubsequences: true).map { part -> String in
            if part == ":handle" || part == "{handle}" { return handle }
            if part.hasPrefix(":message") || part.hasPrefix("{message") { return "1" }
            return part.hasPrefix(":") || part.hasPrefix("{") ? stranger : String(part)
        }.reduce("") { $0 + "/" + $1 }
    }

    private static func routes(_ service: RunningService, _ method: String, below prefix: String) -> [String] {
        Routes.list(service.services).filter { $0.method == method }.map(\.path).filter {
            ("/" + String($0.drop { $0 == "/" })).hasPrefix(prefix)
        }.sorted()
    }

    @Test("No form of the administration is taken without its token, nor with another session's")
    func administration() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let other = try await PickerVisit.administrator(of: service)
            let foreign = try await other.get(service.publicURL + "/admin/platforms").form(to: "/admin/platforms")
            let token = try #require(foreign.fields.first { $0.name == "form_token" }?.value)
            let paths = Self.routes(service, "POST", below: "/admin")
            #expect(paths.count > 30)
            for path in paths where !path.hasSuffix("sign-in") {
                let url = service.publicURL + Self.filled(path)
                let tries: [[(name: String, value: String)]] = [[], [("form_token", "x")], [("form_token", token)]]
                for fields in tries {
                    let answer = try await admin.send(
                        .POST, url, headers: [("Content-Type", "application/x-www-form-urlencoded")],
                        body: Array(URLEncodedForm(fields).encoded.utf8))
                    // Uploads are multipart, and are refused as forms before anything else.
                    #expect([403, 415].contains(answer.status), "\(path) answered \(answer.status)")
                }
                let anonymous = try await BrowserClient().send(
                    .POST, url, headers: [("Content-Type", "application/x-www-form-urlencoded")])
                #expect([303, 401, 403].contains(anonymous.status), "\(path) without session: \(anonymous.status)")
                if anonymous.status == 303 {
                    #expect(anonymous.headers.first(name: "Location") == "/admin/sign-in" || path.hasSuffix("sign-out"))
                }
            }
        }
    }

    @Test("No form of a visit is taken without its token")
    func visits() async throws {
        try await RunningService.with { service in
            let teacher = service.visit()
            let page = try await teacher.launch("tides", as: "u-2001")
            let handle = try #require(page.url.split(separator: "/").drop { $0 != "learn" }.dropFirst().first)
            let paths = Self.routes(service, "POST", below: "/learn")
            #expect(paths.count > 5)
            for path in paths where !path.hasSuffix("/enter") {
                let answer = try await teacher.browser.send(
                    .POST, service.publicURL + Self.filled(path, handle: String(handle)),
                    headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array("form_token=x".utf8))
                #expect(answer.status == 403, "\(path) answered \(answer.status)")
            }
        }
    }

    @Test("Every page says who may frame it and tells no other site where its reader comes from")
    func headers() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let visit = service.visit()
            let page = try await visit.launch("tides", as: "u-1001")
            let teacher = service.visit()
            let staff = try await teacher.launch("tides", as: "u-2001")
            let paths = Self.routes(service, "GET", below: "/admin")
            #expect(paths.count > 25)
            for path in paths {
                for reader in [admin, BrowserClient()] {
                    let answer = try await reader.send(.GET, service.publicURL + Self.filled(path))
                    Self.expect(answer, frames: "frame-ancestors 'none'", path)
                }
            }
            for (reader, start) in [(visit.browser, page), (teacher.browser, staff)] {
                let handle = start.url.split(separator: "/").drop { $0 != "learn" }.dropFirst().first.map(String.init)
                for path in Self.routes(service, "GET", below: "/learn") where !path.contains("**") {
                    let answer = try await reader.send(
                        .GET, service.publicURL + Self.filled(path, handle: try #require(handle)))
                    guard answer.headers.first(name: "Content-Type")?.hasPrefix("text/html") == true else { continue }
                    Self.expect(answer, frames: "frame-ancestors 'self' \(service.lmsURL)", path)
                }
            }
        }
    }

    private static func expect(_ answer: DemoJourney.Page, frames: String, _ path: String) {
        let policy = answer.headers.first(name: "Content-Security-Policy") ?? ""
        #expect(policy.contains(frames), "\(path): \(policy)")
        #expect(answer.headers.first(name: "Referrer-Policy") == "no-referrer", "\(path)")
        #expect(answer.headers.first(name: "X-Content-Type-Options") == "nosniff", "\(path)")
        #expect(answer.headers.first(name: "X-Frame-Options") == nil, "\(path)")
    }

    @Test("No parameter leads a browser to a site of the sender's choice")
    func redirects() async throws {
        try await RunningService.with { service in
            let evil = "https://evil.example/"
            let login = URLEncodedForm([
                ("iss", service.lms.issuer), ("login_hint", "h"), ("target_link_uri", evil),
                ("client_id", "lectern-demo"), ("lti_storage_target", evil), ("redirect_uri", evil),
                ("next", evil), ("return_url", evil),
            ])
            let started = try await BrowserClient().send(.GET, login.appended(to: service.publicURL + "/lti/login"))
            #expect(!Self.leads(started, to: "evil.example", host: service.lmsURL))
            for name in ["next", "return_to", "redirect", "redirect_uri", "url", "back", "continue", "target_link_uri"]
            {
                for path in ["/admin/", "/admin/sign-in", "/", "/lti/register", "/lti/launch", "/admin/platforms"] {
                    let url = URLEncodedForm([(name, evil)]).appended(to: service.publicURL + path)
                    let answer = try await BrowserClient().send(.GET, url)
                    let location = answer.headers.first(name: "Location") ?? ""
                    let staysHere = location.hasPrefix("/admin/sign-in") && !location.contains("//")
                    #expect(staysHere || !location.contains("evil"), "\(path)?\(name)")
                }
            }
            for address in ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "/relative"] {
                var tampering = LaunchTampering()
                tampering.claims = [
                    (
                        "https://purl.imsglobal.org/spec/lti/claim/launch_presentation",
                        ["return_url": .string(address), "document_target": "iframe"]
                    )
                ]
                await service.lms.tamper(with: tampering)
                let page = try await service.visit().launch("tides", as: "u-1001")
                #expect(!page.links.contains { $0.contains("evil.example") || $0.hasPrefix("javascript") })
                #expect(!page.text.contains("href=\"javascript") && !page.text.contains("href=\"data:"))
            }
            var tampering = LaunchTampering()
            tampering.claims = [("https://purl.imsglobal.org/spec/lti/claim/target_link_uri", .string(evil))]
            await service.lms.tamper(with: tampering)
            let page = try await service.visit().launch("tides", as: "u-1001")
            #expect(page.url.hasPrefix(service.publicURL) && !page.url.contains("evil"))
        }
    }

    /// Whether an answer redirects to that host; the platform's own is where a login goes.
    private static func leads(_ answer: DemoJourney.Page, to host: String, host own: String) -> Bool {
        let location = answer.headers.first(name: "Location") ?? ""
        return !location.isEmpty && !location.hasPrefix(own) && location.contains(host)
    }
}
