import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import Outbox
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Grades in Canvas, where each score is an attempt unless it says otherwise", .serialized)
struct CanvasGradeTests {
    @Test(
        "A course that is done uses up one attempt, whatever was posted before and is posted after; comments come once",
        arguments: Engine.underTest)
    func attempts(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .canvas) { service in
            await service.lms.withGradebook { $0.allowedAttempts = 1 }
            let visit = service.visit()
            let course = try await visit.launch("tides", as: "u-1001")
            _ = try await service.score(of: "u-1001") { $0.activityProgress == "Started" }
            let lessons = visit.lessons(on: course)
            try await visit.play(try await visit.open(try #require(lessons.first)))
            try await service.comment("Well tied")
            _ = try await service.score(of: "u-1001") { $0.comment == "Well tied" }
            #expect(try await service.work(of: "u-1001").attempts == 0)
            for lesson in lessons.dropFirst() { try await visit.play(try await visit.open(lesson)) }
            let done = try await service.score(of: "u-1001") { $0.gradingProgress == "FullyGraded" }
            try await service.comment("Well tied, and on time")
            _ = try await service.score(of: "u-1001") { $0.comment == "Well tied, and on time" }
            let work = try await service.work(of: "u-1001")
            #expect(work.attempts == 1)
            #expect(work.grade != nil && work.grade == done.scoreGiven)
            #expect(work.comments == ["Well tied", "Well tied, and on time"])
        }
    }

    @Test("A learner without an attempt left gets the grade all the same")
    func noAttempt() async throws {
        try await RunningService.with(profile: .canvas) { service in
            await service.lms.withGradebook { $0.allowedAttempts = 0 }
            try await service.complete(as: "u-1002")
            let done = try await service.score(of: "u-1002") { $0.gradingProgress == "FullyGraded" }
            let work = try await service.work(of: "u-1002")
            #expect(work.attempts == 0 && work.grade != nil && work.grade == done.scoreGiven)
            #expect(try await service.deadLetters(of: PostScores.topic) == 0)
        }
    }

    @Test("A grade that was reached stays while work goes on, and goes when the work is taken back")
    func progress() async throws {
        try await RunningService.with(profile: .canvas) { service in
            try await service.complete(as: "u-1003")
            let done = try await service.score(of: "u-1003") { $0.gradingProgress == "FullyGraded" }
            try await service.voidEvidenceOfOneLesson()
            _ = try await service.score(of: "u-1003") { $0.activityProgress == "InProgress" }
            #expect(try await service.work(of: "u-1003").grade == done.scoreGiven)
            #expect(try await service.work(of: "u-1003").attempts == 1)
            try await service.voidAll()
            _ = try await service.score(of: "u-1003") { $0.activityProgress == "Initialized" }
            #expect(try await service.work(of: "u-1003").grade == nil)
        }
    }

    @Test("A platform of another make gets nothing of Canvas' own")
    func others() async throws {
        try await RunningService.with { service in
            try await service.complete(as: "u-1001")
            let done = try await service.score(of: "u-1001") { $0.gradingProgress == "FullyGraded" }
            #expect(!done.extensions.contains { $0.name.contains("canvas") })
        }
    }

    @Test(
        "Where the platform couples links itself, one column is made without the link, and found again by its resource")
    func uncoupled() async throws {
        try await RunningService.with(profile: .canvas) { service in
            try await service.complete(as: "u-1001")
            _ = try await service.score(of: "u-1001") { $0.gradingProgress == "FullyGraded" }
            let item = try #require(await service.lms.gradebook.lineItems.first)
            #expect(item.resourceLinkID == nil && item.tag == "lectern-grade" && item.resourceID?.isEmpty == false)
            try await service.services.database.write { tx in
                for link in try ResourceLinks(DemoTenant.tenant).list(in: tx) {
                    try ResourceLinks(DemoTenant.tenant).keep(nil, of: link.id, in: tx)
                }
            }
            try await service.complete(as: "u-1002")
            _ = try await service.score(of: "u-1002") { $0.gradingProgress == "FullyGraded" }
            #expect(await service.lms.gradebook.lineItems.map(\.id) == [item.id])
            #expect(await service.lms.gradebook.writes.count { $0.method == "POST" } == 1)
        }
    }

    @Test("A score that Canvas calls older goes again with a later time")
    func older() async throws {
        try await RunningService.with(profile: .canvas) { service in
            let item = try await service.ownLineItem(of: "u-1003")
            let ahead = service.services.world.now().adding(seconds: 5)
            await service.lms.withGradebook { book in
                guard let last = book.latest(item.id, user: "u-1003") else { return }
                var future = last
                future.timestamp = ahead
                _ = book.record(future, in: item.id)
            }
            try await service.complete(as: "u-1003")
            try await service.eventually("graded") {
                let score = await service.lms.gradebook.latest(item.id, user: "u-1003")
                return score?.gradingProgress == "FullyGraded"
            }
            #expect(try await service.deadLetters(of: PostScores.topic) == 0)
        }
    }
}

extension RunningService {
    /// What the gradebook's only column keeps of a learner.
    func work(of user: String) async throws -> Gradebook.Work {
        let book = await lms.gradebook
        try #require(book.lineItems.count == 1)
        return book.work(book.lineItems[0].id, of: user)
    }

    /// The column that a learner's first launch brings about, coupled with the link or not.
    func ownLineItem(of user: String) async throws -> Gradebook.LineItem {
        _ = try await visit().launch("tides", as: user)
        _ = try await score(of: user) { $0.activityProgress == "Started" }
        return try #require(await lms.gradebook.lineItems.first)
    }

    func deadLetters(of topic: String) async throws -> Int {
        try await services.database.read { tx in
            let row = try tx.row("select count(*) from outbox where state = 2 and topic = \(topic)")
            return Int(try row?.int(0) ?? 0)
        }
    }

    /// Voids the statements on which one lesson's completion rests, as an administrator does on their pages.
    func voidEvidenceOfOneLesson() async throws {
        let ids = try await services.database.read { tx in
            try tx.rows(
                """
                select distinct statement from completion_evidence where lesson = (
                    select lesson from completion_evidence order by lesson limit 1)
                """
            ).map { try $0.id(0) }
        }
        let admin = try await PickerVisit.administrator(of: self)
        for id in ids {
            let page = try await admin.get("\(publicURL)/admin/statements/\(id)")
            let done = try await admin.submit(page.form(to: "/void"), adding: [("reason", "It was somebody else")])
            try #require(done.status == 200, "\(done.text)")
        }
    }
}
