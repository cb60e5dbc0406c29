import Cohorts
import Database
import TestWorld
import Testing
import Values

@Suite("Enrolment")
struct EnrolmentTests {
    private let ada = CohortsWorld.person(1)

    @Test("COH-ENR-02: A hundred launches at once make one enrolment", arguments: Engine.underTest)
    func once(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let cohort = try await world.cohort("A")
        let ids = try await withThrowingTaskGroup(of: UUID16.self) { group in
            for _ in 0..<100 {
                group.addTask { try await world.enrol(ada, in: cohort, source: .ltiLaunch).orRefusal().id }
            }
            return try await group.reduce(into: Set<UUID16>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        let rows = try await world.database.read { try world.enrolments.ofPerson(ada, in: $0) }
        #expect(rows.map(\.id) == Array(ids))
    }

    @Test("COH-CAP-02: Fifty who come at once for ten seats: ten enrolled, forty refused", arguments: Engine.underTest)
    func capacity(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let cohort = try await world.cohort("A") { $0.capacity = 10 }
        let outcomes = try await withThrowingTaskGroup(of: EnrolmentOutcome.self) { group in
            for number in 0..<50 {
                group.addTask { try await world.enrol(CohortsWorld.person(UInt64(number)), in: cohort, source: .code) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0.enrolment != nil } == 10)
        #expect(outcomes.count { $0 == .full } == 40)
        #expect(try await world.database.read { try world.enrolments.seatsTaken(cohort: cohort.id, in: $0) } == 10)
    }

    @Test("COH-CAP-05: A platform's launch beyond the capacity is accepted and flagged", arguments: Engine.underTest)
    func overCapacity(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let cohort = try await world.cohort("A") { $0.capacity = 1 }
        _ = try await world.enrolled(ada, in: cohort)
        #expect(try await world.enrol(CohortsWorld.person(2), in: cohort, source: .admin) == .full)
        let second = try await world.enrol(CohortsWorld.person(2), in: cohort, source: .ltiLaunch)
        #expect(second.enrolment?.isOverCapacity == true)
        let listed = try await world.database.read { try world.cohorts.list(course: world.course.id, in: $0) }
        #expect(listed.first { $0.cohort.id == cohort.id }?.overCapacity == 1)
    }

    @Test("COH-CAP-04: Lowering the capacity removes nobody and lets nobody in", arguments: Engine.underTest)
    func lowering(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let cohort = try await world.cohort("A") { $0.capacity = 3 }
        for number in 1...3 { _ = try await world.enrolled(CohortsWorld.person(UInt64(number)), in: cohort) }
        try await world.database.write { tx in
            var change = CohortChange()
            change.capacity = .set(1)
            _ = try world.cohorts.update(cohort.id, change, now: world.frozen.now, in: tx)
        }
        #expect(try await world.database.read { try world.enrolments.seatsTaken(cohort: cohort.id, in: $0) } == 3)
        #expect(try await world.enrol(CohortsWorld.person(9), in: cohort) == .full)
    }

    @Test("COH-ACC-12: Enrolment is open before the start, content isn't", arguments: Engine.underTest)
    func beforeStart(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let start = world.frozen.now.adding(seconds: 86_400)
        let cohort = try await world.cohort("A") { $0.intent.startsAt = start }
        let enrolment = try await world.enrol(ada, in: cohort, source: .code).orRefusal()
        let progress = try await world.progress(enrolment)
        #expect(progress.state == .scheduled)
        #expect(
            progress.modules.map(\.verdict) == [
                EntitlementVerdict(.nothing, .notStarted, date: start),
                EntitlementVerdict(.nothing, .notStarted, date: start),
            ])
    }

    @Test("Enrolment keeps to its own dates, half open", arguments: Engine.underTest)
    func enrolmentDates(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let now = world.frozen.now
        let cohort = try await world.cohort("A") {
            $0.enrolFrom = now.adding(seconds: 10)
            $0.enrolUntil = now.adding(seconds: 20)
        }
        #expect(try await world.enrol(ada, in: cohort, source: .code) == .notOpen(.running))
        world.frozen.advance(seconds: 10)
        #expect(try await world.enrol(ada, in: cohort, source: .code).enrolment != nil)
        world.frozen.advance(seconds: 10)
        #expect(try await world.enrol(CohortsWorld.person(2), in: cohort, source: .code) == .notOpen(.running))
    }

    @Test(
        "Nobody enrols into a cancelled, archived or ended cohort, and only staff into a draft",
        arguments: Engine.underTest)
    func shutCohorts(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let cancelled = try await world.cohort("C") { $0.intent.lifecycle = .cancelled }
        let draft = try await world.cohort("D") { $0.intent.lifecycle = .draft }
        #expect(try await world.enrol(ada, in: cancelled) == .notOpen(.cancelled))
        #expect(try await world.enrol(ada, in: draft, source: .ltiLaunch) == .notOpen(.draft))
        #expect(try await world.enrol(ada, in: draft, source: .admin).enrolment != nil)
    }

    @Test(
        "COH-ENR-06: Who drops frees the seat; the platform brings back whom it removed itself",
        arguments: Engine.underTest)
    func dropping(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let cohort = try await world.cohort("A") { $0.capacity = 1 }
        let enrolment = try await world.enrolled(ada, in: cohort)
        func drop(_ reason: String) async throws {
            try await world.database.write { tx in
                _ = try world.enrolments.change(
                    enrolment.id, to: .dropped, reason: reason, by: "x", now: world.frozen.now, in: tx)
            }
        }
        try await drop(Enrolments.removedBySource)
        #expect(try await world.database.read { try world.enrolments.seatsTaken(cohort: cohort.id, in: $0) } == 0)
        let again = try await world.enrol(ada, in: cohort, source: .ltiLaunch)
        #expect(again.enrolment?.id == enrolment.id)
        #expect(again.enrolment?.status == .active)
        try await drop("left the school")
        #expect(try await world.enrol(ada, in: cohort, source: .ltiLaunch).enrolment?.status == .dropped)
        #expect(try await world.enrol(ada, in: cohort, source: .admin).enrolment?.status == .active)
    }

    @Test("COH-ENR-04: A step that the table doesn't have is refused", arguments: Engine.underTest)
    func transitions(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let enrolment = try await world.enrolled(ada, in: try await world.cohort("A"))
        try await world.database.write { tx in
            _ = try world.enrolments.change(enrolment.id, to: .paused, by: "x", now: world.frozen.now, in: tx)
        }
        await #expect(throws: ServiceError.self) {
            try await world.database.write { tx in
                _ = try world.enrolments.change(enrolment.id, to: .completed, by: "x", now: world.frozen.now, in: tx)
            }
        }
    }

    @Test(
        "COH-RTK-01: A person in two cohorts of a course has two registrations with progress of their own",
        arguments: Engine.underTest)
    func retakes(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let first = try await world.enrolled(ada, in: try await world.cohort("First"))
        let second = try await world.enrolled(ada, in: try await world.cohort("Second"))
        #expect(first.registration != second.registration)
        let fact = Facts.fact(
            1, "http://adlnet.gov/expapi/verbs/completed", on: CohortsWorld.activities[0], registration: first.id)
        try await world.apply([fact], to: first)
        #expect(try await world.progress(first).done == 1)
        #expect(try await world.progress(second).done == 0)
    }

    @Test(
        "COH-RTK-02: Among turns the running one comes first, then the latest start, then the latest enrolment",
        arguments: Engine.underTest)
    func turnOrder(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let now = world.frozen.now
        let ended = try await world.cohort("Ended") {
            $0.intent.startsAt = now.adding(seconds: -10)
            $0.intent.endsAt = now.adding(seconds: 5)
        }
        let old = try await world.cohort("Old") { $0.intent.startsAt = now.adding(seconds: -1_000) }
        let recent = try await world.cohort("Recent") { $0.intent.startsAt = now.adding(seconds: -100) }
        let twin = try await world.cohort("Twin") { $0.intent.startsAt = now.adding(seconds: -100) }
        for cohort in [twin, recent, old, ended] {
            world.frozen.advance(seconds: 1)
            _ = try await world.enrolled(ada, in: cohort)
        }
        world.frozen.advance(seconds: 60)
        let order = try await world.database.read { tx in
            try world.enrolments.turns(person: ada, course: world.course.id, now: world.frozen.now, in: tx)
        }
        #expect(order.map(\.cohort) == [recent.id, twin.id, old.id, ended.id])
    }
}
