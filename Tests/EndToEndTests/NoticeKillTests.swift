import Cryptography
import Database
import DemoData
import DemoJourney
import DemoLMS
import ServiceWorld
import TestWorld
import Testing
import Values

/// Notices that were answered with success are worked on, whatever happens to the process afterwards.
@Suite(.serialized) struct NoticeKillTests {
    @Test(
        "LTI-PNS-04: a batch of three is stored before the answer; killed right after it, the service still does the work",
        arguments: Engine.underTest)
    func kill(engine: Engine) async throws {
        try await ServiceApart.with(engine, profile: .canvas) { service in
            try await service.start()
            let learner = LearnerVisit(lms: service.place.lmsURL, world: .system)
            #expect(try await learner.launch("tides", as: "u-1001").status == 200)
            try await Self.eventually { await service.lms.noticeHandlers.count == 2 }

            let batch = ["spring", "summer"].map {
                DemoNotice.contextCopy(id: "copy-\($0)", of: ["course-42"], to: DemoContext(id: $0, title: "In \($0)"))
            }
            let all = batch + [DemoNotice(id: "odd", type: "LtiSomethingNewNotice")]
            #expect(try await service.lms.send(all) == 202)
            service.process.kill()

            try await service.start()
            let admin = try await Self.administrator(of: service)
            let list = try await admin.get(service.place.publicURL + "/admin/platforms")
            let platform = try #require(list.text.firstMatch(of: /\/admin\/platforms\/([0-9a-f-]{36})/)).output.1
            let url = service.place.publicURL + "/admin/platforms/\(platform)/notices"
            try await Self.eventually {
                let page = try await admin.get(url).text
                return page.matches(of: /waits for an answer/).count == 2 && page.contains("kept only")
            }
            let page = try await admin.get(url).text
            #expect(page.contains("In spring") && page.contains("In summer") && page.contains("LtiSomethingNewNotice"))
        }
    }

    private static func administrator(of service: ServiceApart) async throws -> BrowserClient {
        let browser = BrowserClient()
        let page = try await browser.get(service.place.publicURL + "/admin/sign-in")
        let fields = [("login", DemoTenant.administrator.login), ("password", DemoTenant.administrator.password)]
        let done = try await browser.submit(
            page.form(to: "sign-in"), adding: fields.map { (name: $0.0, value: $0.1) })
        try #require(done.status == 200)
        return browser
    }

    private static func eventually(_ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(100)
        while ContinuousClock.now < deadline {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BrowserClient.Failure(description: "it never came to be")
    }
}
