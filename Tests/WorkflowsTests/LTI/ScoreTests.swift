import Access
import Cohorts
import Connections
import Database
import JOSE
import JSON
import LTI
import Outbox
import TestWorld
import Testing
import Values
import Workflows

@Suite("Scores on their way home")
struct ScoreTests {
    private let half = CourseScore(
        activityProgress: .inProgress, gradingProgress: .pending, scaled: 0.5, happenedAt: nil)
    private let full = CourseScore(
        activityProgress: .completed, gradingProgress: .fullyGraded, scaled: 0.875, happenedAt: nil)

    @Test(
        "LTI-AGS-24, LTI-AGS-25, LTI-AGS-26, LTI-AGS-31, LTI-TOK-01, LTI-TOK-14, LTI-TOK-18: a final score reaches the link's line item",
        arguments: Engine.underTest)
    func delivered(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let enrolment = try await world.learnerWithGrades()
            #expect(try await world.enqueue(full, enrolment) == 1)
            #expect(try await world.deliver() == [.delivered("accepted")])
            let heard = try #require(world.scores.first)
            #expect(heard.path == "/items/1/lineitem/scores?type_id=1")
            #expect(heard.contentType == GradeMediaType.score)
            #expect(heard.authorization == "Bearer t1")
            let token = try #require(world.platform.state.withLock(\.tokenRequests).first)
            #expect(token.contentType == "application/x-www-form-urlencoded" && token.path == "/token")
            #expect(heard["userId"]?.string == "learner-7")
            #expect(heard["scoreGiven"]?.double == 87.5 && heard["scoreMaximum"]?.double == 100)
            #expect(heard["activityProgress"]?.string == "Completed")
            #expect(heard["gradingProgress"]?.string == "FullyGraded")
            #expect(heard["scoringUserId"] == nil)
        }
    }

    @Test("The same score isn't sent twice, and previews and guests send none", arguments: Engine.underTest)
    func unchanged(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let enrolment = try await world.learnerWithGrades()
            #expect(try await world.enqueue(half, enrolment) == 1)
            #expect(try await world.enqueue(half, enrolment) == 0)
            #expect(try await world.enqueue(full, world.services.world.newID()) == 0)
        }
    }

    @Test(
        "LTI-AGS-34, LTI-AGS-35: timestamps rise by a second, also for a value that comes back",
        arguments: Engine.underTest)
    func rising(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let enrolment = try await world.learnerWithGrades()
            var stamps: [Instant] = []
            for score in [half, full, half] {
                _ = try await world.enqueue(score, enrolment)
                world.frozen.advance(seconds: 10)
                #expect(try await world.deliver().last == .delivered("accepted"))
                let text = try #require(world.scores.last?["timestamp"]?.string)
                #expect(text.contains(".") && text.hasSuffix("Z"))
                stamps.append(try #require(Instant(rfc3339: text)))
            }
            _ = try await world.enqueue(full, enrolment)
            _ = try await world.enqueue(half, enrolment)
            let now = world.frozen.now
            #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $1.microseconds(since: $0) >= 1_000_000 })
            let last = try await world.delivery()
            #expect(last.stampedAt.microseconds(since: now) == 1_000_000)
        }
    }

    @Test("LTI-AGS-36: an older score that still waits is overtaken by a newer one", arguments: Engine.underTest)
    func overtaken(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let enrolment = try await world.learnerWithGrades()
            _ = try await world.enqueue(half, enrolment)
            _ = try await world.enqueue(full, enrolment)
            world.frozen.advance(seconds: 10)
            #expect(try await world.deliver() == [.delivered("overtaken by a newer score"), .delivered("accepted")])
            #expect(world.scores.count == 1)
        }
    }

    @Test(
        "Answers of platforms are understood",
        arguments: [
            (409, "", true, false), (400, "Score timestamp can only be updated to a later point in time", true, false),
            (400, "[]", false, false), (403, "", false, false), (503, "", false, true), (429, "", false, true),
            (404, "", false, false), (400, "timestamp: this field is required", false, false),
            (403, "403 Forbidden (Rate Limit Exceeded)", false, true),
        ])
    func answers(status: Int, body: String, isDone: Bool, isRetried: Bool) async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            world.platform.state.withLock { $0.scoreAnswers = [(status, body)] }
            _ = try await world.enqueue(full, enrolment)
            switch try #require(try await world.deliver().first) {
            case .delivered: #expect(isDone)
            case .retry: #expect(isRetried)
            case .permanentFailure: #expect(!isDone && !isRetried)
            }
        }
    }

    @Test("LTI-AGS-42: after two outages one score is there, with the timestamp of the first try")
    func retried() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            world.platform.state.withLock { $0.scoreAnswers = [(503, ""), (503, "")] }
            _ = try await world.enqueue(full, enrolment)
            for _ in 0..<3 {
                _ = try await world.deliver()
                world.frozen.advance(seconds: 5)
            }
            #expect(world.scores.count == 3)
            #expect(Set(world.scores.compactMap { $0["timestamp"]?.string }).count == 1)
            #expect(try await world.delivery().state == .sent)
        }
    }

    @Test("LTI-TOK-15, LTI-TOK-16: a token serves until it is refused, then one fresh one is tried once")
    func tokens() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            for score in [half, full] {
                _ = try await world.enqueue(score, enrolment)
                world.frozen.advance(seconds: 2)
                _ = try await world.deliver()
            }
            #expect(world.platform.state.withLock { $0.tokenReads } == 1)
            world.platform.state.withLock { $0.refusesTokens = 1 }
            _ = try await world.enqueue(half, enrolment)
            world.frozen.advance(seconds: 2)
            #expect(try await world.deliver().last == .delivered("accepted"))
            #expect(world.scores.last?.authorization == "Bearer t2")
            world.platform.state.withLock { $0.refusesTokens = 9 }
            _ = try await world.enqueue(full, enrolment)
            world.frozen.advance(seconds: 2)
            guard case .retry = try await world.deliver().last else {
                Issue.record("endless 401 isn't put off")
                return
            }
            #expect(world.platform.state.withLock { $0.refusesTokens } == 7)
        }
    }

    @Test(
        "LTI-TOK-13, LTI-TOK-19: a refused token or a smaller grant is told by its name",
        arguments: [
            (400, #"{"error":"invalid_scope"}"#, "token refused: invalid_scope"),
            (200, #"{"access_token":"t","scope":"other"}"#, "the platform doesn't grant \(GradeScope.score)"),
        ])
    func refusedToken(status: Int, body: String, reason: String) async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            world.platform.state.withLock { $0.tokenAnswer = (status, body) }
            _ = try await world.enqueue(full, enrolment)
            #expect(try await world.deliver() == [.permanentFailure(reason)])
            #expect(world.scores.isEmpty)
            #expect(try await world.delivery().state == .failed)
        }
    }

    @Test("LTI-AGS-14: a link without a line item finds the one that is there, on the last page too")
    func foundItem() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades(lineItem: false)
            world.platform.state.withLock { state in
                state.pages = 3
                state.items = [
                    [
                        "id": .string(world.platform.base + "/items/5/lineitem"), "label": "x",
                        "resourceLinkId": "link-1",
                    ]
                ]
            }
            _ = try await world.enqueue(full, enrolment)
            #expect(try await world.deliver() == [.delivered("accepted")])
            #expect(world.scores.first?.path == "/items/5/lineitem/scores")
            let reads = world.platform.state.withLock { $0.itemReads }
            #expect(reads.count == 3 && reads[0] == "/items?type_id=1&resource_link_id=link-1")
            #expect(world.platform.state.withLock { $0.itemsMade.isEmpty })
        }
    }

    @Test("LTI-AGS-14: a line item is made once where there is none, and kept")
    func madeItem() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades(lineItem: false)
            for score in [half, full] {
                _ = try await world.enqueue(score, enrolment)
                world.frozen.advance(seconds: 2)
                #expect(try await world.deliver().last == .delivered("accepted"))
            }
            let made = world.platform.state.withLock { $0.itemsMade }
            #expect(made.count == 1)
            let body = try JSONDocument(parsing: try #require(made.first)).root
            #expect(body["label"]?.string == "Fire safety" && body["scoreMaximum"]?.double == 100)
            #expect(body["resourceLinkId"]?.string == "link-1")
            #expect(world.scores.allSatisfy { $0.path == "/items/9/lineitem/scores" })
        }
    }

    @Test("LTI-TOK-11: without the right scope nothing is asked for and nothing made")
    func missingScope() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let none = try await world.learnerWithGrades(scopes: [GradeScope.lineItem])
            #expect(try await world.enqueue(full, none) == 0)
            let readOnly = try await world.learnerWithGrades(
                lineItem: false, scopes: [GradeScope.score, GradeScope.lineItemReadOnly])
            _ = try await world.enqueue(full, readOnly)
            guard case .permanentFailure = try await world.deliver().last else {
                Issue.record("a line item came from nowhere")
                return
            }
            #expect(world.platform.state.withLock { $0.itemsMade.isEmpty })
        }
    }

    @Test("LTI-CLM-27, LTI-AGS-04: the newest launch's address counts, also weeks later")
    func newestAddress() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            let moved: JSONNode = [
                "scope": [.string(GradeScope.score)], "lineitem": .string(world.platform.base + "/items/2/lineitem"),
            ]
            _ = try await world.opened([(ClaimName.assignmentAndGrades, moved)])
            world.frozen.advance(days: 30)
            _ = try await world.enqueue(full, enrolment)
            _ = try await world.deliver()
            #expect(world.scores.first?.path == "/items/2/lineitem/scores")
        }
    }
}

