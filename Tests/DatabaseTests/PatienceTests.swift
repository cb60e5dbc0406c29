import TestWorld
import Testing
import Values

@testable import Database

@Suite("Waiting for SQLite's writer, and cleaning beside it", .timeLimit(.minutes(1)))
struct PatienceTests {
    @Test("A write that waits too long behind another is refused as unavailable, and never done")
    func late() async throws {
        let database = try await NotesTable.open(.sqlite) { $0.patience = .milliseconds(30) }
        let (inside, done) = (Signal(), Signal())
        async let held: Void = database.write { _ in
            inside.send()
            done.wait()
        }
        await inside.arrival()
        async let scrubbed: Void = database.scrub()
        for number in 1...3 {
            await #expect {
                try await database.addNote(number, "late")
            } throws: {
                isUnavailable($0) && ($0 as? ServiceError)?.retryAfter != nil
            }
        }
        done.send()
        try await held
        try await scrubbed
        try await database.addNote(4, "in time")
        #expect(try await database.notes() == [4])
    }

    @Test("A scrub comes to its turn under a load that never ends")
    func underLoad() async throws {
        let database = try await NotesTable.open(.sqlite)
        let isOver = Locked(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 1...8 {
                group.addTask {
                    var number = writer * 1_000_000
                    while !isOver.withLock({ $0 }) {
                        try await database.addNote(number, "\(number)")
                        number += 1
                    }
                }
            }
            try await database.scrub()
            isOver.withLock { $0 = true }
            try await group.waitForAll()
        }
        #expect(try await database.notes().isEmpty == false)
    }

    @Test("A scrub that a long read keeps from its work says so, and works after it", arguments: Engine.underTest)
    func longRead(engine: Engine) async throws {
        let database = try await NotesTable.open(engine) { $0.statementTimeout = .milliseconds(300) }
        try await database.addNote(1, "a")
        let (inside, done) = (Signal(), Signal())
        async let held: Void = database.read { transaction in
            _ = try transaction.rows("select id from note")
            inside.send()
            done.wait()
        }
        await inside.arrival()
        try await database.addNote(2, "b")
        await #expect(performing: { try await database.scrub() }, throws: isUnavailable)
        done.send()
        try await held
        try await database.scrub()
        #expect(try await database.notes() == [1, 2])
    }

    @Test(
        "After a scrub a connection has its time limit back", .enabled(if: Engine.underTest.contains(.postgres)))
    func limitStays() async throws {
        let database = try await NotesTable.open(.postgres) { $0.connections = 1 }
        try await database.scrub()
        #expect(try await database.read { try $0.row("show statement_timeout")?.text(0) } == "30s")
    }

    @Test(
        "A read that works too long for a row is interrupted, and its connection serves the next",
        arguments: Engine.underTest)
    func endless(engine: Engine) async throws {
        let database = try await NotesTable.open(engine) { options in
            options.statementTimeout = .milliseconds(300)
            (options.readers, options.connections) = (1, 1)
        }
        await #expect(
            performing: {
                try await database.read { transaction in
                    _ = try transaction.rows(
                        """
                        with recursive n (i) as (select 1 union all select 1 - i from n)
                        select i from n where i > 1
                        """)
                }
            }, throws: isUnavailable)
        #expect(try await database.notes() == [])
    }

    @Test("A disk that became read-only is told as unavailable; a write inside a read is our mistake")
    func readOnly() async throws {
        let database = try await NotesTable.open(.sqlite)
        await #expect(
            performing: {
                try await database.write { transaction in
                    try transaction.execute("pragma query_only = on")
                    try transaction.execute("insert into note (id, body) values (1, 'a')")
                }
            }, throws: isUnavailable)
        await #expect {
            try await database.read { _ = try $0.execute("insert into note (id, body) values (1, 'a')") }
        } throws: {
            DatabaseError.Code.misuse ~= $0
        }
    }
}
