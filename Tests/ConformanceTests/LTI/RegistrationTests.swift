import Access
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import LTI
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Dynamic registration", .serialized)
struct RegistrationTests {
    private static let tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"

    @Test("LTI-DR-01: the registration address is opened with a configuration, with or without a token")
    func address() async throws {
        try await RunningService.with { service in
            let bare = try await BrowserClient().get(service.publicURL + "/lti/register")
            #expect(bare.status == 400)
            let visit = RegistrationVisit(service)
            #expect(try await visit.open(token: nil).status == 200)
            #expect(try await visit.open(token: "t").status == 200)
        }
    }

    @Test(
        "LTI-DR-02, LTI-DR-08, LTI-DR-19: the token goes as Bearer to the platform alone, and is kept nowhere",
        arguments: Engine.underTest)
    func token(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let visit = RegistrationVisit(service)
            let token = await service.lms.makeRegistrationToken()
            let connected = try await visit.connect(visit.open(token: token))
            #expect(connected.status == 200)
            let steps = await service.lms.desk.steps
            #expect(steps.map(\.step).contains("registration"))
            #expect(steps.allSatisfy { $0.authorization == "Bearer " + token })
            let isKept = try await service.databaseHolds(token)
            #expect(!isKept)
        }
        try await RunningService.with(engine, profile: .d2l) { service in
            let visit = RegistrationVisit(service)
            let connected = try await visit.connect(visit.open(token: nil))
            #expect(connected.status == 200)
            #expect(await service.lms.desk.steps.allSatisfy { $0.authorization == nil })
        }
    }

    @Test("LTI-DR-03: a configuration without what is needed is shown for what it lacks, and nothing is sent")
    func lacking() async throws {
        try await RunningService.with { service in
            let names = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"]
            for name in names {
                await service.lms.change { $0.changes = [(name, nil)] }
                let page = try await RegistrationVisit(service).open(token: "t")
                #expect((400..<500).contains(page.status) && page.forms.isEmpty)
                #expect(name == "issuer" || page.text.contains(name))
            }
            #expect(await service.lms.desk.steps.allSatisfy { $0.step == "configuration" })
        }
    }

    @Test("LTI-DR-04: an issuer of another host is refused unless an administrator trusts the pair")
    func foreignIssuer() async throws {
        try await RunningService.with { service in
            await service.lms.change { $0.changes = [("issuer", "https://other.example")] }
            let visit = RegistrationVisit(service)
            #expect(try await visit.open(token: "t").status == 422)
            let invite = try await visit.invite(trusting: "https://other.example")
            #expect(try await visit.open(token: "t", invite: invite).status == 200)
            let wrong = try await visit.invite(trusting: "https://third.example")
            #expect(try await visit.open(token: "t", invite: wrong).status == 422)
        }
    }

    @Test("LTI-DR-06: without an invitation the platform waits for approval; with one it works at once, and only once")
    func invitation() async throws {
        try await RunningService.with { service in
            let visit = RegistrationVisit(service)
            let waiting = try await visit.register()
            #expect(waiting.status == 200 && waiting.text.contains("approved"))
            #expect(try await service.visit().launch("tides", as: "u-1001").status == 403)
            let admin = try await PickerVisit.administrator(of: service)
            let platform = try await service.newest()
            let address = service.publicURL + "/admin/platforms/\(platform.id)"
            let page = try await admin.get(address)
            #expect(page.text.contains("waits for approval"))
            _ = try await admin.submit(page.form(to: "/active"))
            #expect(try await service.visit().launch("tides", as: "u-1001").status == 200)

            let invite = try await visit.invite()
            let done = try await visit.register(invite: invite)
            #expect(done.status == 200 && done.text.contains("Connected"))
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1002")))
            #expect(try await visit.open(token: "t", invite: invite).status == 403)
        }
    }

    @Test("LTI-DR-07, LTI-DR-12: nothing is asked for that the platform doesn't offer, and no names that aren't wanted")
    func offered() async throws {
        try await RunningService.with { service in
            let scope = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
            await service.lms.change {
                $0.changes = [
                    ("scopes_supported", [.string(scope)]),
                    (
                        "https://purl.imsglobal.org/spec/lti-platform-configuration",
                        ["messages_supported": [["type": "LtiResourceLinkRequest"]]]
                    ),
                ]
            }
            let visit = RegistrationVisit(service)
            let page = try await visit.open(token: await service.lms.makeRegistrationToken())
            #expect(try await visit.connect(page, profiles: false).status == 200)
            let body = try #require(await service.lms.desk.steps.last?.body)
            #expect(body["scope"]?.string == scope)
            #expect(body[Self.tool]?["messages"]?.list?.compactMap { $0["type"]?.string } == ["LtiResourceLinkRequest"])
            #expect(body[Self.tool]?["claims"]?.list?.compactMap(\.string) == ["iss", "sub"])
        }
    }

    @Test("LTI-DR-09, LTI-DR-10, LTI-DR-11, LTI-DR-13: what is sent has every member that the standard wants")
    func sent() async throws {
        try await RunningService.with { service in
            #expect(try await RegistrationVisit(service).register().status == 200)
            let body = try #require(await service.lms.desk.steps.last?.body)
            #expect(body["application_type"]?.string == "web")
            #expect(Set(body["grant_types"]?.list?.compactMap(\.string) ?? []) == ["client_credentials", "implicit"])
            #expect(body["response_types"]?.list?.compactMap(\.string) == ["id_token"])
            #expect(body["redirect_uris"]?.list?.compactMap(\.string) == [service.publicURL + "/lti/launch"])
            #expect(body["initiate_login_uri"]?.string == service.publicURL + "/lti/login")
            #expect(body["jwks_uri"]?.string == service.publicURL + "/.well-known/jwks.json")
            #expect(body["client_name"]?.string == "Lectern" && body["client_name#fr"]?.string == "Lectern")
            #expect(body["token_endpoint_auth_method"]?.string == "private_key_jwt")
            #expect(body["scope"]?.string?.split(separator: " ").count == 5)
            let tool = try #require(body[Self.tool])
            #expect(tool["domain"]?.string == String(service.publicURL.dropFirst("http://".count)))
            #expect(tool["target_link_uri"]?.string == service.publicURL + "/lti/launch")
            let claims = tool["claims"]?.list?.compactMap(\.string) ?? []
            #expect(["iss", "sub", "email"].allSatisfy(claims.contains))
            let messages = tool["messages"]?.list ?? []
            let types = [
                "LtiResourceLinkRequest", "LtiDeepLinkingRequest", "LtiSubmissionReviewRequest",
                "DataPrivacyLaunchRequest",
            ]
            #expect(messages.compactMap { $0["type"]?.string } == types)
            #expect(messages.allSatisfy { $0["label"]?.string?.isEmpty == false })
        }
    }

    @Test("LTI-DR-14, LTI-DR-15: what was granted is kept, with what was withheld and how to change it")
    func granted() async throws {
        try await RunningService.with { service in
            await service.lms.change {
                $0.withheldScopes = ["https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"]
            }
            let visit = RegistrationVisit(service)
            let invite = try await visit.invite()
            #expect(try await visit.register(invite: invite).status == 200)
            let platform = try await service.newest()
            #expect(platform.clientID.hasPrefix("dyn-"))
            let admin = try await PickerVisit.administrator(of: service)
            let page = try await admin.get(service.publicURL + "/admin/platforms/\(platform.id)").text
            #expect(page.contains("Asked for and not granted") && page.contains("result.readonly"))
            #expect(page.contains("Can be changed from here") && page.contains("<code>1</code>"))
        }
    }

    @Test("LTI-DR-16: a refusal is shown as the platform words it, in whatever shape, and nothing is stored")
    func refused() async throws {
        try await RunningService.with { service in
            let before = try await service.platforms().count
            let refusals: [(Int, JSONNode, String)] = [
                (400, ["error": "invalid_client_metadata", "error_description": "no <b>logo"], "no &lt;b&gt;logo"),
                (422, ["errors": [["field": "scope", "message": "is not allowed"]]], "is not allowed"),
                (500, "oops", "status 500"),
            ]
            for (status, body, words) in refusals {
                await service.lms.change { $0.refusal = (status, body) }
                let page = try await RegistrationVisit(service).register()
                #expect(page.status == 502 && page.text.contains(words), "\(page.text)")
            }
            #expect(try await service.platforms().count == before)
        }
    }

    @Test(
        "LTI-DR-18: the same client again changes the registration, another one adds one, and both are in the audit log"
    )
    func again() async throws {
        try await RunningService.with { service in
            let visit = RegistrationVisit(service)
            #expect(try await visit.register().status == 200)
            #expect(try await visit.register().status == 200)
            let issuers = try await service.platforms().filter { $0.issuer == service.lmsURL }
            #expect(issuers.count == 3 && Set(issuers.map(\.clientID)).count == 3)
            await service.lms.change { $0.refusal = (200, ["client_id": "lectern-demo"]) }
            #expect(try await visit.register(invite: visit.invite()).status == 200)
            #expect(try await service.platforms().count == 3)
            let verbs = try await service.services.database.read {
                try AuditLog.latest(50, of: DemoTenant.tenant, in: $0).map(\.verb)
            }
            #expect(verbs.count { $0 == "platform.register" } == 2 && verbs.contains("platform.change"))
        }
    }

    @Test("LTI-DR-20, LTI-DR-21: pages and documents give every kind of platform what it has to be told")
    func documents() async throws {
        try await RunningService.with { service in
            let canvas = try await BrowserClient().get(service.publicURL + "/lti/config/canvas.json")
            let root = try JSONDocument(parsing: canvas.body).root
            #expect(root["oidc_initiation_url"]?.string == service.publicURL + "/lti/login")
            #expect(root["target_link_uri"]?.string == service.publicURL + "/lti/launch")
            #expect(root["public_jwk_url"]?.string == service.publicURL + "/.well-known/jwks.json")
            let scopes = root["scopes"].map { $0.elements.compactMap(\.string) } ?? []
            #expect(scopes.count == 5 && scopes.contains(NoticeVisit.scope))
            let admin = try await PickerVisit.administrator(of: service)
            for kind in ["moodle", "canvas", "blackboard", "d2l", "openedx"] {
                let page = try await admin.get(service.publicURL + "/admin/platforms/connect/" + kind)
                #expect(page.status == 200 && page.text.contains(service.publicURL + "/lti/"))
            }
            let manual = try await admin.get(service.publicURL + "/admin/platforms").text
            #expect(manual.contains(service.publicURL + "/lti/login"))
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
        }
    }

    @Test(
        "LTI-NRPS-10: a test of the connection reads keys, tokens, one instructor and line items, and says what is wrong"
    )
    func test() async throws {
        try await RunningService.with { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            let admin = try await PickerVisit.administrator(of: service)
            let platform = try await service.newest()
            let page = try await admin.get(service.publicURL + "/admin/platforms/\(platform.id)")
            let good = try await admin.submit(page.form(to: "/test"))
            #expect(good.status == 200 && good.text.contains("granted") && !good.text.contains("doesn’t work"))
            let asked = await service.lms.requests.map(\.path)
            let role = "role=http%3A%2F%2Fpurl.imsglobal.org%2Fvocab%2Flis%2Fv2%2Fmembership%23Instructor"
            #expect(asked.contains { $0.contains(role) })
            await service.lms.setDown(true)
            let bad = try await admin.submit(page.form(to: "/test"))
            #expect(bad.text.contains("doesn’t work") && bad.text.contains("status 503"))
        }
    }
}

