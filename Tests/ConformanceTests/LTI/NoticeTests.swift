import Cohorts
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Notices of platforms", .serialized)
struct NoticeTests {
    private static let canvas = PlatformProfile.canvas

    @Test("LTI-PNS-01: a launch with the claim is kept with its deployment; without it, or unusable, launches go on")
    func claim() async throws {
        try await RunningService.with(profile: Self.canvas) { service in
            let page = try await NoticeVisit.open(service).page()
            #expect(page.text.contains("/api/notice-handlers/7") && page.text.contains(Self.canvas.deploymentID))
            for type in [NoticeVisit.hello, NoticeVisit.copy, "LtiAssetProcessorSubmissionNotice"] {
                #expect(page.text.contains(type))
            }
            for value: JSONNode? in [nil, "nonsense", ["platform_notification_service_url": 7]] {
                await service.tamper(NoticeVisit.service, value)
                #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1002")))
            }
        }
        try await RunningService.with { service in
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            let admin = try await PickerVisit.administrator(of: service)
            let platform = try await service.newest().id
            let page = try await admin.get(service.publicURL + "/admin/platforms/\(platform)/notices")
            #expect(page.status == 200 && page.text.contains("No launch of this platform has offered notices"))
        }
    }

    @Test("LTI-PNS-02: the scope is asked for at registration and for tokens only where the platform offers it")
    func scope() async throws {
        try await RunningService.with { service in
            for changes: [(String, JSONNode?)] in [[], [("scopes_supported", nil)]] {
                await service.lms.change { $0.changes = changes.map { (name: $0.0, value: $0.1) } }
                #expect(try await RegistrationVisit(service).register().status == 200)
                let body = try #require(await service.lms.desk.steps.last?.body)
                #expect(body["scope"]?.string?.contains("noticehandlers") == false)
            }
            #expect(await service.lms.askedScopes.allSatisfy { !$0.contains(NoticeVisit.scope) })
        }
        try await RunningService.with(profile: Self.canvas) { service in
            let withoutScope: JSONNode = [
                "platform_notification_service_url": .string(service.lmsURL + "/api/notice-handlers/7"), "scope": [],
                "notice_types_supported": [.string(NoticeVisit.copy)],
            ]
            await service.tamper(NoticeVisit.service, withoutScope)
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            try await service.eventually("idle") { try await service.isIdle }
            #expect(await service.lms.askedScopes.allSatisfy { !$0.contains(NoticeVisit.scope) })
            _ = try await NoticeVisit.open(service)
            #expect(await service.lms.askedScopes.contains([NoticeVisit.scope]))
            let visit = RegistrationVisit(service)
            let invite = try await visit.invite(trusting: service.lms.issuer)
            #expect(try await visit.register(invite: invite).status == 200)
            let body = try #require(await service.lms.desk.steps.last?.body)
            #expect(body["scope"]?.string?.contains(NoticeVisit.scope) == true)
        }
    }

    @Test(
        "LTI-PNS-03: types are subscribed by themselves and by hand, listed, and taken away for good",
        arguments: Engine.underTest)
    func subscription(engine: Engine) async throws {
        try await RunningService.with(engine, profile: Self.canvas) { service in
            let admin = try await NoticeVisit.open(service)
            let own = [NoticeVisit.hello: admin.handler, NoticeVisit.copy: admin.handler]
            #expect(await service.lms.noticeHandlers == own)
            #expect(await service.lms.requests.contains { $0.method == "PUT" && $0.path == "/api/notice-handlers/7" })

            #expect(try await admin.press(NoticeVisit.copy, on: false).status == 200)
            #expect(await service.lms.noticeHandlers == [NoticeVisit.hello: admin.handler])
            _ = try await service.visit().launch("tides", as: "u-1002")
            try await admin.settle()
            #expect(await service.lms.noticeHandlers.count == 1)

            #expect(try await admin.press("LtiAssetProcessorSubmissionNotice", on: true).status == 200)
            #expect(try await admin.press(NoticeVisit.copy, on: true).status == 200)
            #expect(await service.lms.noticeHandlers.count == 3)
            let listed = try await admin.browser.submit(admin.page().form(to: "/list"))
            #expect(listed.text.matches(of: /\/lti\/notices/).count == 3)

            await service.lms.setDown(true)
            let refused = try await admin.press(NoticeVisit.copy, on: false)
            #expect(refused.status == 502)
        }
    }

