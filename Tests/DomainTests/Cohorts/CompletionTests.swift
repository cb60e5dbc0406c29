import CMI5
import Cohorts
import Database
import TestWorld
import Testing
import Values
import XAPI

@Suite("Completion as statements come in")
struct CompletionTests {
    private static let ada = CohortsWorld.person(1)

    private func fact(
        _ number: UInt64, _ verb: String, _ lesson: Int, _ enrolment: Enrolment, at seconds: Int64? = nil,
        _ result: ResultFacts = ResultFacts(), voided: Bool = false
    ) -> StatementFact {
        Facts.fact(
            number, verb, on: CohortsWorld.activities[lesson], at: seconds, result, registration: enrolment.id,
            voided: voided)
    }

    @Test(
        "COH-ENR-07: The last required lesson completes the enrolment, once, at its own time",
        arguments: Engine.underTest)
    func courseCompletes(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let enrolment = try await world.enrolled(Self.ada, in: try await world.cohort("A"))
        for lesson in 0..<2 {
            let changes = try await world.apply(
                [fact(UInt64(lesson), VerbID.completed, lesson, enrolment)], to: enrolment)
            #expect(changes.map(\.changedCourse) == [false])
        }
        let last = fact(9, VerbID.passed, 2, enrolment, at: 50, ResultFacts(scaled: 0.8))
        #expect(try await world.apply([last], to: enrolment).map(\.changedCourse) == [true])
        #expect(try await world.apply([last], to: enrolment).isEmpty)
        let progress = try await world.progress(enrolment)
        #expect(progress.enrolment.status == .completed)
        #expect(progress.enrolment.completedAt == Facts.moment(50))
        #expect(progress.percent == 100)
        #expect(progress.score.activityProgress == .completed)
        #expect(progress.score.scaled == 0.8)
    }

    @Test(
        "COH-CMPL-03: Progress is done required lessons of all, for the course and each module",
        arguments: Engine.underTest)
    func percent(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let enrolment = try await world.enrolled(Self.ada, in: try await world.cohort("A"))
        try await world.apply([fact(1, VerbID.completed, 2, enrolment)], to: enrolment)
        let progress = try await world.progress(enrolment)
        #expect(progress.percent == 33)
        #expect(progress.modules.map(\.done) == [0, 1])
        #expect(progress.modules.map(\.isDone) == [false, true])
        #expect(progress.score.scaled == 1.0 / 3)
    }

    @Test(
        "Voiding the evidence takes the completion back, and the enrolment is active again",
        arguments: Engine.underTest)
    func voiding(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let enrolment = try await world.enrolled(Self.ada, in: try await world.cohort("A"))
        let facts = (0..<3).map { fact(UInt64($0), VerbID.completed, $0, enrolment) }
        try await world.apply(facts, to: enrolment)
        let voided = fact(1, VerbID.completed, 1, enrolment, voided: true)
        let changes = try await world.apply([voided], to: enrolment, all: [facts[0], voided, facts[2]])
        #expect(changes.map(\.lesson) == [world.lessons[1].id])
        #expect(changes.map(\.changedCourse) == [true])
        let progress = try await world.progress(enrolment)
        #expect(progress.enrolment.status == .active)
        #expect(progress.enrolment.completedAt == nil)
        #expect(progress.done == 2)
    }

    @Test("CMI-MOVE-01: Lessons that need no statement count from the enrolment on", arguments: Engine.underTest)
    func notApplicable(engine: Engine) async throws {
        let kinds: [CompletionRule.Kind] = Array(repeating: .cmi5(.notApplicable), count: 3)
        let world = try await CohortsWorld(engine, rules: kinds)
        let enrolment = try await world.enrolled(Self.ada, in: try await world.cohort("A"))
        #expect(enrolment.status == .completed)
        #expect(enrolment.completedAt == enrolment.enrolledAt)
        #expect(try await world.progress(enrolment).percent == 100)
    }