/// Somebody who connects the tool from the demo LMS.
struct RegistrationVisit: Sendable {
    let service: RunningService
    private let browser = BrowserClient()

    init(_ service: RunningService) { self.service = service }

    func open(token: String?, invite: String? = nil) async throws -> Page {
        var form = URLEncodedForm([("openid_configuration", service.lmsURL + "/openid-configuration")])
        if let token { form.fields.append(("registration_token", token)) }
        if let invite { form.fields.append(("invite", invite)) }
        return try await browser.get(form.appended(to: service.publicURL + "/lti/register"))
    }

    func connect(_ page: Page, profiles: Bool = true) async throws -> Page {
        try await browser.submit(page.form(to: "/lti/register"), adding: [("profiles", profiles ? "1" : "")])
    }

    func register(invite: String? = nil) async throws -> Page {
        try await connect(open(token: await service.lms.makeRegistrationToken(), invite: invite))
    }

    /// Makes an invitation as an administrator; gives its code.
    func invite(trusting issuer: String = "") async throws -> String {
        let admin = try await PickerVisit.administrator(of: service)
        let page = try await admin.get(service.publicURL + "/admin/platforms/connect")
        let made = try await admin.submit(page.form(to: "/invite"), adding: [("issuer", issuer)])
        let match = made.text.firstMatch(of: /\/lti\/register\?invite=([\w-]+)/)
        return try #require(match.map { String($0.output.1) }, "\(made.text)")
    }
}

extension RunningService {
    func platforms() async throws -> [Registration] {
        try await services.database.read { try Registrations.list(of: DemoTenant.tenant, in: $0) }
    }

    func newest() async throws -> Registration { try #require(try await platforms().last) }

    /// Whether a text stands in any column of any table.
    func databaseHolds(_ text: String) async throws -> Bool {
        let tables = try await services.database.tables()
        return try await services.database.read { tx in
            for table in tables {
                for column in table.columns {
                    let row = try tx.row(
                        """
                        select count(*) from \(raw: table.name)
                        where cast(\(raw: column) as text) like \("%" + text + "%")
                        """)
                    if try (row?.int(0) ?? 0) > 0 { return true }
                }
            }
            return false
        }
    }
}
