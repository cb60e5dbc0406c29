import Cohorts
import Database
import TestWorld
import Testing
import Values
import XAPI

@Suite("Compliance records")
struct ComplianceRecordsTests {
    private func records(_ world: CohortsWorld, asOf: Instant? = nil) async throws -> [ComplianceRecord] {
        try await world.database.read { tx in
            var records: [ComplianceRecord] = []
            try ComplianceRecords(tenant: CohortsWorld.tenant, asOf: asOf).forEach(in: tx) { records.append($0) }
            return records
        }
    }

    private func completed(_ number: Int, _ enrolment: Enrolment, verb: String = VerbID.completed) -> StatementFact {
        Facts.fact(UInt64(number), verb, on: CohortsWorld.activities[number], registration: enrolment.id)
    }

    @Test(
        "GDPR-CMP-09: A report as of a moment holds what was known then, not what came late",
        arguments: Engine.underTest)
    func asOf(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        world.frozen.advance(seconds: 1)
        let enrolment = try await world.enrolled(CohortsWorld.person(1), in: try await world.cohort("A"))
        world.frozen.advance(seconds: 1)
        let atEnrolment = world.frozen.now
        try await world.apply((0..<2).map { completed($0, enrolment) }, to: enrolment)
        world.frozen.advance(days: 2)
        let before = world.frozen.now
        world.frozen.advance(days: 2)
        // It happened long ago, and is stored only now.
        try await world.apply([completed(2, enrolment)], to: enrolment)
        let then = try await records(world, asOf: before)
        #expect(then.map { $0.status(now: before) } == [.inProgress])
        #expect(then.map(\.done) == [2])
        #expect(try await records(world, asOf: atEnrolment).map { $0.status(now: atEnrolment) } == [.notStarted])
        #expect(try await records(world, asOf: enrolment.enrolledAt).isEmpty)
        let now = try await records(world)
        #expect(now.map { $0.status(now: world.frozen.now) } == [.completed])
        #expect(now.map(\.completedAt) == [Facts.moment(2)])
    }

    @Test(
        "GDPR-CMP-11: A person who takes a course twice has two records, numbered in order", arguments: Engine.underTest
    )
    func attempts(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        for name in ["First", "Second"] {
            world.frozen.advance(seconds: 1)
            _ = try await world.enrolled(CohortsWorld.person(1), in: try await world.cohort(name))
        }
        let attempts = try await records(world).map { ($0.cohort.name, $0.attempt) }.sorted { $0.1 < $1.1 }
        #expect(attempts.map(\.0) == ["First", "Second"])
        #expect(attempts.map(\.1) == [1, 2])
    }

    @Test(
        "A course with one lesson failed and all others decided is failed, with one open it is in progress",
        arguments: Engine.underTest)
    func failed(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let enrolment = try await world.enrolled(CohortsWorld.person(1), in: try await world.cohort("A"))
        try await world.apply(
            [completed(0, enrolment), completed(1, enrolment, verb: VerbID.failed)], to: enrolment)
        #expect(try await records(world).map { $0.status(now: world.frozen.now) } == [.inProgress])
        try await world.apply([completed(2, enrolment)], to: enrolment)
        #expect(try await records(world).map { $0.status(now: world.frozen.now) } == [.failed])
    }
}
