import Database
import JSON
import LearningRecords
import TestWorld
import Values

/// A fresh database of the engine, closed at the end.
func withRecords(_ engine: Engine, _ body: (SQLDatabase) async throws -> Void) async throws {
    let database = try await TestDatabase.open(engine)
    do {
        try await body(database)
    } catch {
        await database.close()
        throw error
    }
    await database.close()
}

extension SQLDatabase {
    @discardableResult
    func add(_ statements: [(UInt64, JSONNode)], at stored: Instant = .noon) async throws -> [AppendOutcome] {
        let batch = try statements.map { try Sample.incoming(Sample.id($0), $1) }
        return try await write { tx in try Sample.store.append(batch, in: tx, stored: stored) }
    }

    func numbers(_ filter: StatementFilter, limit: Int = 100) async throws -> [UInt64] {
        try await read { tx in try Sample.store.page(filter, limit: limit, in: tx) }.numbers()
    }
}
