import Database
import JSON
import LearningRecords
import TestWorld
import Testing
import Values
import XAPI

@Suite struct StatementStoreTests {
    @Test("A stored statement is found by its id, completed", arguments: Engine.underTest)
    func find(engine: Engine) async throws {
        try await withRecords(engine) { database in
            let outcomes = try await database.write { tx in
                try Sample.store.append([Sample.incoming(Sample.id(1), Sample.statement())], in: tx, stored: .noon)
            }
            #expect(outcomes == [.stored])
            let found = try await database.read { tx in try Sample.store.find(Sample.id(1), in: tx) }
            let body = try #require(found).body
            let statement = try StoredStatement.read(body)
            #expect(statement.id == Sample.id(1))
            #expect(statement.value["stored"]?.string == Instant.noon.rfc3339)
            #expect(statement.value["authority"]?["account"]?["name"]?.string == "client-1")
            #expect(found?.isVoided == false)
        }
    }

    @Test(
        "The same statement again changes nothing; another one with its id is a conflict", arguments: Engine.underTest)
    func conflict(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([(1, Sample.statement())])
            let again = try await database.add([(1, Sample.statement(extra: [("timestamp", "2020-01-01T00:00:00Z")]))])
            #expect(again == [.alreadyStored])
            let error = await #expect(throws: ServiceError.self) {
                try await database.add([(2, Sample.statement()), (1, Sample.statement("eve"))])
            }
            #expect(error?.code == .conflict)
            #expect(try await database.numbers(StatementFilter()) == [1], "nothing of a refused batch is stored")
        }
    }

    @Test("An id twice in a batch refuses the batch", arguments: Engine.underTest)
    func twice(engine: Engine) async throws {
        try await withRecords(engine) { database in
            let error = await #expect(throws: ServiceError.self) {
                try await database.add([(1, Sample.statement()), (2, Sample.statement()), (1, Sample.statement())])
            }
            #expect(error?.code == .invalid)
            #expect(error?.faults.map(\.place) == ["/2/id"])
            let stored = try await database.numbers(StatementFilter())
            #expect(stored.isEmpty)
        }
    }

    @Test("A batch is listed newest first, or in its order when ascending", arguments: Engine.underTest)
    func order(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add((1...3).map { ($0, Sample.statement()) })
            try await database.add((4...5).map { ($0, Sample.statement()) }, at: .noon.adding(seconds: 1))
            #expect(try await database.numbers(StatementFilter()) == [5, 4, 3, 2, 1])
            var filter = StatementFilter()
            filter.isAscending = true
            #expect(try await database.numbers(filter) == [1, 2, 3, 4, 5])
            filter.since = .noon
            #expect(try await database.numbers(filter) == [4, 5], "since is exclusive")
            filter.since = nil
            filter.until = .noon
            #expect(try await database.numbers(filter) == [1, 2, 3], "until is inclusive")
        }
    }

    @Test("Tenants don't see one another, and may use the same id", arguments: Engine.underTest)
    func tenants(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([(1, Sample.statement())])
            let other = StatementStore(TenantID(8), agentKey: Sample.keying)
            let seen = try await database.write { tx in
                let before = try other.find(Sample.id(1), in: tx)
                _ = try other.append([Sample.incoming(Sample.id(1), Sample.statement("eve"))], in: tx, stored: .noon)
                return before == nil
            }
            #expect(seen)
            let page = try await database.read { tx in try Sample.store.page(StatementFilter(), limit: 9, in: tx) }
            #expect(try page.numbers() == [1])
            #expect(page.bodies.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("eve") })
        }
    }
}
