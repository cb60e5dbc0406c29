import Cryptography
import Database
import DemoJourney
import DemoLMS
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values

/// What was answered with success is on disk, whatever happens to the process afterwards.
@Suite(.serialized) struct KillTests {
    @Test(
        """
        LRS-POST-10, LRS-OPS-02: killed at random moments while statements are posted, the service has every acknowledged statement, each \
        completion once, and delivers each score
        """,
        arguments: Engine.underTest)
    func kills(engine: Engine) async throws {
        try await ServiceApart.with(engine) { service in
            try await service.start()
            let (over, tally) = (Flag(), Tally())
            let acknowledged = try await withThrowingTaskGroup(of: [JSONNode].self) { group in
                for number in 0..<4 {
                    group.addTask { try await Writer(service, number, tally).write { over.isRaised } }
                }
                for person in ["u-1001", "u-1002", "u-1003"] {
                    group.addTask {
                        try await Learner(service, person).finish()
                        return []
                    }
                }
                var moments = SystemRandomNumberGenerator()
                for round in 0..<60 where round < 6 || tally.count < 1_000 {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 50...700, using: &moments)))
                    service.process.kill()
                    try await service.start()
                }
                try await Task.sleep(for: .seconds(1))
                over.raise()
                return try await group.reduce([], +)
            }
            try #require(acknowledged.count >= 1_000)
            try await expectAll(acknowledged, in: service)
            try await expectScores(in: service)
            service.process.stop()
            try await expectEachOnce(in: service)
        }
    }

    /// A repeat is harmless: the same statement is answered as stored, without a second row.
    private func expectAll(_ statements: [JSONNode], in service: ServiceApart) async throws {
        let client = BrowserClient()
        for statement in statements {
            let url = service.statementURL(statement)
            let read = try await client.send(.GET, url, headers: service.headers)
            #expect(read.status == 200, "\(url) was acknowledged and is lost")
            let again = try await client.send(.PUT, url, headers: service.headers, body: statement.serialized)
            #expect(again.status == 204, "\(again.text)")
        }
    }

    private func expectScores(in service: ServiceApart) async throws {
        for person in ["u-1001", "u-1002", "u-1003"] {
            let deadline = ContinuousClock.now + .seconds(90)
            var isThere = false
            while !isThere, ContinuousClock.now < deadline {
                isThere = await service.lms.gradebook.history.contains {
                    $0.score.userID == person && $0.score.activityProgress == "Completed"
                }
                if !isThere { try await Task.sleep(for: .milliseconds(100)) }
            }
            #expect(isThere, "the score of \(person) didn't arrive")
        }
    }

    private func expectEachOnce(in service: ServiceApart) async throws {
        let counts = try await service.inspect { tx in
            let count = { (sql: SQL) in try tx.row(sql)?.int(0) }
            return (
                completed: try count("select count(*) from completion where completed_at is not null"),
                repeated: try count(
                    """
                    select count(*) from (select 1 from completion_ledger where completed_at is not null
                    group by enrolment, lesson, completed_at having count(*) > 1) as repeated
                    """),
                doubles: try count("select count(*) - count(distinct id) from statement")
            )
        }
        #expect(counts.completed == 9)
        #expect(counts.repeated == 0)
        #expect(counts.doubles == 0)
        let rebuilt = try await service.command("completions", "rebuild", "--json")
        #expect(rebuilt.output.contains("\"changes\":0"), "\(rebuilt.output)")
        #expect(try await service.command("audit", "verify").status == 0)
    }
}

private final class Flag: Sendable {
    private let state = Locked(false)

    var isRaised: Bool { state.withLock(\.self) }

    func raise() { state.withLock { $0 = true } }
}

/// Counts what was acknowledged.
private final class Tally: Sendable {
    private let state = Locked(0)

    var count: Int { state.withLock(\.self) }

    func add() { state.withLock { $0 += 1 } }
}

/// A client that sends each statement until it is acknowledged, as xAPI clients with a queue do.
private struct Writer {
    private let service: ServiceApart
    private let name: String
    private let tally: Tally
    private let client = BrowserClient(timeout: .seconds(5))

    init(_ service: ServiceApart, _ number: Int, _ tally: Tally) {
        self.service = service
        self.tally = tally
        name = "writer-\(number)"
    }

    /// The statements that were acknowledged.
    func write(until isOver: () -> Bool) async throws -> [JSONNode] {
        var acknowledged: [JSONNode] = []
        while !isOver() {
            let statement: JSONNode = [
                "id": .string(UUID().uuidString.lowercased()),
                "actor": ["account": ["homePage": "https://writers.example", "name": .string(name)]],
                "verb": ["id": "http://adlnet.gov/expapi/verbs/experienced"],
                "object": ["id": .string("https://writers.example/page/\(acknowledged.count)")],
            ]
            while true {
                let answer = try? await client.send(
                    .PUT, service.statementURL(statement), headers: service.headers, body: statement.serialized)
                if answer?.status == 204 { break }
                // 503 while the service starts or stops, or no connection; anything else would be a defect.
                if let answer, answer.status != 503 {
                    throw BrowserClient.Failure(
                        description: "a statement was answered \(answer.status): \(answer.text)")
                }
                try await Task.sleep(for: .milliseconds(10))
            }
            acknowledged.append(statement)
            tally.add()
        }
        return acknowledged
    }
}

/// Somebody who goes on where they were after each interruption, until every lesson has its tick.
private struct Learner {
    private let service: ServiceApart
    private let person: String

    init(_ service: ServiceApart, _ person: String) {
        self.service = service
        self.person = person
    }

    func finish() async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        var last = ""
        while ContinuousClock.now < deadline {
            do {
                let course = try await launched()
                if course.ticks == 3 { return }
                for lesson in course.visit.lessons(on: course.page) {
                    try await play(try await course.visit.open(lesson), course.visit)
                }
            } catch {
                last = "\(error)"
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        throw BrowserClient.Failure(description: "\(person) can't finish the course; at last: \(last)")
    }

    /// A registration takes each verdict once (cmi5 §9.5): what an interrupted session said already is refused now.
    private func play(_ url: String, _ visit: LearnerVisit) async throws {
        guard url.contains("fetch=") else { return try await visit.play(url) }
        let unit = try await ScriptedAU.open(url, browser: visit.browser, world: .system)
        try await unit.initialized()
        if unit.masteryScore != nil { try await unlessSaid { try await unit.passed(scaled: 0.9, seconds: 95) } }
        try await unlessSaid { try await unit.completed(seconds: 120) }
        try await unit.terminated(seconds: 125)
    }

    private func unlessSaid(_ say: () async throws -> Void) async throws {
        do { try await say() } catch let refusal as BrowserClient.Failure
            where refusal.description.contains("in this registration already")
        {}
    }

    private func launched() async throws -> (visit: LearnerVisit, page: Page, ticks: Int) {
        let visit = LearnerVisit(
            lms: service.place.lmsURL, world: .system, browser: BrowserClient(timeout: .seconds(5)))
        let page = try await visit.launch("tides", as: person)
        guard page.status == 200 else {
            throw BrowserClient.Failure(description: "the launch was answered \(page.status): \(page.text.suffix(600))")
        }
        return (visit, page, page.text.matches(of: /class="tick done"/).count)
    }
}
