import Database
import TestWorld
import Testing
import Values

@Suite("Statements on both engines")
struct StatementTests {
    @Test("A value of every kind comes back as it was bound", arguments: Engine.underTest)
    func roundTrip(engine: Engine) async throws {
        let database = try await TestDatabase.open(engine)
        let id = UUID16(high: 1, low: 2)
        let rows = try await database.write { transaction in
            try transaction.rows(
                """
                select \(Int64.min), \(true), \(1.5), \("é\u{1F600}"), \([0, 255] as [UInt8]), \(id),
                    \(Instant(microseconds: -1)), \(TenantID(7)), \([] as [UInt8]), \("")
                """)
        }
        let row = try #require(rows.first)
        #expect(try row.int(0) == .min)
        #expect(try row.bool(1))
        #expect(try row.double(2) == 1.5)
        #expect(try row.text(3) == "é\u{1F600}")
        #expect(try row.bytes(4) == [0, 255])
        #expect(try row.id(5) == id)
        #expect(try row.instant(6) == Instant(microseconds: -1))
        #expect(try row.get(7, as: TenantID.self) == TenantID(7))
        #expect(try row.bytes(8) == [])
        #expect(try row.text(9) == "")
        await database.close()
    }
}
