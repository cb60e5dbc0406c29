import Access
import Cohorts
import Database
import Values
import Workflows

/// A course with cohorts and learners who are enrolled in each of them.
struct School: Sendable {
    static let tenant = Tenants.first
    let course: UUID16
    let cohorts: [UUID16]
    let people: [UUID16]
    /// Of the first cohort, in the order of the people.
    let enrolments: [UUID16]

    static func activity(_ lesson: Int) -> String { "https://content.example.edu/courses/school/lessons/\(lesson)" }

    /// - Parameters:
    ///   - code: of the course, and part of what its learners are known by.
    ///   - learners: in every cohort.
    static func found(
        code: String = "SCHOOL", lessons: Int, cohorts: Int, learners: Int, _ services: Services
    ) async throws -> School {
        let course = try await makeCourse(code, lessons, services)
        let people = try await makePeople(code, learners, services)
        var made: [UUID16] = []
        var enrolments: [UUID16] = []
        for number in 0..<cohorts {
            let (cohort, own) = try await fill(number, of: course, with: people, services)
            made.append(cohort)
            if number == 0 { enrolments = own }
        }
        return School(course: course, cohorts: made, people: people, enrolments: enrolments)
    }

    private static func makeCourse(_ code: String, _ lessons: Int, _ services: Services) async throws -> UUID16 {
        try await services.database.write { tx in
            let world = services.world
            let course = try CourseStore(tenant).create(
                NewCourse(code: code, title: "Working safely"), by: "bench", world: world, in: tx)
            let store = LessonStore(tenant)
            let module = try store.addModule(course: course.id, title: "One", world: world, in: tx)
            for lesson in 0..<lessons {
                let rule = CompletionRule(activityID: activity(lesson), kind: .tincan(failedCompletes: false))
                _ = try store.addLesson(
                    NewLesson(title: "Lesson \(lesson + 1)", rule: rule), module: module.id, world: world, in: tx)
            }
            return course.id
        }
    }

    private static func makePeople(_ code: String, _ count: Int, _ services: Services) async throws -> [UUID16] {
        try await services.database.write { tx in
            let people = People(vault: services.vault, world: services.world)
            return try (0..<count).map { number in
                let profile = PersonProfile(
                    name: "Learner \(number)", givenName: "Learner", familyName: "Number \(number)",
                    email: "\(code)-\(number)@example.edu")
                return try people.findOrCreate(
                    .lti(issuer: "https://lms.example.edu", subject: "\(code)-\(number)"), of: tenant, profile: profile,
                    source: .launch, in: tx, now: services.world.now()
                ).id
            }
        }
    }

    private static func fill(
        _ number: Int, of course: UUID16, with people: [UUID16], _ services: Services
    ) async throws -> (cohort: UUID16, enrolments: [UUID16]) {
        try await services.database.write { tx in
            let cohort = try CohortStore(tenant).create(
                NewCohort(name: "Group \(number + 1)"), course: course, by: "bench", world: services.world, in: tx)
            let enrolments = try people.map { person in
                try Enrolments(tenant).enrol(
                    person, in: cohort.id, source: .ltiLaunch, by: "bench", world: services.world, tx: tx
                ).orRefusal().id
            }
            return (cohort.id, enrolments)
        }
    }
}
