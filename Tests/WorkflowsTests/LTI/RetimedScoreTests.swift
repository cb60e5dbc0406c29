import Cohorts
import Connections
import Database
import JSON
import LTI
import Outbox
import TestWorld
import Testing
import Values
import Workflows

@Suite("Scores that a platform calls old, and scores that were given up")
struct RetimedScoreTests {
    private let full = CourseScore(
        activityProgress: .completed, gradingProgress: .fullyGraded, scaled: 0.875, happenedAt: nil)
    private let half = CourseScore(
        activityProgress: .inProgress, gradingProgress: .pending, scaled: 0.5, happenedAt: nil)
    private static let scopes = [GradeScope.score, GradeScope.lineItem, GradeScope.resultReadOnly]

    @Test(
        "A first try that is refused as older is sent again with a later time, and accepted then",
        arguments: Engine.underTest)
    func firstTry(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let enrolment = try await world.learnerWithGrades()
            world.platform.state.withLock { $0.scoreAnswers = [(409, ""), (409, "")] }
            _ = try await world.enqueue(full, enrolment)
            var stamps: [Instant] = []
            for _ in 0..<3 {
                _ = try await world.deliver()
                stamps.append(try #require(world.scores.last?["timestamp"]?.string.flatMap { Instant(rfc3339: $0) }))
                world.frozen.advance(seconds: 60)
            }
            #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $1.microseconds(since: $0) >= 10_000_000 })
            #expect(try await world.delivery().state == .sent)
        }
    }

    @Test("A platform that refuses every time makes a dead letter that staff see, and is tried again the day after")
    func always() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            world.platform.state.withLock { $0.scoreAnswers = Array(repeating: (409, ""), count: 9) }
            _ = try await world.enqueue(full, enrolment)
            for _ in 0..<5 {
                _ = try await world.deliver()
                world.frozen.advance(seconds: 7_200)
            }
            #expect(world.scores.count == 5)
            #expect(try await world.delivery().state == .failed)
            #expect(try await world.deliver().isEmpty)
            #expect(try await world.enqueue(full, enrolment) == 0)
            world.frozen.advance(seconds: 86_400)
            #expect(try await world.enqueue(full, enrolment) == 1)
        }
    }

    @Test(
        "Where the platform shows our score, or the try is a repeat that nobody can check, it isn't sent again",
        arguments: [true, false])
    func isThere(canRead: Bool) async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let scopes = canRead ? Self.scopes : [GradeScope.score, GradeScope.lineItem]
            let enrolment = try await world.learnerWithGrades(scopes: scopes)
            world.platform.state.withLock { state in
                state.scoreAnswers = [(503, ""), (409, "")]
                state.results = [[["id": "r", "userId": "learner-7", "resultScore": 87.5, "resultMaximum": 100]]]
            }
            _ = try await world.enqueue(full, enrolment)
            _ = try await world.deliver()
            guard case .delivered = try await world.deliver(attempt: 2).first else {
                Issue.record("a score that is there was sent again")
                return
            }
            #expect(try await world.deliver().isEmpty)
        }
    }

    @Test("A repeat that the platform calls old and doesn't show is sent again with a later time")
    func lostRepeat() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades(scopes: Self.scopes)
            world.platform.state.withLock { $0.scoreAnswers = [(503, ""), (409, "")] }
            _ = try await world.enqueue(full, enrolment)
            _ = try await world.deliver()
            _ = try await world.deliver(attempt: 2)
            world.frozen.advance(seconds: 60)
            #expect(try await world.deliver() == [.delivered("accepted")])
            #expect(world.scores.count == 3)
        }
    }

    @Test("A score whose message was given up after all tries is queued again after a day; one that waits isn't")
    func givenUp() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            world.platform.state.withLock { $0.scoreAnswers = [(503, "")] }
            _ = try await world.enqueue(full, enrolment)
            _ = try await world.deliver()
            #expect(try await world.enqueue(full, enrolment) == 0)
            world.frozen.advance(seconds: 86_400)
            #expect(try await world.enqueue(full, enrolment) == 0)
            _ = try await world.services.database.write { try $0.execute("update outbox set state = 2") }
            #expect(try await world.enqueue(full, enrolment) == 1)
            _ = try await world.services.database.write { try $0.execute("update outbox set state = 2") }
            #expect(try await world.enqueue(full, enrolment) == 0)
        }
    }

    @Test(
        "The sweep forgets a score's dead letter after a year, and the next launch may try again",
        arguments: Engine.underTest)
    func forgotten(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let enrolment = try await world.learnerWithGrades()
            _ = try await world.enqueue(full, enrolment)
            let now = world.frozen.now
            _ = try await world.services.database.write {
                try $0.execute("update outbox set state = 2, finished_at = \(now) where topic = 'ags.score'")
            }
            let left: @Sendable () async throws -> Int64? = {
                try await SweepExpired(world.services).run()
                return try await world.services.database.read {
                    try $0.row("select count(*) from outbox where topic = 'ags.score'")?.int(0)
                }
            }
            world.frozen.advance(days: 364)
            #expect(try await left() == 1)
            world.frozen.advance(days: 2)
            #expect(try await left() == 0)
            #expect(try await world.enqueue(full, enrolment) == 1)
        }
    }

    @Test("A newer score doesn't wait behind an older one's next try", arguments: Engine.underTest)
    func hastened(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let enrolment = try await world.learnerWithGrades()
            _ = try await world.enqueue(half, enrolment)
            let later = world.frozen.now.adding(seconds: 43_200)
            _ = try await world.services.database.write { try $0.execute("update outbox set due_at = \(later)") }
            world.frozen.advance(seconds: 60)
            _ = try await world.enqueue(full, enrolment)
            let now = world.frozen.now
            let due = try await world.services.database.read { tx in
                try tx.rows("select due_at from outbox where state = 0").map { try $0.instant(0) }
            }
            #expect(due.count == 2 && due.allSatisfy { $0 <= now })
        }
    }

    @Test(
        "Faults that pass are tried again, with long pauses where they seldom pass soon",
        arguments: [
            (401, #"{"error":"invalid_client"}"#), (200, "<html>Down for maintenance</html>"),
            (200, #"{"error" : ""kid" invalid"}"#),
        ])
    func passing(status: Int, body: String) async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            world.platform.state.withLock { $0.tokenAnswer = (status, body) }
            _ = try await world.enqueue(full, enrolment)
            guard case .retry(let after, _) = try await world.deliver().first else {
                Issue.record("given up at once")
                return
            }
            #expect(after ?? 0 >= 900)
            world.platform.state.withLock { $0.tokenAnswer = nil }
            #expect(try await world.deliver(attempt: 2) == [.delivered("accepted")])
        }
    }
}
