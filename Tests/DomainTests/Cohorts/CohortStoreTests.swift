import Cohorts
import Database
import TestWorld
import Testing
import Values

@Suite("Cohorts as records")
struct CohortStoreTests {
    private func faults(_ work: () async throws -> Void) async -> ServiceError? {
        do {
            try await work()
            return nil
        } catch { return error as? ServiceError }
    }

    @Test("COH-CRUD-01: A cohort is read back as it was made", arguments: Engine.underTest)
    func readBack(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let zone = try #require(CohortZone("Asia/Riyadh"))
        let made = try await world.cohort("  Spring ") { new in
            new.description = "<script>"
            new.learnerLabel = "Spring group"
            new.intent.startsAt = Instant(unixSeconds: 1_800_000_000)
            new.intent.endsAt = Instant(unixSeconds: 1_900_000_000)
            new.zone = zone
            new.capacity = 12
            new.afterEnd = .review
        }
        let read = try await world.database.read { try world.cohorts.existing(made.id, in: $0) }
        #expect(read == made)
        #expect(read.name == "Spring")
        #expect(read.zone == zone)
        #expect(read.capacity == 12)
        #expect(read.description == "<script>")
    }

    @Test("COH-CRUD-02: A name has 1 to 255 characters")
    func nameLength() {
        #expect(NewCohort(name: "").faults.map(\.place) == ["/name"])
        #expect(NewCohort(name: "  ").faults.map(\.place) == ["/name"])
        #expect(NewCohort(name: String(repeating: "é", count: 255)).faults.isEmpty)
        #expect(NewCohort(name: String(repeating: "é", count: 256)).faults.map(\.place) == ["/name"])
    }

    @Test("COH-CRUD-04: A description has at most 2,000 characters")
    func descriptionLength() {
        #expect(NewCohort(name: "A", description: String(repeating: "x", count: 2_000)).faults.isEmpty)
        let long = NewCohort(name: "A", description: String(repeating: "x", count: 2_001))
        #expect(long.faults.map(\.place) == ["/description"])
    }

    @Test("COH-CRUD-05: A capacity is positive or left out")
    func capacity() {
        for capacity in [0, -1] {
            #expect(NewCohort(name: "A", capacity: capacity).faults.map(\.place) == ["/capacity"])
        }
        #expect(NewCohort(name: "A", capacity: 1).faults.isEmpty)
        #expect(NewCohort(name: "A", capacity: nil).faults.isEmpty)
    }

    @Test("COH-CRUD-06: The end is after the start, and an equal one is refused")
    func endAfterStart() {
        let start = Instant(unixSeconds: 10)
        for (end, isRefused) in [(Instant(unixSeconds: 9), true), (start, true), (Instant(unixSeconds: 11), false)] {
            let intent = CohortIntent(lifecycle: .published, access: .open, startsAt: start, endsAt: end)
            #expect(NewCohort(name: "A", intent: intent).faults.isEmpty != isRefused)
        }
    }

    @Test(
        "COH-CRUD-03: A name is unique among those not archived, in any case and spacing", arguments: Engine.underTest)
    func uniqueNames(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let first = try await world.cohort("Spring")
        #expect(await faults { _ = try await world.cohort(" SPRING ") }?.code == .conflict)
        try await world.database.write { tx in
            var change = CohortChange()
            change.lifecycle = .archived
            _ = try world.cohorts.update(first.id, change, now: world.frozen.now, in: tx)
        }
        let second = try await world.cohort("spring")
        #expect(second.id != first.id)
        let back = await faults {
            try await world.database.write { tx in
                var change = CohortChange()
                change.lifecycle = .published
                _ = try world.cohorts.update(first.id, change, now: world.frozen.now, in: tx)
            }
        }
        #expect(back?.code == .conflict)
    }

    @Test(
        "COH-CRUD-07: A partial update clears what it names, keeps the rest, and a stale version is refused",
        arguments: Engine.underTest)
    func partialUpdate(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let end = Instant(unixSeconds: 1_900_000_000)
        let made = try await world.cohort("A") {
            $0.intent.endsAt = end
            $0.capacity = 3
        }
        let same = try await world.database.write { tx in
            try world.cohorts.update(made.id, CohortChange(), expectedVersion: 1, now: world.frozen.now, in: tx)
        }
        #expect(same.intent.endsAt == end)
        let cleared = try await world.database.write { tx in
            var change = CohortChange()
            change.endsAt = .set(nil)
            return try world.cohorts.update(made.id, change, expectedVersion: 2, now: world.frozen.now, in: tx)
        }
        #expect(cleared.intent.endsAt == nil)
        #expect(cleared.capacity == 3)
        let stale = await faults {
            try await world.database.write { tx in
                _ = try world.cohorts.update(
                    made.id, CohortChange(), expectedVersion: 2, now: world.frozen.now, in: tx)
            }
        }
        #expect(stale?.code == .preconditionFailed)
    }

