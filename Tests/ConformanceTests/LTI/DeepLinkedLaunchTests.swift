import Cohorts
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

@Suite("Deep linked items, launched", .serialized)
struct DeepLinkedLaunchTests {
    @Test(
        "COH-CRUD-01: a new group is made for the launching course, and learners land in it",
        arguments: Engine.underTest)
    func newGroup(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = PickerVisit(service)
            let picker = try await teacher.open()
            let new = try #require(picker.links.first { $0.contains("group=new") })
            let page = try await teacher.browser.get(new)
            let nameless = try await teacher.submit(page, ["course"], [("name", " ")])
            #expect(nameless.status == 422 && nameless.text.contains("aria-invalid"))
            #expect(try await teacher.carry(teacher.submit(page, ["course"], [("name", "Spring 42")])).status == 200)
            let link = try #require(await service.lms.links.last)
            #expect(try await service.visit().launch(link.id, as: "u-1002").status == 200)
            let (name, learners) = try await service.services.database.read { tx in
                let cohorts = try CohortStore(DemoTenant.tenant).list(course: service.demo.course, in: tx)
                let made = try #require(cohorts.first { $0.cohort.name == "Spring 42" })
                return (made.cohort.name, made.learners)
            }
            #expect(name == "Spring 42" && learners == 1)
        }
    }

    @Test("A link to one lesson shows that lesson, with a way to the whole course, and sends that lesson's score")
    func lesson() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            let parts = PickerVisit.parts(on: try await teacher.contents(teacher.open()))
            let lesson = try #require(parts.first { $0.hasPrefix("lesson:") })
            _ = try await teacher.place([lesson])
            let link = try #require(await service.lms.links.last)
            let visit = service.visit()
            let page = try await visit.launch(link.id, as: "u-1003")
            let lessons = visit.lessons(on: page)
            #expect(lessons.count == 1 && !page.text.lowercased().contains("cohort"))
            let whole = try #require(page.links.first { $0.hasSuffix("?all=1") })
            #expect(visit.lessons(on: try await visit.browser.get(whole)).count == 3)
            try await visit.play(try await visit.open(try #require(lessons.first)))
            let score = try await service.score(of: "u-1003", at: link.id)
            #expect(score.activityProgress == "Completed" && score.gradingProgress == "FullyGraded")
        }
    }

    @Test("A link of a copied course leads where its original led, with or without its binding key")
    func copied() async throws {
        try await RunningService.with { service in
            _ = try await PickerVisit(service).place()
            let link = try #require(await service.lms.links.last)
            #expect(try await service.visit().launch(link.id, as: "u-1001").status == 200)
            await service.lms.copy(link.id, to: "copy-1")
            let copy = try await service.visit().launch("copy-1", as: "u-1002")
            #expect(service.isCoursePage(copy))
            await service.lms.add(DemoLink.keyless("copy-2", history: ["copy-1", link.id]))
            let old = try await service.visit().launch("copy-2", as: "u-1003")
            #expect(service.isCoursePage(old))
            await service.lms.add(DemoLink.keyless("unrelated", history: ["nobody-knows"]))
            let unrelated = try await service.visit().launch("unrelated", as: "u-1003")
            #expect(unrelated.text.contains("isn’t ready yet"))
        }
    }

    @Test("COH-CODE-01: a binding key of one deployment is worth nothing in another")
    func deployment() async throws {
        try await RunningService.with { service in
            _ = try await PickerVisit(service).place()
            let link = try #require(await service.lms.links.last)
            await service.tamper(ClaimName.deploymentID, "another")
            let elsewhere = try await service.visit().launch(link.id, as: "u-1001")
            #expect(elsewhere.text.contains("isn’t ready yet"))
            #expect(service.isCoursePage(try await service.visit().launch(link.id, as: "u-1001")))
        }
    }

    @Test(
        "Every kind of LMS can add content, and its learners reach it",
        arguments: ["canvas", "blackboard", "d2l", "openedx"])
    func profiles(name: String) async throws {
        try await RunningService.with(profile: try #require(.named(name))) { service in
            _ = try await PickerVisit(service).place()
            let link = try #require(await service.lms.links.last)
            #expect(service.isCoursePage(try await service.visit().launch(link.id, as: "u-1001")))
        }
    }

    @Test("The picker speaks the reader's language and direction, runs no inline script, and may post to the platform")
    func page() async throws {
        try await RunningService.with { service in
            await service.tamper("locale", "ar")
            let teacher = PickerVisit(service)
            let contents = try await teacher.contents(teacher.open())
            #expect(contents.text.contains("<html lang=\"ar\" dir=\"rtl\">") && contents.text.contains("المقرر كاملًا"))
            let back = try await teacher.submit(contents)
            for page in [contents, back] {
                #expect(page.text.matches(of: /<script(?![^>]*\ssrc=)/).isEmpty && !page.text.contains("onclick"))
                let policy = page.headers.first(name: "Content-Security-Policy") ?? ""
                #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe-inline"))
                #expect(policy.contains("frame-ancestors 'self' \(service.lmsURL)"))
                #expect(page.headers.first(name: "Referrer-Policy") == "no-referrer")
            }
            let policy = back.headers.first(name: "Content-Security-Policy") ?? ""
            #expect(policy.contains("form-action 'self' \(service.lmsURL)"))
        }
    }
}

extension DemoLink {
    /// A link without a binding key whose platform knows what it was copied from.
    static func keyless(_ id: String, history: [String]) -> DemoLink {
        var link = DemoLink(
            id: id, title: "Copied", custom: [("lectern_link_history", "$ResourceLink.id.history")])
        link.history = history
        return link
    }
}

extension RunningService {
    func isCoursePage(_ page: Page) -> Bool {
        page.status == 200 && page.url.hasPrefix(publicURL + "/learn/") && page.text.contains("/lessons/")
    }

    /// Waits for a person's final score at the line item of a link.
    func score(of user: String, at link: String, seconds: Double = 20) async throws -> Gradebook.Score {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            let book = await lms.gradebook
            let item = book.lineItems.first { $0.resourceLinkID == link }
            if let item, let score = book.latest(item.id, user: user), score.gradingProgress == "FullyGraded" {
                return score
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BrowserClient.Failure(description: "no final score arrived")
    }
}
