import Access
import Cohorts
import Database
import JSON
import TestWorld
import Testing
import Values
import Workflows
import XAPI

@Suite("A statement that is sent again")
struct RepeatedStatementTests {
    @Test(
        "A repeat with another timestamp is the same statement, and leaves the completion as it is",
        arguments: Engine.underTest)
    func earlier(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let id = try await world.record(VerbID.completed, 0)
            let before = try await world.progress()
            let told = try await world.statements()
            #expect(before.modules[0].lessons[0].result.isMet)
            world.frozen.advance(days: -2)
            try await world.record(VerbID.completed, 0, id: id)
            world.frozen.advance(days: 2)
            #expect(try await world.statements() == told)
            let after = try await world.progress()
            #expect(after.modules[0].lessons.map(\.result) == before.modules[0].lessons.map(\.result))
            let report = try await RebuildCompletions(world.services).run(
                tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(report.changes == 0)
        }
    }
}
