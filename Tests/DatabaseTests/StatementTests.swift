import Database
import TestWorld
import Testing
import Values

@Suite("Statements on both engines")
struct StatementTests {
    @Test("A value of every kind comes back as it was bound", arguments: Engine.underTest)
    func roundTrip(engine: Engine) async throws {
        let database = try await TestDatabase.open(engine, migrated: false)
        let id = UUID16(high: 1, low: 2)
        let row = try await database.read { transaction in
            try transaction.row(
                """
                select \(Int64.min), \(true), \(1.5), \("é\u{1F600}"), \([0, 255] as [UInt8]), \(id),
                    \(Instant(microseconds: -1)), \(TenantID(7)), \([] as [UInt8]), \(""), \(UTF8Text(Array("ü".utf8)))
                """)
        }
        let found = try #require(row)
        #expect(try found.int(0) == .min)
        #expect(try found.bool(1))
        #expect(try found.double(2) == 1.5)
        #expect(try found.text(3) == "é\u{1F600}")
        #expect(try found.bytes(4) == [0, 255])
        #expect(try found.id(5) == id)
        #expect(try found.instant(6) == Instant(microseconds: -1))
        #expect(try found.get(7, as: TenantID.self) == TenantID(7))
        #expect(try found.bytes(8) == [])
        #expect(try found.text(9) == "")
        #expect(try found.utf8(10) == Array("ü".utf8))
    }

    @Test("Values survive a table, nulls too", arguments: Engine.underTest)
    func throughTable(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        let nothing: [UInt8]? = nil
        let weight: Double? = nil
        try await database.write { transaction in
            try transaction.execute(
                "insert into note (id, body, raw, weight) values (1, \("a"), \(nothing), \(weight))")
            try transaction.execute(
                "insert into note (id, body, raw, weight) values (2, \("b"), \([] as [UInt8]), \(-0.25))")
        }
        let rows = try await database.read { try $0.rows("select raw, weight from note order by id") }
        #expect(try rows[0].bytesIfAny(0) == nil)
        #expect(try rows[0].get(1, as: Double?.self) == nil)
        #expect(try rows[1].bytesIfAny(0) == [])
        #expect(try rows[1].doubleIfAny(1) == -0.25)
    }

    @Test("Text with U+0000 and a real that is no number are refused", arguments: Engine.underTest)
    func unstorable(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        for value in ["\0", "a\0b", "ab\0"] {
            await #expect(
                performing: { try await database.addNote(1, value) },
                throws: { DatabaseError.Code.unstorableValue ~= $0 })
        }
        await #expect {
            try await database.write { try $0.execute("update note set weight = \(Double.nan)") }
        } throws: {
            DatabaseError.Code.unstorableValue ~= $0
        }
        #expect(try await database.notes() == [])
    }

    @Test("A column of another type, or none at that place, is refused", arguments: Engine.underTest)
    func wrongType(engine: Engine) async throws {
        let database = try await TestDatabase.open(engine, migrated: false)
        let row = try #require(try await database.read { try $0.row("select \(1), \("a"), \([1] as [UInt8])") })
        for attempt in [
            { _ = try row.text(0) }, { _ = try row.int(1) }, { _ = try row.id(2) }, { _ = try row.bytes(1) },
            { _ = try row.int(3) }, { _ = try row.int(-1) },
        ] {
            #expect(performing: attempt, throws: { DatabaseError.Code.unexpectedValue ~= $0 })
        }
    }

    @Test("Lists, rows of values and nested statements bind what they hold", arguments: Engine.underTest)
    func composition(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        let rows: [[any Bindable]] = [[1, "one"], [2, "two"], [3, "three?"]]
        let found = try await database.write { transaction in
            try transaction.execute("insert into note (id, body) values \(rows: rows)")
            let condition: SQL = "id in (\(list: [1, 3, 9])) and body <> '?'"
            return try transaction.rows("select body from note where \(condition)" + " order by id")
        }
        #expect(try found.map { try $0.text(0) } == ["one", "three?"])
        let none: [Int] = []
        #expect(try await database.read { try $0.rows("select 1 from note where id in (\(list: none))") }.isEmpty)
    }

    @Test("The count of changed rows is that of the statement", arguments: Engine.underTest)
    func counts(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        let counts = try await database.write { transaction in
            let rows: [[any Bindable]] = (1...5).map { [$0, "n\($0)"] }
            return [
                try transaction.execute("insert into note (id, body) values \(rows: rows)"),
                try transaction.execute("insert into note (id, body) values (1, 'x') on conflict do nothing"),
                try transaction.execute("update note set body = body || '!' where id > \(2)"),
                try transaction.execute("select 1"),
                try transaction.execute("delete from note"),
            ]
        }
        #expect(counts == [5, 0, 3, 0, 5])
    }

    @Test("A sum of integers is an integer, an average a real", arguments: Engine.underTest)
    func numeric(engine: Engine) async throws {
        let database = try await TestDatabase.open(engine, migrated: false)
        for values: [Int64] in [[1, 2], [-30_000, -7], [9_999, 1], [123_456_789_012, 1], [0, 0], [.max - 1, 1]] {
            let row = try await database.read { transaction in
                let rows = values.map { [$0 as any Bindable] }
                return try transaction.row("with v(n) as (values \(rows: rows)) select sum(n), avg(n) from v")
            }
            #expect(try row?.int(0) == values[0] + values[1])
            let average = (Double(values[0]) + Double(values[1])) / 2
            #expect(abs(try #require(try row?.double(1)) - average) <= abs(average) * 1e-15)
        }
        let small = try await database.read { try $0.row("with v(n) as (values (1), (2), (2)) select avg(n) from v") }
        #expect(abs(try #require(try small?.double(0)) - 5.0 / 3) < 1e-12)
    }
}
