import Access
import Cohorts
import Database
import JSON
import TestWorld
import Testing
import Values
import Workflows
import XAPI

@Suite("Rebuilding completions from stored statements")
struct RebuildTests {
    private func rows(_ world: PrivacyWorld) async throws -> [String] {
        try await world.services.database.read { tx in
            let completions = try tx.rows(
                "select lesson, met_at, completed_at, started_at, scaled from completion order by lesson"
            ).map { row in
                let times = try (1...3).map { try row.intIfAny($0).map(String.init) ?? "-" }.joined(separator: " ")
                return try "\(row.id(0)) \(times) \(row.doubleIfAny(4) ?? -9)"
            }
            let evidence = try tx.rows(
                "select lesson, role, statement from completion_evidence order by lesson, role"
            ).map { try "\($0.id(0)) \($0.text(1)) \($0.id(2))" }
            return completions + evidence
        }
    }

    @Test("A rebuild after undisturbed operation changes nothing", arguments: Engine.underTest)
    func undisturbed(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(VerbID.attempted, 0)
            try await world.record(VerbID.passed, 0, result: ["score": ["scaled": 0.5]])
            world.frozen.advance(seconds: 30)
            try await world.record(VerbID.completed, 1)
            let before = try await rows(world)
            let report = try await RebuildCompletions(world.services).run(
                tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(report == RebuildCompletions.Report(enrolments: 1, changes: 0))
            #expect(try await rows(world) == before)
        }
    }

    @Test("A rebuild brings back lost rows, and the ledger tells of it", arguments: Engine.underTest)
    func repair(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            for lesson in 0...1 { try await world.record(VerbID.completed, lesson) }
            let before = try await rows(world)
            try await world.services.database.write { tx in
                try tx.execute("delete from completion")
                try tx.execute("delete from completion_evidence")
                try tx.execute("update enrolment set completed_at = null, status = 'active'")
            }
            let report = try await RebuildCompletions(world.services).run(
                tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(report.changes == 2)
            #expect(try await rows(world) == before)
            #expect(try await world.progress().enrolment.status == .completed)
            let causes = try await world.services.database.read { tx in
                try tx.rows("select cause from completion_ledger order by seq").map { try $0.text(0) }
            }
            #expect(causes == ["statement", "statement", "rebuild", "rebuild"])
        }
    }
}
