import Database
import TestWorld
import Testing
import Values

@Suite("Walks over many rows")
struct StreamingTests {
    private struct Enough: Error {}

    @Test("A walk is lazy: one over endless rows ends when its body throws", arguments: Engine.underTest)
    func lazy(engine: Engine) async throws {
        let database = try await TestDatabase.open(engine, migrated: false)
        let (seen, after) = try await database.read { transaction in
            var seen: [Int64] = []
            do {
                try transaction.forEach(
                    "with recursive n(i) as (select \(1) union all select i + 1 from n) select i from n"
                ) { row in
                    seen.append(try row.int(0))
                    if seen.count == 3 { throw Enough() }
                }
            } catch is Enough {}
            return (seen, try transaction.row("select \(4)")?.int(0))
        }
        #expect(seen == [1, 2, 3])
        #expect(after == 4)
    }

    @Test("Other statements run between the rows, the same text too", arguments: Engine.underTest)
    func interleaved(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        let pairs = try await database.write { transaction in
            let rows: [[any Bindable]] = (1...3).map { [$0, "n\($0)"] }
            try transaction.execute("insert into note (id, body) values \(rows: rows)")
            var pairs: [Int64] = []
            try transaction.forEach("select id from note order by id") { outer in
                let id = try outer.int(0)
                try transaction.execute("update note set weight = \(0.5) where id = \(id)")
                try transaction.forEach("select id from note order by id") { inner in
                    pairs.append(id * 10 + (try inner.int(0)))
                }
            }
            return pairs
        }
        #expect(pairs == [11, 12, 13, 21, 22, 23, 31, 32, 33])
    }

    @Test("Rows that are kept keep their values", arguments: Engine.underTest)
    func keptRows(engine: Engine) async throws {
        let database = try await TestDatabase.open(engine, migrated: false)
        let kept = try await database.read { transaction in
            var kept: [Row] = []
            try transaction.forEach(Self.numbers(upTo: 5_000)) { row in
                if try row.int(0) % 1_000 == 0 { kept.append(row) }
            }
            return kept
        }
        #expect(try kept.map { try $0.int(0) } == [1_000, 2_000, 3_000, 4_000, 5_000])
        #expect(try kept.map { try $0.text(1).utf8.count } == [200, 200, 200, 200, 200])
    }

    @Test("A walk comes to the end of many pieces, in order", arguments: Engine.underTest)
    func pieces(engine: Engine) async throws {
        let database = try await TestDatabase.open(engine, migrated: false)
        let sum = try await database.read { transaction in
            var last: Int64 = 0
            try transaction.forEach(Self.numbers(upTo: 12_345)) { row in
                let number = try row.int(0)
                #expect(number == last + 1)
                last = number
            }
            return last
        }
        #expect(sum == 12_345)
    }

    private static func numbers(upTo count: Int) -> SQL {
        let text = String(repeating: "x", count: 200)
        return """
            with recursive n(i) as (select 1 union all select i + 1 from n where i < \(count))
            select i, \(text) from n order by i
            """
    }
}
