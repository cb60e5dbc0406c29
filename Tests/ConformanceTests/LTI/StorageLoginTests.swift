import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import LTI
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Platform storage, as the server sees it", .serialized)
struct StorageLoginTests {
    @Test(
        "LTI-PST-01: a storage target makes the login a page with a script, by GET and POST; without it, it redirects")
    func login() async throws {
        try await RunningService.with { service in
            let browser = BrowserClient()
            let plain = service.initiation(storage: nil)
            let redirect = try await browser.send(.GET, plain.appended(to: service.publicURL + "/lti/login"))
            #expect(redirect.status == 303 && redirect.headers.first(name: "Set-Cookie") != nil)
            let form = service.initiation(storage: "_parent")
            let got = try await browser.send(.GET, form.appended(to: service.publicURL + "/lti/login"))
            let posted = try await browser.post(service.publicURL + "/lti/login", form: form)
            for page in [got, posted] {
                #expect(page.status == 200 && page.text.contains("data-storage=\"put\""))
                #expect(page.text.contains("storage.") && page.headers.first(name: "Set-Cookie") != nil)
                #expect(page.links.contains { $0.hasPrefix(service.lmsURL + "/auth?") })
            }
        }
    }

    @Test("LTI-PST-12: hostile values stay values, and no inline script may run")
    func hostile() async throws {
        try await RunningService.with { service in
            let evil = "\"></section></script><script>alert(1)</script>"
            var form = service.initiation(storage: evil)
            form.fields.removeAll { $0.name == "login_hint" }
            form.fields.append(("login_hint", evil))
            let page = try await BrowserClient().post(service.publicURL + "/lti/login", form: form)
            #expect(page.status == 200 && !page.text.contains("<script>alert") && !page.text.contains(evil))
            let policy = page.headers.first(name: "Content-Security-Policy") ?? ""
            #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe"))
            #expect(page.text.matches(of: /\son[a-z]+=/).isEmpty)
        }
    }

    @Test(
        "LTI-PST-10: a proof from storage opens one launch, once, for its own login and its own page",
        arguments: Engine.underTest)
    func proof(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let parked = try await ParkedVisit.make(service)
            #expect(parked.page.status == 200 && parked.page.text.contains("data-storage=\"get\""))
            #expect(!parked.page.text.contains(parked.token) && !parked.page.text.contains(parked.proof))
            #expect(try await parked.send(proof: nil).status == 401)
            #expect(try await parked.send(proof: parked.state).status == 401)
            #expect(try await parked.send(proof: parked.proof, header: "X-Other").status == 403)
            let crossSite = try await parked.send(proof: parked.proof, more: [("Sec-Fetch-Site", "cross-site")])
            #expect(crossSite.status == 403)
            let other = try await ParkedVisit.make(service)
            #expect(try await parked.send(proof: other.proof).status == 401)
            #expect(try await parked.send(proof: parked.proof, parcel: other.parcel).status == 401)
            let opened = try await parked.send(proof: parked.proof)
            #expect(opened.status == 200)
            let answer = try JSONDocument(parsing: opened.body).root
            let base = try #require(answer["base"]?.string)
            let course = try await BrowserClient().send(
                .GET, service.publicURL + base, headers: [("X-Lectern-Launch", answer["token"]?.string ?? "")])
            #expect(course.status == 200 && course.text.contains("/lessons/"))
            #expect(try await parked.send(proof: parked.proof).status == 401)
        }
    }

    @Test("A token with any other fault is refused at once, storage or not; failed proofs say why in the launch record")
    func faults() async throws {
        try await RunningService.with { service in
            await service.lms.tamper(with: .broken { $0.claims = [("aud", "other")] })
            let bad = try await ParkedVisit.make(service)
            #expect(bad.page.status == 401 && !bad.page.text.contains("data-parcel"))
            await service.lms.tamper(with: .broken { $0.claims = [("nonce", "other")] })
            let foreign = try await ParkedVisit.make(service)
            #expect(try await foreign.send(proof: foreign.proof).status == 401)
            let silent = try await ParkedVisit.make(service)
            #expect(try await silent.send(proof: nil, reason: "timeout").status == 401)
            let record = try await service.services.database.read {
                try LaunchRecords.latest(1, of: DemoTenant.tenant, in: $0).first
            }
            #expect(record?.reasons == ["browser_unproven"])
            #expect(record?.warnings.contains("platform_storage:timeout") == true)
        }
    }
}

/// A launch that came without its cookie.
struct ParkedVisit: Sendable {
    let service: RunningService
    let page: Page
    let state: String
    let token: String
    /// What the platform's page keeps.
    let proof: String
    var parcel: String { Self.attribute("data-parcel", of: page) }

    static func make(_ service: RunningService) async throws -> ParkedVisit {
        let browser = BrowserClient()
        _ = try await browser.post(service.lmsURL + "/be", form: URLEncodedForm([("person", "u-1001")]))
        var login = try await browser.get(service.lmsURL + "/links/tides/start")
        if let form = login.forms.first { login = try await browser.submit(form) }
        let answer = try await browser.get(try #require(login.links.last))
        let form = try #require(answer.forms.first)
        let fields = Dictionary(form.fields.map { ($0.name, $0.value) }) { first, _ in first }
        let page = try await BrowserClient().submit(form)
        return ParkedVisit(
            service: service, page: page, state: fields["state"] ?? "", token: fields["id_token"] ?? "none",
            proof: attribute("data-value", of: login))
    }

    func send(
        proof: String?, header: String = "X-Lectern-Proof", parcel: String? = nil, reason: String = "none",
        more: [(String, String)] = []
    ) async throws -> Page {
        try await BrowserClient().post(
            service.publicURL + "/lti/launch/proof",
            form: URLEncodedForm([("state", state), ("parcel", parcel ?? self.parcel), ("reason", reason)]),
            headers: [(header, proof ?? "")] + more)
    }

    private static func attribute(_ name: String, of page: Page) -> String {
        let parts = page.text.split(separator: name + "=\"", maxSplits: 1)
        return parts.count == 2 ? String(parts[1].prefix { $0 != "\"" }) : ""
    }
}

extension RunningService {
    /// A login initiation as the LMS sends one.
    func initiation(storage: String?) -> URLEncodedForm {
        let target = storage.map { [(name: "lti_storage_target", value: $0)] } ?? []
        return URLEncodedForm(
            [
                ("iss", lmsURL), ("login_hint", "u-1001"), ("target_link_uri", publicURL + "/lti/launch"),
                ("client_id", "lectern-demo"),
            ] + target)
    }
}
