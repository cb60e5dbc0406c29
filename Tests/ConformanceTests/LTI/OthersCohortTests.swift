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

@Suite("Cohorts that serve other learners", .serialized)
struct OthersCohortTests {
    private static let elsewhere: JSONNode = ["id": "course-77", "title": "Somebody else's course"]
    private static let roles = "http://purl.imsglobal.org/vocab/lis/v2/membership"

    @Test(
        "A teacher of another course can't lead a link to a cohort with learners, nor see them, until a code says so",
        arguments: Engine.underTest)
    func link(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            let group = "\(service.demo.cohort)"
            let visit = service.visit()
            await service.tamper(ClaimName.context, Self.elsewhere)
            let choice = try await visit.launch("later", as: "u-2001")
            #expect(choice.text.contains("Where does this link lead?") && !choice.text.contains(group))
            let setUp = try choice.form(to: "staff/setup")
            let forced = try await visit.browser.submit(setUp, adding: [("cohort", group), ("course", "")])
            #expect(forced.status == 403)
            #expect(try await !visit.browser.get(choice.url).text.contains("Amina"))
            let code = try await service.codeForTeachers()
            let wrong = try await visit.browser.submit(
                choice.form(to: "staff/code"), adding: [("code", "0000-0000-0000")])
            #expect(wrong.status == 422 && wrong.text.contains("aria-invalid"))
            let open = try await visit.browser.submit(
                choice.form(to: "staff/code"), adding: [("code", code.lowercased())])
            #expect(open.text.contains(group))
            let roster = try await visit.browser.submit(
                try open.form(to: "staff/setup"), adding: [("cohort", group)])
            #expect(roster.status == 200 && roster.text.contains("Amina"))
            await service.lms.add(DemoLink(id: "third", title: "Third"))
            await service.tamper(ClaimName.context, ["id": "course-78"])
            let third = try await visit.launch("third", as: "u-2001")
            let again = try await visit.browser.submit(third.form(to: "staff/code"), adding: [("code", code)])
            #expect(again.status == 422)
        }
    }

    @Test("The picker offers a teacher of another course none of them either, and takes none")
    func picker() async throws {
        try await RunningService.with { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            let group = "\(service.demo.cohort)"
            let teacher = PickerVisit(service)
            let own = try await teacher.open()
            #expect(own.links.contains { $0.contains("group=\(group)") })
            let contents = try await teacher.contents(own)
            await service.tamper(ClaimName.context, Self.elsewhere)
            let foreign = PickerVisit(service)
            let picker = try await foreign.open()
            #expect(!picker.links.contains { $0.contains("group=\(group)") })
            let page = try await foreign.browser.get(try #require(picker.links.first { $0.contains("group=new") }))
            let forced = try await foreign.submit(page, ["course"], [("group", group)])
            #expect(forced.status == 403)
            let code = try await service.codeForTeachers()
            let open = try await foreign.browser.submit(picker.form(to: "/code"), adding: [("code", code)])
            #expect(open.links.contains { $0.contains("group=\(group)") })
            #expect(try await teacher.submit(contents).status == 200)
        }
    }

    @Test("An assistant at a link that leads nowhere is told who can set it up, and can't")
    func assistant() async throws {
        try await RunningService.with { service in
            let visit = service.visit()
            await service.tamper(ClaimName.roles, [.string(Self.roles + "/Instructor#TeachingAssistant")])
            let page = try await visit.launch("later", as: "u-2001")
            #expect(page.status == 200 && page.text.contains("Only those who build the course"))
            #expect(!page.text.contains("staff/setup") && !page.text.contains("\(service.demo.cohort)"))
        }
    }
}

extension RunningService {
    /// A code for the demo's cohort, as an administrator makes one.
    func codeForTeachers() async throws -> String {
        let browser = try await PickerVisit.administrator(of: self)
        let page = try await browser.get(publicURL + "/admin/cohorts/\(demo.cohort)")
        let made = try await browser.submit(page.form(to: "/code"))
        let code = made.text.firstMatch(of: /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)
        return String(try #require(code).output)
    }
}
