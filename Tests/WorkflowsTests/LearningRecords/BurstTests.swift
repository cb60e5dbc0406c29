import Access
import Cohorts
import Database
import JSON
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// More at once than any buffer should be trusted with (traps 10).
@Suite("A burst of statements")
struct BurstTests {
    private static let count = 10_001
    private static let lessons = 20

    @Test("10,001 statements at once are all stored and lose no completion")
    func burst() async throws {
        try await PrivacyWorld.with(.sqlite) { world in
            let activities = try await addLessons(world)
            let recording = RecordStatements(world.services)
            let principal = try await client(world)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<Self.count {
                    let body = statement(number, activities, world)
                    group.addTask {
                        _ = try await recording.run(StatementSubmission(body: body, version: .v2), by: principal)
                    }
                }
                try await group.waitForAll()
            }
            let (stored, met) = try await world.services.database.read { tx in
                (
                    try tx.row("select count(*) from statement")?.int(0),
                    try tx.row("select count(*) from completion where met_at is not null")?.int(0)
                )
            }
            #expect(stored == Int64(Self.count))
            #expect(met == Int64(Self.lessons))
        }
    }

    private func addLessons(_ world: PrivacyWorld) async throws -> [String] {
        let activities = (0..<Self.lessons).map { "https://content.example/burst/\($0)" }
        try await world.services.database.write { tx in
            let store = LessonStore(PrivacyWorld.tenant)
            let module = try store.addModule(course: world.course.id, title: "Two", world: world.services.world, in: tx)
            for activity in activities {
                let rule = CompletionRule(activityID: activity, kind: .tincan(failedCompletes: false))
                _ = try store.addLesson(
                    NewLesson(title: "Lesson", rule: rule), module: module.id, world: world.services.world, in: tx)
            }
        }
        return activities
    }

    private func client(_ world: PrivacyWorld) async throws -> XAPIPrincipal {
        let scopes = try #require(XAPIScopes("statements/write"))
        let issued = try await ManageCredentials(world.services).add(
            name: "Burst", scopes: scopes, tenant: PrivacyWorld.tenant, by: .commandLine)
        return .client(
            CredentialPrincipal(tenant: PrivacyWorld.tenant, id: issued.keyID, name: "Burst", scopes: scopes))
    }

    /// Every five hundredth completes a lesson, the others only tell of it.
    private func statement(_ number: Int, _ activities: [String], _ world: PrivacyWorld) -> [UInt8] {
        let completes = number % 500 == 0 && number < 500 * Self.lessons
        let node: JSONNode = [
            "actor": [
                "account": ["homePage": .string(PrivacyWorld.publicURL), "name": .string(world.ada.accountName)]
            ],
            "verb": ["id": .string(completes ? VerbID.completed : "https://verbs.example/looked")],
            "object": ["id": .string(activities[number / 500 % Self.lessons])],
            "context": ["registration": .string(world.enrolment.id.description)],
        ]
        return node.serialized
    }
}
