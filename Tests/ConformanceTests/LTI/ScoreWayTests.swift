import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("The way of a score into the platform's gradebook", .serialized)
struct ScoreWayTests {
    @Test(
        "A link that is opened only after its lesson was done elsewhere gets the lesson's score",
        arguments: Engine.underTest)
    func late(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = PickerVisit(service)
            let parts = PickerVisit.parts(on: try await teacher.contents(teacher.open()))
            let lessons = parts.filter { $0.hasPrefix("lesson:") }
            _ = try await teacher.place(Array(lessons.prefix(2)))
            let links = await service.lms.links.suffix(2).map(\.id)
            let visit = service.visit()
            let first = try await visit.launch(links[0], as: "u-1002")
            let whole = try await visit.browser.get(try #require(first.links.first { $0.hasSuffix("?all=1") }))
            let second = try #require(lessons.dropFirst().first?.dropFirst("lesson:".count))
            let form = try #require(visit.lessons(on: whole).first { $0.action.contains(second) })
            try await visit.play(try await visit.open(form))
            let book = await service.lms.gradebook
            #expect(book.history.allSatisfy { $0.score.gradingProgress != "FullyGraded" })
            #expect(service.isCoursePage(try await visit.launch(links[1], as: "u-1002")))
            let score = try await service.score(of: "u-1002", at: links[1])
            #expect(score.activityProgress == "Completed")
            #expect(service.isCoursePage(try await visit.launch(links[1], as: "u-1002")))
            #expect(try await service.deliveries(at: links[1]).map(\.state) == [.sent])
        }
    }

    @Test("An item that was chosen to be without a grade gets no column, its neighbour does")
    func ungraded() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            _ = try await teacher.place(["course"], [("graded", "0")])
            let plain = try #require(await service.lms.links.last?.id)
            let parts = PickerVisit.parts(on: try await teacher.contents(teacher.open()))
            _ = try await teacher.place([try #require(parts.first { $0.hasPrefix("lesson:") })])
            let graded = try #require(await service.lms.links.last?.id)
            let visit = service.visit()
            #expect(service.isCoursePage(try await visit.launch(plain, as: "u-1001")))
            let page = try await visit.launch(graded, as: "u-1001")
            try await visit.play(try await visit.open(try #require(visit.lessons(on: page).first)))
            _ = try await service.score(of: "u-1001", at: graded)
            #expect(try await service.deliveries(at: plain).isEmpty)
            #expect(await !service.lms.gradebook.lineItems.contains { $0.resourceLinkID == plain })
        }
    }

    @Test("A final score that a platform with a fast clock calls old is sent again until it is there")
    func fastClock() async throws {
        try await RunningService.with(profile: .moodle) { service in
            await service.lms.setClock(ahead: 6)
            let visit = service.visit()
            let page = try await visit.launch("tides", as: "u-1003")
            for form in visit.lessons(on: page) {
                try await visit.play(try await visit.open(form))
                try await service.untilHistory { !$0.isEmpty }
            }
            let score = try await service.score(of: "u-1003", at: "tides", seconds: 60)
            #expect(score.activityProgress == "Completed" && score.scoreGiven != nil)
        }
    }
}

extension RunningService {
    /// What is on its way to the line item of a link.
    func deliveries(at link: String) async throws -> [ScoreDelivery] {
        try await services.database.read { tx in
            let rows = try tx.rows(
                """
                select d.person from score_delivery d join resource_link l on l.tenant = d.tenant and l.id = d.link
                where l.link_id = \(link)
                """)
            return try rows.flatMap { try ScoreDeliveries(DemoTenant.tenant).ofPerson($0.id(0), in: tx) }.filter {
                try ResourceLinks(DemoTenant.tenant).find($0.link, in: tx)?.linkID == link
            }
        }
    }

    /// Waits until what the gradebook took fits.
    func untilHistory(_ fits: @Sendable ([(lineItem: String, score: Gradebook.Score)]) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if fits(await lms.gradebook.history) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BrowserClient.Failure(description: "the gradebook never fit")
    }
}
