import CMI5
import Cohorts
import Database
import TestWorld
import Values
import XAPI

/// A database with a course of two modules and three lessons, and the means to enrol people.
struct CohortsWorld: Sendable {
    static let tenant = TenantID(1)
    let frozen = FrozenWorld()
    let database: SQLDatabase
    let course: Course
    let modules: [Module]
    let lessons: [Lesson]

    static let activities = ["http://example.org/a", "http://example.org/b", "http://example.org/c"]

    init(_ engine: Engine, rules: [CompletionRule.Kind]? = nil) async throws {
        database = try await TestDatabase.open(engine, world: frozen)
        let kinds = rules ?? Array(repeating: .tincan(failedCompletes: true), count: 3)
        let world = frozen.world
        (course, modules, lessons) = try await database.write { tx in
            let course = try CourseStore(Self.tenant).create(
                NewCourse(code: "SAFE-1", title: "Safety"), by: "admin", world: world, in: tx)
            let store = LessonStore(Self.tenant)
            let modules = try ["One", "Two"].map {
                try store.addModule(course: course.id, title: $0, world: world, in: tx)
            }
            let lessons = try zip(Self.activities, kinds).enumerated().map { number, pair in
                try store.addLesson(
                    NewLesson(title: "Lesson \(number)", rule: CompletionRule(activityID: pair.0, kind: pair.1)),
                    module: modules[number == 2 ? 1 : 0].id, world: world, in: tx)
            }
            return (course, modules, lessons)
        }
    }

    var cohorts: CohortStore { CohortStore(Self.tenant) }
    var enrolments: Enrolments { Enrolments(Self.tenant) }
    var completions: Completions { Completions(Self.tenant) }

    func cohort(_ name: String, _ adjust: (inout NewCohort) -> Void = { _ in }) async throws -> Cohort {
        var new = NewCohort(name: name)
        adjust(&new)
        let wanted = new
        return try await database.write { tx in
            try cohorts.create(wanted, course: course.id, by: "admin", world: frozen.world, in: tx)
        }
    }

    func enrol(
        _ person: UUID16, in cohort: Cohort, source: EnrolmentSource = .admin
    ) async throws -> EnrolmentOutcome {
        try await database.write { tx in
            try enrolments.enrol(person, in: cohort.id, source: source, by: "test", world: frozen.world, tx: tx)
        }
    }

    func enrolled(_ person: UUID16, in cohort: Cohort) async throws -> Enrolment {
        try await enrol(person, in: cohort).orRefusal()
    }

    func progress(_ enrolment: Enrolment) async throws -> CourseProgress {
        try await database.read { tx in
            try CourseProgress.read(enrolment: enrolment.id, tenant: Self.tenant, now: frozen.now, in: tx)
        }
    }

    @discardableResult
    func apply(
        _ facts: [StatementFact], to enrolment: Enrolment, all: [StatementFact]? = nil
    ) async throws -> [CompletionChange] {
        try await database.write { tx in
            try completions.apply(facts, enrolment: enrolment.id, in: tx, now: frozen.now) { all ?? facts }
        }
    }

    static func person(_ number: UInt64) -> UUID16 { UUID16(high: 5, low: number) }
}