    @Test(
        "LTI-PNS-05: each notice of a batch is judged for itself: one that is forged leaves the others alone",
        arguments: Engine.underTest)
    func forged(engine: Engine) async throws {
        try await RunningService.with(engine, profile: Self.canvas) { service in
            let admin = try await NoticeVisit.open(service)
            let before = try await admin.notices().count
            let batch = [
                DemoNotice.plain("a"), .plain("b").tampered { $0.signature = .foreignKey }, .plain("c"),
            ]
            #expect(try await service.lms.send(batch) == 202)
            #expect(try await admin.notices().count == before + 2)
            #expect(try await admin.refusals() == 1)

            let core = "https://purl.imsglobal.org/spec/lti/claim/"
            let now = service.services.world.now().unixSeconds
            let wrong: [(DemoNotice, Int)] = [
                (.plain("w1").changed("iss", "https://elsewhere.example"), 401),
                (.plain("w2").changed("aud", "another"), 401), (.plain("w3").changed("azp", "another"), 401),
                (.plain("w4").changed("exp", .number(now - 120)), 401),
                (.plain("w5").changed("iat", .number(now + 3_600)), 401), (.plain("w6").changed("nonce", nil), 401),
                (.plain("w7").changed(core + "deployment_id", "another"), 401),
                (.plain("w8").changed(core + "version", "1.1"), 400),
                (.plain("w9").changed(core + "notice", nil), 400),
                (.plain("w10").changed(core + "notice", ["id": "w10", "type": "LtiHelloWorldNotice"]), 400),
                (.plain("w11", type: NoticeVisit.copy), 400), (.plain("w12").tampered { $0.signature = .none }, 401),
                (.plain("w13").tampered { $0.keyID = .other("unknown") }, 401),
            ]
            for (notice, status) in wrong {
                #expect(try await service.lms.send([notice]) == status, "\(notice.id)")
            }
            #expect(try await admin.notices().count == before + 2)
        }
    }

    @Test("LTI-PNS-06: a notice is worked on once, however often it comes, and a nonce serves one notice")
    func once() async throws {
        try await RunningService.with(profile: Self.canvas) { service in
            let admin = try await NoticeVisit.open(service)
            let notice = DemoNotice.contextCopy(
                id: "copy", of: ["course-42"], to: DemoContext(id: "course-43", title: "Spring"))
            let token = try await service.lms.token(of: notice)
            for batch in [[token], [token, token], [try await service.lms.token(of: notice)]] {
                #expect(try await service.lms.post(batch, to: admin.handler) == 202)
            }
            try await admin.settle()
            #expect(try await admin.notices().filter { $0.type == NoticeVisit.copy }.count == 1)
            #expect(try await admin.offers().count == 1)

            let first = DemoNotice.plain("n1").changed("nonce", "the-same")
            #expect(try await service.lms.send([first]) == 202)
            #expect(try await service.lms.send([DemoNotice.plain("n2").changed("nonce", "the-same")]) == 401)
            #expect(try await admin.notices().filter { $0.noticeID.hasPrefix("n") }.count == 1)
        }
    }

    @Test("LTI-PNS-08: an unknown type is kept and shown; a hello proves the connection")
    func types() async throws {
        try await RunningService.with(profile: Self.canvas) { service in
            let admin = try await NoticeVisit.open(service)
            #expect(try await !admin.page().text.contains("none came yet"))
            let unknown = DemoNotice.plain("odd", type: "LtiSomethingNewNotice").changed(
                "name", "Amina Haddad")
            #expect(try await service.lms.post([service.lms.token(of: unknown)], to: admin.handler) == 202)
            try await admin.settle()
            let page = try await admin.page()
            #expect(page.text.contains("LtiSomethingNewNotice") && page.text.contains("kept only"))
            let found = try #require(try await admin.notices().first { $0.noticeID == "odd" })
            let detail = try await admin.browser.get(service.publicURL + "/admin/notices/\(found.id)")
            #expect(detail.text.contains("claim/notice") && detail.text.contains("odd"))
            #expect(!detail.text.contains("Amina"))
        }
    }

    @Test("LTI-PNS-10: unsigned, oversized and flooding bodies are refused before any work is done")
    func hostile() async throws {
        try await RunningService.with(profile: Self.canvas) { service in
            let admin = try await NoticeVisit.open(service)
            let before = try await admin.notices().count
            let browser = BrowserClient()
            func post(_ body: String) async throws -> Int {
                try await browser.send(
                    .POST, admin.handler, headers: [("Content-Type", "application/json")], body: Array(body.utf8)
                ).status
            }
            #expect(try await post(#"{"notices":[{"jwt":"a.b.c"}]}"#) == 401)
            #expect(try await post(#"{"notices":[{}]}"#) == 400)
            #expect(try await post("no json") == 400)
            #expect(try await post(#"{"notices":[{"jwt":""# + String(repeating: "a", count: 1 << 20) + #""}]}"#) == 413)
            let many = Array(repeating: #"{"jwt":"a.b.c"}"#, count: 101).joined(separator: ",")
            #expect(try await post("{\"notices\":[\(many)]}") == 413)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<300 { group.addTask { try await post(#"{"notices":[{"jwt":"a.b.c"}]}"#) } }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(statuses.contains(429) && statuses.isSubset(of: [401, 429]))
            #expect(try await admin.notices().count == before)
        }
    }
}