extension LaunchWorld {
    var scores: [PlatformDouble.Heard] { platform.state.withLock { $0.scores } }

    /// A learner of a link that takes scores; the enrolment.
    func learnerWithGrades(
        lineItem: Bool = true, scopes: [String] = [GradeScope.score, GradeScope.lineItem]
    ) async throws -> UUID16 {
        try await bindLink()
        let session = try await opened([
            (ClaimName.assignmentAndGrades, platform.grades(lineItem: lineItem, scopes: scopes))
        ])
        try await forgetBeginning()
        return try #require(session.enrolment)
    }

    /// Takes out what the launch itself sends.
    func forgetBeginning() async throws {
        try await services.database.write { tx in
            try tx.execute("delete from outbox where topic = 'ags.score'")
            try tx.execute("delete from score_delivery")
        }
    }

    func enqueue(_ score: CourseScore, _ enrolment: UUID16) async throws -> Int {
        let now = frozen.now
        return try await services.database.write { tx in
            try ScoreQueue(Self.tenant).enqueue(score, for: enrolment, in: tx, now: now)
        }
    }

    /// Hands every waiting message to the handler, in order, as a worker does; those that are done are taken out.
    func deliver(attempt: Int? = nil) async throws -> [DeliveryOutcome] {
        let rows = try await services.database.read { tx in
            try tx.rows("select id, payload, attempts from outbox where state = 0 and topic = 'ags.score' order by id")
                .map {
                    (try $0.int(0), try $0.text(1), Int(try $0.int(2)))
                }
        }
        var outcomes: [DeliveryOutcome] = []
        for (id, payload, attempts) in rows {
            let delivery = OutboxDelivery(
                id: id, tenant: Self.tenant, topic: PostScores.topic, orderingKey: nil,
                payload: try JSONDocument(parsing: payload), attempt: attempt ?? attempts + 1, enqueuedAt: frozen.now)
            let outcome = await PostScores(services).deliver(delivery)
            outcomes.append(outcome)
            if case .retry = outcome { continue }
            _ = try await services.database.write { try $0.execute("update outbox set state = 1 where id = \(id)") }
        }
        return outcomes
    }

    func delivery() async throws -> ScoreDelivery {
        let session = try await services.database.read { tx in
            try tx.row("select link, person from link_visit where standing = 'learner'").map {
                (try $0.id(0), try $0.id(1))
            }
        }
        let (link, person) = try #require(session)
        return try #require(
            try await services.database.read {
                try ScoreDeliveries(Self.tenant).find(link: link, person: person, in: $0)
            })
    }
}