    @Test("COH-CRUD-08: Cohorts are listed in order of creation with their counts", arguments: Engine.underTest)
    func list(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        for number in 0..<5 {
            world.frozen.advance(seconds: 1)
            let cohort = try await world.cohort("Cohort \(9 - number)")
            for person in 0..<number { _ = try await world.enrol(CohortsWorld.person(UInt64(person)), in: cohort) }
        }
        let listed = try await world.database.read {
            try world.cohorts.list(course: world.course.id, includingHiddenDefault: false, in: $0)
        }
        #expect(listed.map(\.cohort.name) == (0..<5).map { "Cohort \(9 - $0)" })
        #expect(listed.map(\.learners) == [0, 1, 2, 3, 4])
        #expect(listed.map(\.seatsTaken) == [0, 1, 2, 3, 4])
    }

    @Test(
        "COH-CRUD-10: A cohort that ever had a learner can't be deleted, an empty one can", arguments: Engine.underTest)
    func delete(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let (used, empty) = (try await world.cohort("Used"), try await world.cohort("Empty"))
        let enrolment = try await world.enrolled(CohortsWorld.person(1), in: used)
        try await world.database.write { tx in
            _ = try world.enrolments.change(enrolment.id, to: .dropped, by: "admin", now: world.frozen.now, in: tx)
        }
        let refusal = await faults { try await world.database.write { try world.cohorts.delete(used.id, in: $0) } }
        #expect(refusal?.code == .conflict)
        try await world.database.write { try world.cohorts.delete(empty.id, in: $0) }
        #expect(try await world.database.read { try world.cohorts.find(empty.id, in: $0) } == nil)
    }

    @Test(
        "COH-CRUD-11: An archived cohort is out of the list and in the list with archived ones",
        arguments: Engine.underTest)
    func archive(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let cohort = try await world.cohort("Old")
        let enrolment = try await world.enrolled(CohortsWorld.person(1), in: cohort)
        try await world.database.write { tx in
            var change = CohortChange()
            change.lifecycle = .archived
            _ = try world.cohorts.update(cohort.id, change, now: world.frozen.now, in: tx)
        }
        let (live, all) = try await world.database.read { tx in
            (
                try world.cohorts.list(course: world.course.id, in: tx),
                try world.cohorts.list(course: world.course.id, includingArchived: true, in: tx)
            )
        }
        #expect(!live.contains { $0.cohort.id == cohort.id })
        #expect(all.first { $0.cohort.id == cohort.id }?.learners == 1)
        #expect(try await world.progress(enrolment).state == .archived)
    }

    @Test("COH-DEF-09: A cohort needs a course with cohorts switched on", arguments: Engine.underTest)
    func notEnabled(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        try await world.database.write { try CourseStore(CohortsWorld.tenant).disableCohorts(world.course.id, in: $0) }
        let refusal = await faults { _ = try await world.cohort("New") }
        #expect(refusal?.code == .conflict)
        #expect(refusal?.faults.first?.message == "cohorts-not-enabled")
    }

    @Test("COH-DEF-05: The default cohort can't be an ended, archived or foreign one", arguments: Engine.underTest)
    func defaultCohort(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let courses = CourseStore(CohortsWorld.tenant)
        let good = try await world.cohort("Good")
        let ended = try await world.cohort("Ended") { $0.intent.endsAt = Instant(unixSeconds: 1) }
        let archived = try await world.cohort("Archived") { $0.intent.lifecycle = .archived }
        let foreign = try await world.database.write { tx in
            try courses.create(
                NewCourse(code: "OTHER", title: "Other"), by: "admin", world: world.frozen.world, in: tx)
        }
        let foreignDefault = try #require(foreign.defaultCohort)
        for id in [ended.id, archived.id, foreignDefault] {
            let refusal = await faults {
                try await world.database.write { tx in
                    try courses.setDefault(cohort: id, of: world.course.id, now: world.frozen.now, in: tx)
                }
            }
            #expect(refusal?.code == .unprocessable)
        }
        try await world.database.write { tx in
            try courses.setDefault(cohort: good.id, of: world.course.id, now: world.frozen.now, in: tx)
        }
        let course = try await world.database.read { try courses.existing(world.course.id, in: $0) }
        #expect(course.defaultCohort == good.id)
    }

    @Test("COH-DEF-06: Cohorts are switched off only with exactly one that isn't archived", arguments: Engine.underTest)
    func disable(engine: Engine) async throws {
        let world = try await CohortsWorld(engine)
        let courses = CourseStore(CohortsWorld.tenant)
        let second = try await world.cohort("Second")
        let refusal = await faults {
            try await world.database.write { try courses.disableCohorts(world.course.id, in: $0) }
        }
        #expect(refusal?.code == .conflict)
        try await world.database.write { tx in
            var change = CohortChange()
            change.lifecycle = .archived
            _ = try world.cohorts.update(second.id, change, now: world.frozen.now, in: tx)
            try courses.disableCohorts(world.course.id, in: tx)
        }
        let course = try await world.database.read { try courses.existing(world.course.id, in: $0) }
        #expect(!course.cohortsEnabled)
    }
}
