import Database
import TestWorld
import Testing
import Values
import XAPI

@testable import LearningRecords

@Suite("Which criterion of a query is walked")
struct RarestCriterionTests {
    private static let verb = StatementKey(.verb, iri: "http://example.com/verbs/completed")
    private static let activity = StatementKey(.activity, iri: "http://example.com/activities/one")

    @Test(
        "The rarer one, also where both are frequent; of two alike not the verb", arguments: Engine.underTest,
        [(300, 5_000), (5_000, 300), (5_000, 4_500), (300, 300), (10, 10)])
    func rarest(engine: Engine, counts: (Int, Int)) async throws {
        let (activities, verbs) = counts
        try await withRecords(engine) { database in
            try await database.write { tx in
                for (key, count) in [(Self.activity, activities), (Self.verb, verbs)] {
                    let rows = (0..<count).map {
                        StatementKeyRow(key: key, stored: Instant(microseconds: Int64($0)), row: Int64($0))
                    }
                    try Sample.store.insertKeys(rows, in: tx)
                }
            }
            let walked = try await database.read { tx in
                try Sample.store.rarest([[Self.verb], [Self.activity]], in: tx)
            }
            #expect(walked == (verbs < activities ? 0 : 1))
        }
    }
}