    @Test("A required lesson that is added opens completed enrolments again", arguments: Engine.underTest)
    func addedLesson(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let enrolment = try await world.enrolled(Self.ada, in: try await world.cohort("A"))
        try await world.apply((0..<3).map { fact(UInt64($0), VerbID.completed, $0, enrolment) }, to: enrolment)
        try await world.database.write { tx in
            let rule = CompletionRule(activityID: "http://example.org/d", kind: .tincan(failedCompletes: true))
            _ = try LessonStore(CohortsWorld.tenant).addLesson(
                NewLesson(title: "D", rule: rule), module: world.modules[0].id, world: world.frozen.world, in: tx)
        }
        let progress = try await world.progress(enrolment)
        #expect(progress.enrolment.status == .active)
        #expect(progress.percent == 75)
    }

    @Test("Two lessons of a course can't report under one activity id", arguments: Engine.underTest)
    func sameActivity(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        await #expect(throws: ServiceError.self) {
            try await world.database.write { tx in
                _ = try LessonStore(CohortsWorld.tenant).addLesson(
                    NewLesson(title: "Twin", rule: world.lessons[0].rule), module: world.modules[0].id,
                    world: world.frozen.world, in: tx)
            }
        }
    }

    @Test(
        "COH-ENR-16: Rebuilding gives the last activity and the done lessons that live operation gave",
        arguments: Engine.underTest)
    func roster(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let cohort = try await world.cohort("A")
        let enrolment = try await world.enrolled(Self.ada, in: cohort)
        let facts = [fact(1, VerbID.completed, 0, enrolment, at: 100), fact(2, VerbID.attempted, 1, enrolment, at: 7)]
        for fact in facts { try await world.apply([fact], to: enrolment) }
        func read() async throws -> [RosterEntry] {
            try await world.database.read { try Roster.read(cohort: cohort.id, tenant: CohortsWorld.tenant, in: $0) }
        }
        let live = try await read()
        #expect(live.map(\.done) == [1])
        #expect(live.map(\.required) == [3])
        #expect(live.map(\.lastActivityAt) == [Facts.moment(101)])
        let changes = try await world.database.write { tx in
            try world.completions.rebuild(enrolment: enrolment.id, from: facts, in: tx, now: world.frozen.now)
        }
        #expect(changes.isEmpty)
        #expect(try await read() == live)
    }

    @Test("A sealed completion stays as it is under statements and rebuild", arguments: Engine.underTest)
    func sealed(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let enrolment = try await world.enrolled(Self.ada, in: try await world.cohort("A"))
        try await world.apply([fact(5, VerbID.completed, 0, enrolment)], to: enrolment)
        try await world.database.write { tx in
            _ = try world.completions.seal(enrolment: enrolment.id, reason: "retention", in: tx, now: world.frozen.now)
        }
        try await world.apply([fact(1, VerbID.completed, 0, enrolment)], to: enrolment)
        let changes = try await world.database.write { tx in
            try world.completions.rebuild(enrolment: enrolment.id, from: [], in: tx, now: world.frozen.now)
        }
        #expect(changes.isEmpty)
        let lesson = try await world.progress(enrolment).modules[0].lessons[0]
        #expect(lesson.result.metAt == Facts.moment(5))
    }

    @Test(
        "COH-ROST-05: A learner without activity is listed once, and one in two cohorts once in each",
        arguments: Engine.underTest)
    func rosterListsOnce(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let (first, second) = (try await world.cohort("A"), try await world.cohort("B"))
        let inFirst = try await world.enrolled(Self.ada, in: first)
        _ = try await world.enrolled(Self.ada, in: second)
        let quiet = try await world.enrolled(CohortsWorld.person(2), in: first)
        try await world.apply(
            (0..<2).map { fact(UInt64($0), VerbID.passed, $0, inFirst, ResultFacts(scaled: 0.5)) }, to: inFirst)
        let roster = try await world.database.read {
            try Roster.read(cohort: first.id, tenant: CohortsWorld.tenant, in: $0)
        }
        #expect(roster.map(\.enrolment) == [inFirst.id, quiet.id])
        #expect(roster.map(\.done) == [2, 0])
        #expect(roster.map(\.scaled) == [0.5, nil])
    }
}
