import Access
import Cohorts
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Copied courses", .serialized)
struct CourseCopyTests {
    private static let spring = DemoContext(id: "course-43", title: "Safety in spring")

    @Test(
        """
        LTI-PNS-07: a copied course is offered; accepted, it has a group of its own with the same links and schedule, \
        moved dates and no people
        """, arguments: Engine.underTest)
    func offered(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .canvas) { service in
            let admin = try await NoticeVisit.open(service)
            let old = try await Self.dated(service)
            try await service.lms.copyCourse(to: Self.spring)
            try await admin.settle()
            let offer = try #require(try await admin.offers().first)
            #expect(try await service.cohorts().count == 1)
            #expect(try await admin.page().text.contains("Safety in spring"))

            let url = service.publicURL + "/admin/copies/\(offer.id)"
            let page = try await admin.browser.get(url)
            let bad = try await admin.browser.submit(
                page.form(to: "/copies/"), adding: [("name", "Autumn group"), ("firstDay", "2099-02-01")])
            #expect(bad.status == 409)
            let done = try await admin.browser.submit(
                page.form(to: "/copies/"), adding: [("name", "Spring group"), ("firstDay", "2099-02-01")])
            #expect(done.status == 200 && done.text.contains("Spring group"))

            let made = try #require(try await service.cohorts().first { $0.name == "Spring group" })
            #expect(made.intent.startsAt?.rfc3339.hasPrefix("2099-01-31T23:00") == true)
            let length = try #require(old.intent.endsAt).microseconds(since: try #require(old.intent.startsAt))
            #expect(made.intent.endsAt?.microseconds(since: try #require(made.intent.startsAt)) == length)
            #expect(made.capacity == 25 && made.zone.name == "Europe/Berlin")
            try await Self.expectWindows(service, made)
            #expect(try await service.enrolments().count == 1)
            try await Self.expectNobody(in: made.id, service)

            #expect(service.isCoursePage(try await service.visit().launch("tides-course-43", as: "u-1002")) == false)
            #expect(try await service.link("tides-course-43")?.cohort == made.id)
            #expect(try await service.link("tides")?.cohort == old.id)
        }
    }

    @Test("A link of a copied course that was launched before the answer leads nowhere, and then to the new group")
    func movedLinks() async throws {
        try await RunningService.with(profile: .canvas) { service in
            let admin = try await NoticeVisit.open(service)
            try await service.lms.copyCourse(to: Self.spring)
            try await admin.settle()
            let early = try await service.visit().launch("tides-course-43", as: "u-1002")
            #expect(early.text.contains("isn’t ready yet"))
            #expect(try await service.link("tides-course-43")?.origin?.target.cohort == service.demo.cohort)
            let offer = try #require(try await admin.offers().first)
            let page = try await admin.browser.get(service.publicURL + "/admin/copies/\(offer.id)")
            _ = try await admin.browser.submit(page.form(to: "/copies/"))
            let settled = try #require(try await admin.offers().first)
            #expect(settled.state == .accepted)
            #expect(try await service.link("tides-course-43")?.cohort == settled.made)
            #expect(service.isCoursePage(try await service.visit().launch("tides-course-43", as: "u-1002")))
        }
    }

    @Test("A declined offer leaves the copied links with the old group, and isn't made again")
    func declined() async throws {
        try await RunningService.with(profile: .canvas) { service in
            let admin = try await NoticeVisit.open(service)
            try await service.lms.copyCourse(to: Self.spring)
            try await admin.settle()
            let offer = try #require(try await admin.offers().first)
            let page = try await admin.browser.get(service.publicURL + "/admin/copies/\(offer.id)")
            let decline = try #require(page.forms.first { $0.fields.contains { $0 == ("answer", "decline") } })
            _ = try await service.visit().launch("tides-course-43", as: "u-1002")
            #expect(try await admin.browser.submit(decline).text.contains("declined"))
            #expect(try await service.link("tides-course-43")?.cohort == service.demo.cohort)
            let again = DemoNotice.contextCopy(id: "again", of: ["course-42"], to: Self.spring)
            #expect(try await service.lms.send([again]) == 202)
            try await admin.settle()
            #expect(try await admin.offers().map(\.state) == [.declined])
            #expect(try await service.cohorts().count == 1)
        }
    }

    @Test("A setting of the platform sets copies up at once, or ignores them")
    func policies() async throws {
        try await RunningService.with(profile: .canvas) { service in
            let admin = try await NoticeVisit.open(service)
            _ = try await admin.browser.submit(admin.page().form(to: "/policy"), adding: [("policy", "off")])
            try await service.lms.copyCourse(to: Self.spring)
            try await admin.settle()
            #expect(try await admin.offers().isEmpty)
            _ = try await admin.browser.submit(admin.page().form(to: "/policy"), adding: [("policy", "auto")])
            try await service.lms.copyCourse(to: DemoContext(id: "course-44", title: "Safety in summer"))
            try await admin.settle()
            let offer = try #require(try await admin.offers().first)
            #expect(offer.state == .accepted)
            let made = try #require(try await service.cohorts().first { $0.id == offer.made })
            #expect(made.name == "Autumn group · Safety in summer")
            try await Self.expectNobody(in: made.id, service)
        }
    }

    @Test(
        "LTI-PNS-09: where no notice came, the first launch in a copied course makes the offer, also to its instructor",
        arguments: Engine.underTest)
    func history(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .canvas) { service in
            await service.addLinkWithHistory()
            let admin = try await NoticeVisit.open(service)
            try await service.lms.copyCourse(to: Self.spring, announcing: false)
            try await admin.settle()
            #expect(try await admin.offers().isEmpty)
            let teacher = service.visit()
            let page = try await teacher.launch("history-course-43", as: "u-2001")
            #expect(try await admin.offers().map(\.source) == [.launch])
            let staff = try await teacher.browser.get(page.url.hasSuffix("staff") ? page.url : page.url + "staff")
            #expect(staff.text.contains("is a copy of one that has a group here"))
            let done = try await teacher.browser.submit(
                staff.form(to: "/staff/copies/"), adding: [("name", "Spring group"), ("firstDay", "")])
            #expect(done.status == 200 && done.text.contains("Spring group"))
            let made = try #require(try await service.cohorts().first { $0.name == "Spring group" })
            #expect(try await service.link("history-course-43")?.cohort == made.id)
            try await Self.expectNobody(in: made.id, service)
        }
    }

    @Test("A learner's launch shows no offer, and can't answer one")
    func learner() async throws {
        try await RunningService.with(profile: .canvas) { service in
            await service.addLinkWithHistory()
            let admin = try await NoticeVisit.open(service)
            try await service.lms.copyCourse(to: Self.spring, announcing: false)
            let learner = service.visit()
            let page = try await learner.launch("history-course-43", as: "u-1001")
            #expect(!page.text.contains("is a copy of one"))
            let offer = try #require(try await admin.offers().first)
            let own = try await learner.launch("tides", as: "u-1001")
            let token = try #require(own.forms.first?.fields.first { $0.name == "form_token" })
            let answer = try await learner.browser.post(
                own.url + "staff/copies/\(offer.id)",
                form: URLEncodedForm([(token.name, token.value), ("answer", "accept"), ("name", "Mine")]))
            #expect(answer.status == 403)
            #expect(try await admin.offers().map(\.state) == [.open])
        }
    }

    /// Gives the demo's group dates in a zone with summer time, seats, and a window.
    private static func dated(_ service: RunningService) async throws -> Cohort {
        let zone = try #require(CohortZone("Europe/Berlin"))
        let start = zone.start(of: try #require(LocalDay("2026-09-01")))
        var change = CohortChange()
        change.zone = zone
        change.startsAt = .set(start)
        change.endsAt = .set(zone.start(of: try #require(LocalDay("2026-10-01"))))
        change.capacity = .set(25)
        let (tenant, wanted, cohort) = (DemoTenant.tenant, change, service.demo.cohort)
        let manage = ManageCohorts(service.services, tenant: tenant, by: .service)
        let old = try await manage.update(cohort, wanted)
        try await service.services.database.write { tx in
            let modules = try LessonStore(tenant).modules(course: old.course, in: tx)
            guard let first = modules.first, let last = modules.last else { return }
            let windows = ModuleWindowStore(tenant)
            try windows.set(
                ModuleWindow(module: first.id, unlock: .at(start.adding(seconds: 9 * 3_600))), cohort: cohort, in: tx)
            try windows.set(ModuleWindow(module: last.id, unlock: .day(3)), cohort: cohort, in: tx)
        }
        return old
    }

    /// 09:00 on the wall stays 09:00, and relative days stay as they are.
    private static func expectWindows(_ service: RunningService, _ made: Cohort) async throws {
        let borders = try await service.services.database.read { tx in
            try ModuleWindowStore(DemoTenant.tenant).windows(cohort: made.id, in: tx).values.compactMap(\.unlock)
        }
        let nine = try #require(made.intent.startsAt).adding(seconds: 9 * 3_600)
        #expect(Set(borders) == [.at(nine), .day(3)])
    }

    private static func expectNobody(in cohort: UUID16, _ service: RunningService) async throws {
        let count = try await service.services.database.read { tx in
            try tx.row("select count(*) from enrolment where cohort = \(cohort)")?.int(0)
        }
        #expect(count == 0)
    }
}
