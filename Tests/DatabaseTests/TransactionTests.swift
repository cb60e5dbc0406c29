import TestWorld
import Testing
import Values

@testable import Database

@Suite("Transactions on both engines")
struct TransactionTests {
    private struct Refused: Error {}

    @Test("A write that throws leaves nothing behind", arguments: Engine.underTest)
    func rollback(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        await #expect(throws: Refused.self) {
            try await database.write { transaction in
                try transaction.execute("insert into note (id, body) values (1, 'a')")
                throw Refused()
            }
        }
        #expect(try await database.notes() == [])
        try await database.addNote(1, "a")
        #expect(try await database.notes() == [1])
    }

    @Test("Broken constraints are told apart", arguments: Engine.underTest)
    func constraints(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        try await database.addNote(1, "a")
        let attempts: [(SQL, DatabaseError.Code)] = [
            ("insert into note (id, body) values (1, 'b')", .uniqueViolation),
            ("insert into note (id, body) values (2, 'a')", .uniqueViolation),
            ("insert into note (id) values (2)", .notNullViolation),
            ("update counter set value = -1", .checkViolation),
            ("select nonsense", .misuse),
        ]
        for (sql, code) in attempts {
            await #expect {
                try await database.write { try $0.execute(sql) }
            } throws: {
                code ~= $0
            }
        }
    }

    @Test("A failed statement dooms its transaction, even if its error is caught", arguments: Engine.underTest)
    func doomed(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        await #expect {
            try await database.write { transaction in
                try transaction.execute("insert into note (id, body) values (1, 'a')")
                _ = try? transaction.execute("insert into note (id, body) values (1, 'b')")
                #expect(
                    performing: { try transaction.execute("select 1") },
                    throws: { DatabaseError.Code.uniqueViolation ~= $0 })
            }
        } throws: {
            DatabaseError.Code.uniqueViolation ~= $0
        }
        #expect(try await database.notes() == [])
    }

    @Test("A transaction can't be used after its end", arguments: Engine.underTest)
    func ended(engine: Engine) async throws {
        let database = try await TestDatabase.open(engine, migrated: false)
        let kept = Locked<Kept?>(nil)
        try await database.read { transaction in kept.withLock { $0 = Kept(transaction) } }
        let transaction = try #require(kept.withLock { $0 }).transaction
        #expect(performing: { try transaction.execute("select 1") }, throws: { DatabaseError.Code.misuse ~= $0 })
    }

    @Test("A read can't write", arguments: Engine.underTest)
    func readOnly(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        await #expect {
            try await database.read { try $0.execute("insert into note (id, body) values (1, 'a')") }
        } throws: {
            DatabaseError.Code.misuse ~= $0
        }
    }

    @Test("A reader keeps its snapshot while others write", arguments: Engine.underTest)
    func snapshot(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        try await database.addNote(1, "a")
        let (first, second) = (Signal(), Signal())
        async let seen = database.read { transaction in
            let before = try transaction.rows("select id from note").count
            first.send()
            second.wait()
            return [before, try transaction.rows("select id from note").count]
        }
        await first.arrival()
        try await database.addNote(2, "b")
        second.send()
        #expect(try await seen == [1, 1])
        #expect(try await database.notes() == [1, 2])
    }

    @Test("Check, then insert: a hundred at once don't overbook", arguments: Engine.underTest)
    func serialBehaviour(engine: Engine) async throws {
        let database = try await NotesTable.open(engine) { $0.mostRetries = 1_000 }
        let places = 7
        let booked = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...40 {
                group.addTask {
                    try await database.write { transaction in
                        let taken = try transaction.row("select count(*) from note")?.int(0) ?? 0
                        if taken >= places { return false }
                        try transaction.execute("insert into note (id, body) values (\(number), \("n\(number)"))")
                        return true
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(booked == places)
        #expect(try await database.notes().count == places)
    }

    @Test("Counting up from many writers at once loses nothing", arguments: Engine.underTest)
    func counting(engine: Engine) async throws {
        let database = try await NotesTable.open(engine) { $0.mostRetries = 1_000 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...50 {
                group.addTask {
                    try await database.write { transaction in
                        let value = try transaction.row("select value from counter where id = 1")?.int(0) ?? 0
                        try transaction.execute("update counter set value = \(value + 1) where id = 1")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await database.read { try $0.row("select value from counter")?.int(0) } == 50)
    }

    @Test("A transaction knows when it began, by the test's clock if it has one", arguments: Engine.underTest)
    func startedAt(engine: Engine) async throws {
        let world = FrozenWorld()
        let database = try await NotesTable.open(engine, world: world)
        world.advance(days: 400)
        #expect(try await database.write { $0.startedAt } == world.now)
        #expect(try await database.read { $0.startedAt } == world.now)
        let real = try await TestDatabase.open(engine, migrated: false)
        let early = try await real.append { $0.startedAt }
        let late = try await real.append { $0.startedAt }
        #expect(early <= late)
        #expect(early.unixSeconds > 1_700_000_000)
    }

    @Test(
        "What a transaction announces is heard after its commit, and not after a rollback", arguments: Engine.underTest)
    func announcements(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        let news = database.announcements(on: "notes")
        var heard = news.makeAsyncIterator()
        _ = try? await database.write { transaction in
            transaction.announce("notes")
            throw Refused()
        }
        try await database.write { transaction in
            try transaction.execute("insert into note (id, body) values (1, 'a')")
            transaction.announce("notes")
            transaction.announce("others")
        }
        await heard.next()
        #expect(try await database.notes() == [1])
        await database.close()
        #expect(await heard.next() == nil)
    }

    @Test("A closed database refuses, and says that it passes", arguments: Engine.underTest)
    func closed(engine: Engine) async throws {
        let database = try await NotesTable.open(engine)
        await database.close()
        await #expect(performing: { try await database.notes() }, throws: isUnavailable)
        await #expect(performing: { try await database.addNote(1, "a") }, throws: isUnavailable)
    }
}

/// Carries a transaction out of its closure, which nobody should do.
private struct Kept: @unchecked Sendable {
    let transaction: Transaction

    init(_ transaction: Transaction) { self.transaction = transaction }
}
