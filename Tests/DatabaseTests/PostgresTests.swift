import TestWorld
import Testing
import Values

@testable import Database

/// Runs only where PostgreSQL is under test.
@Suite("PostgreSQL's own troubles", .enabled(if: Engine.underTest.contains(.postgres)))
struct PostgresTests {
    @Test("A connection that was lost while idle is replaced, unnoticed")
    func idleLoss() async throws {
        let database = try await NotesTable.open(.postgres) { $0.connections = 1 }
        let killer = try await TestDatabase.open(.postgres, migrated: false)
        for number in 1...3 {
            let process = try await database.read { try $0.row("select pg_backend_pid()")?.int(0) }
            _ = try await killer.read { try $0.row("select pg_terminate_backend(\(raw: "\(process ?? 0)"), 5000)") }
            try await database.addNote(number, "n\(number)")
        }
        #expect(try await database.notes() == [1, 2, 3])
    }

    @Test("A connection lost in the middle is told as unavailable, and nothing is stored")
    func loss() async throws {
        let database = try await NotesTable.open(.postgres) { $0.connections = 1 }
        await #expect {
            try await database.write { transaction in
                try transaction.execute("insert into note (id, body) values (1, 'a')")
                _ = try transaction.rows("select pg_terminate_backend(pg_backend_pid())")
            }
        } throws: {
            isUnavailable($0)
        }
        #expect(try await database.notes() == [])
    }

    @Test("A connection lost during the commit is told as unknown")
    func lossAtCommit() async throws {
        let database = try await NotesTable.open(.postgres) { $0.connections = 1 }
        try await database.append { transaction in
            try transaction.script(
                """
                create function hang_up() returns trigger language plpgsql as
                    $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
                create constraint trigger hang_up after insert on note deferrable initially deferred
                    for each row execute function hang_up();
                """)
        }
        await #expect {
            try await database.addNote(1, "a")
        } throws: {
            isUnavailable($0) && ($0 as? ServiceError)?.message.contains("known") == true
        }
    }

    @Test("A statement that takes too long is told as unavailable")
    func timeout() async throws {
        let database = try await TestDatabase.open(.postgres, migrated: false) {
            $0.statementTimeout = .milliseconds(100)
        }
        await #expect(
            performing: { try await database.read { try $0.execute("select pg_sleep(60)") } }, throws: isUnavailable)
    }

    @Test("A server that can't be reached is told as unavailable")
    func unreachable() async throws {
        await #expect {
            try await SQLDatabase.open(.postgres("postgres://nobody@127.0.0.1:1/none"), world: FrozenWorld().world)
        } throws: {
            isUnavailable($0)
        }
    }

    @Test("A serialization failure is tried again, and refused as unavailable in the end")
    func retries() async throws {
        let database = try await NotesTable.open(.postgres) { $0.mostRetries = 3 }
        let tries = Tally()
        await #expect {
            try await database.write { _ in
                tries.count()
                throw DatabaseError(.serializationFailure, "40001")
            }
        } throws: {
            isUnavailable($0)
        }
        #expect(tries.total == 4)
    }

    @Test("The error report's detail, which quotes values, isn't taken over")
    func discretion() async throws {
        let database = try await NotesTable.open(.postgres)
        try await database.addNote(1, "secret word")
        await #expect {
            try await database.addNote(2, "secret word")
        } throws: {
            let error = $0 as? DatabaseError
            return error?.constraint == "note_body_key" && !"\(String(reflecting: error))".contains("secret word")
        }
    }

    @Test("Placeholders are numbered, but not inside quotes and comments")
    func placeholders() {
        #expect(
            PostgresNumbering.numbered("a = ? and b = '?''?' and \"c?\" = ? -- why?\n or /* ? */ d = ? - ?")
                == "a = $1 and b = '?''?' and \"c?\" = $2 -- why?\n or /* ? */ d = $3 - $4")
    }

    @Test("More texts than are kept prepared work all the same")
    func manyTexts() async throws {
        let database = try await TestDatabase.open(.postgres, migrated: false) { $0.connections = 1 }
        let sum = try await database.read { transaction in
            try (1...900).reduce(Int64(0)) { sum, number in
                sum + (try transaction.row("select \(number) + \(raw: "\(number)")")?.int(0) ?? 0)
            }
        }
        #expect(sum == 900 * 901)
    }
}
