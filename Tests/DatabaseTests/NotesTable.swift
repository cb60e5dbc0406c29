import TestWorld
import Values

@testable import Database

/// A small table for tests, made by a migration of its own.
enum NotesTable {
    static let migration = Migration(
        900, "notes",
        Array(
            """
            CREATE TABLE note (
                id {int} NOT NULL PRIMARY KEY,
                body {text} NOT NULL,
                raw {bytes},
                weight {real},
                UNIQUE (body)
            ){table};
            CREATE TABLE counter (id {int} NOT NULL PRIMARY KEY, value {int} NOT NULL CHECK (value >= 0)){clustered};
            INSERT INTO counter (id, value) VALUES (1, 0);
            """.utf8))

    static func open(
        _ engine: Engine, world: FrozenWorld? = nil, adjust: (inout DatabaseOptions) -> Void = { _ in }
    ) async throws -> SQLDatabase {
        let database = try await TestDatabase.open(engine, world: world, migrated: false, adjust: adjust)
        try await database.migrate(to: [migration])
        return database
    }
}

extension SQLDatabase {
    func addNote(_ id: Int, _ body: String) async throws {
        _ = try await write { try $0.execute("insert into note (id, body) values (\(id), \(body))") }
    }

    func notes() async throws -> [Int] {
        try await read { try $0.rows("select id from note order by id").map { Int(try $0.int(0)) } }
    }
}

/// Whether an error is a refusal that passes by itself.
func isUnavailable(_ error: any Error) -> Bool { (error as? ServiceError)?.code == .unavailable }
