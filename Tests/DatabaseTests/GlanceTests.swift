import TestWorld
import Testing
import Values

@testable import Database

@Suite("Short reads", .timeLimit(.minutes(1)))
struct GlanceTests {
    @Test("A short read gives what a read gives, once", arguments: Engine.underTest)
    func short(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        try await database.addNote(7, "a")
        let runs = Tally()
        let found = try await database.glance { transaction in
            runs.count()
            return try transaction.rows("select id from note").map { try $0.int(0) }
        }
        #expect(found == [7] && runs.total == 1)
    }

    @Test("A read that turns out to be long is begun anew, and gives everything", arguments: [false, true])
    func long(swallowsErrors: Bool) async throws {
        let database = try await NotesTable.open(.sqlite)
        let runs = Tally()
        let found = try await database.glance { transaction in
            runs.count()
            let sql: SQL = """
                with recursive n (i) as (select 1 union all select i + 1 from n where i < 100000)
                select count(*) from n
                """
            if swallowsErrors { return try? transaction.row(sql)?.int(0) }
            return try transaction.row(sql)?.int(0)
        }
        #expect(found == 100_000 && runs.total == 2)
    }

    @Test("Many short reads go as one does")
    func many() async throws {
        let database = try await NotesTable.open(.sqlite) { $0.readers = 1 }
        try await database.addNote(7, "a")
        let runs = Tally()
        for _ in 0..<20_000 {
            let found = try await database.glance { transaction in
                runs.count()
                return try transaction.row("select count(*) from note")?.int(0)
            }
            try #require(found == 1)
        }
        #expect(runs.total == 20_000)
    }

    @Test("An error of the closure comes out, and the reader is free again", arguments: Engine.underTest)
    func failing(engine: Engine) async throws {
        let database = try await NotesTable.open(engine) { $0.readers = 1 }
        for _ in 0..<3 {
            await #expect(throws: ServiceError.self) {
                try await database.glance { _ in throw ServiceError(.notFound, "none") }
            }
        }
        #expect(try await database.notes().isEmpty)
    }

    @Test("While all readers are taken it waits for its turn")
    func busy() async throws {
        let database = try await NotesTable.open(.sqlite) { $0.readers = 1 }
        let (inside, done) = (Signal(), Signal())
        async let held: Void = database.read { _ in
            inside.send()
            done.wait()
        }
        await inside.arrival()
        async let found = database.glance { try $0.rows("select id from note").count }
        done.send()
        try await held
        #expect(try await found == 0)
    }
}
