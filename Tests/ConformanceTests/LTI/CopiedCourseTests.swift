import Cohorts
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

@Suite("Links of a copied course", .serialized)
struct CopiedCourseTests {
    private static let newTerm: JSONNode = ["id": "course-43", "title": "Working safely, next year"]

    @Test(
        "Nobody lands in last year's cohort by a copied course; the teacher chooses once, and links keep their lessons",
        arguments: Engine.underTest)
    func chosen(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let (link, second) = try await service.placeLessons()
            _ = try await service.visit().launch(link, as: "u-1001")
            for each in [link, second] { await service.lms.copy(each, to: each + "-copy") }
            await service.tamper(ClaimName.context, Self.newTerm)
            let early = try await service.visit().launch(link + "-copy", as: "u-1002")
            #expect(early.text.contains("isn’t ready yet"))
            let teacher = service.visit()
            await service.tamper(ClaimName.context, Self.newTerm)
            let choice = try await teacher.launch(link + "-copy", as: "u-2001")
            #expect(!choice.text.contains("Amina") && choice.text.contains("Autumn group"))
            let made = try await teacher.browser.submit(
                choice.forms.last { $0.action.contains("staff/setup") } ?? choice.form(to: "staff/setup"),
                adding: [("course", "\(service.demo.course)"), ("name", "Next year")])
            #expect(made.status == 200 && made.text.contains("Next year"))
            await service.tamper(ClaimName.context, Self.newTerm)
            let learner = service.visit()
            let page = try await learner.launch(second + "-copy", as: "u-1002")
            #expect(service.isCoursePage(page) && learner.lessons(on: page).count == 1)
            let people = try await service.enrolments().count
            #expect(people == 1)
        }
    }

    @Test("The teacher who brings the key along may go on with last year's cohort")
    func goesOn() async throws {
        try await RunningService.with { service in
            let (link, second) = try await service.placeLessons()
            _ = try await service.visit().launch(link, as: "u-1001")
            await service.lms.copy(second, to: "copy")
            await service.tamper(ClaimName.context, Self.newTerm)
            let teacher = service.visit()
            let choice = try await teacher.launch("copy", as: "u-2001")
            let roster = try await teacher.browser.submit(
                choice.form(to: "staff/setup"), adding: [("cohort", "\(service.demo.cohort)")])
            #expect(roster.status == 200 && roster.text.contains("Amina"))
        }
    }

    @Test("A history that a teacher wrote leads to no other course's cohort, and doesn't open it")
    func forged() async throws {
        try await RunningService.with { service in
            let (link, _) = try await service.placeLessons()
            _ = try await service.visit().launch(link, as: "u-1001")
            await service.lms.add(
                DemoLink(id: "forged", title: "Forged", custom: [("lectern_link_history", link)]))
            await service.tamper(ClaimName.context, Self.newTerm)
            let teacher = service.visit()
            let choice = try await teacher.launch("forged", as: "u-2001")
            #expect(choice.text.contains("Where does this link lead?"))
            #expect(!choice.text.contains("\(service.demo.cohort)"))
        }
    }

    @Test("An administrator leads a link elsewhere, or back to the teacher's choice; its key doesn't lead it again")
    func undone() async throws {
        try await RunningService.with { service in
            let visit = service.visit()
            let page = try await visit.launch("tides", as: "u-1001")
            let admin = try await PickerVisit.administrator(of: service)
            let id = try #require(
                try await service.services.database.read { tx in
                    try ResourceLinks(DemoTenant.tenant).list(in: tx).first { $0.linkID == "tides" }?.id
                })
            let shown = try await admin.get(service.publicURL + "/admin/links/\(id)")
            #expect(shown.status == 200)
            let done = try await admin.submit(shown.form(to: "/admin/links/"), adding: [("cohort", "nowhere")])
            #expect(done.status == 200)
            #expect(try await visit.browser.get(page.url).status == 401)
            #expect(try await visit.launch("tides", as: "u-1001").text.contains("isn’t ready yet"))
            let again = try await admin.submit(
                done.form(to: "/admin/links/"), adding: [("cohort", "\(service.demo.cohort)")])
            #expect(again.status == 200)
            #expect(service.isCoursePage(try await visit.launch("tides", as: "u-1001")))
        }
    }
}

extension RunningService {
    /// Two lessons chosen in a picker; the ids of their links.
    func placeLessons() async throws -> (String, String) {
        let teacher = PickerVisit(self)
        let parts = PickerVisit.parts(on: try await teacher.contents(teacher.open()))
        _ = try await teacher.place(Array(parts.filter { $0.hasPrefix("lesson:") }.prefix(2)))
        let links = await lms.links.suffix(2).map(\.id)
        return (links[0], links[1])
    }
}
