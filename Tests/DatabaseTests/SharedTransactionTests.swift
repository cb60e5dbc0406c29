import TestWorld
import Testing
import Values

@testable import Database

@Suite("Group commit on SQLite")
struct SharedTransactionTests {
    private struct Refused: Error {}

    private let folder = TemporaryFolder()
    private let connection: SQLiteConnection

    init() throws {
        let options = DatabaseOptions(world: FrozenWorld().world)
        connection = try SQLiteConnection(writerAt: folder.path + "/group.sqlite", options)
        try connection.script("create table note (id integer primary key, body text not null) strict")
    }

    @Test("Nobody is answered before the commit, neither with a value nor with a refusal")
    func answers() throws {
        var group = try SharedTransaction(on: connection, now: { Instant(microseconds: 0) })
        let stored = ProbeJob { try $0.execute("insert into note values (1, 'a')") }
        let refused = ProbeJob { _ in throw Refused() }
        try group.admit(stored)
        try group.admit(refused)
        #expect(stored.answer == nil)
        #expect(refused.answer == nil)
        _ = try group.commit()
        #expect(stored.answer == .stored)
        #expect(refused.answer == .refused("Refused()"))
    }

    @Test("A refused write is undone alone; its neighbours see one another's rows")
    func isolation() throws {
        var group = try SharedTransaction(on: connection, now: { Instant(microseconds: 0) })
        let first = ProbeJob { try $0.execute("insert into note values (1, 'a')") }
        let second = ProbeJob { transaction in
            try transaction.execute("insert into note values (2, 'b')")
            try transaction.execute("insert into note values (1, 'again')")
        }
        let third = ProbeJob { transaction in
            #expect(try transaction.rows("select id from note").map { try $0.int(0) } == [1])
            try transaction.execute("insert into note values (3, 'c')")
        }
        for job in [first, second, third] { try group.admit(job) }
        _ = try group.commit()
        #expect(first.answer == .stored)
        #expect(second.answer?.isRefusal == true)
        #expect(third.answer == .stored)
        #expect(try ids() == [1, 3])
    }

    @Test("A full database in the middle: everybody is told that nothing was stored, and nothing was")
    func full() throws {
        let pages = try number("pragma page_count")
        try connection.script("pragma max_page_count = \(pages + 4)")
        var group = try SharedTransaction(on: connection, now: { Instant(microseconds: 0) })
        let small = ProbeJob { try $0.execute("insert into note values (1, 'a')") }
        // SQLite has no journal for this one statement, so a full disk rolls back the whole transaction.
        let large = ProbeJob { transaction in
            try transaction.execute("insert into note values (2, \(String(repeating: "x", count: 100_000)))")
        }
        try group.admit(small)
        #expect(performing: { try group.admit(large) }, throws: isUnavailable)
        group.fail(ServiceError(.unavailable, "full"))
        #expect(small.answer?.isUnavailable == true)
        #expect(large.answer?.isUnavailable == true)
        #expect(!connection.isInTransaction)
        #expect(try ids() == [])
    }

    @Test("After a full database the next group works again")
    func recovery() async throws {
        let database = try await NotesTable.open(.sqlite)
        let text = String(repeating: "x", count: 200_000)
        await #expect {
            try await database.write { transaction in
                let pages = try transaction.row("pragma page_count")?.int(0) ?? 0
                try transaction.execute("pragma max_page_count = \(raw: "\(pages + 8)")")
                try transaction.execute("insert into note (id, body) values (1, \(text))")
            }
        } throws: {
            isUnavailable($0)
        }
        try await database.addNote(2, "small")
        #expect(try await database.notes() == [2])
    }

    @Test("Many writers at once on a database that fills up: each is told the truth")
    func fillingUp() async throws {
        let database = try await NotesTable.open(.sqlite)
        try await database.write { transaction in
            let pages = try transaction.row("pragma page_count")?.int(0) ?? 0
            try transaction.execute("pragma max_page_count = \(raw: "\(pages + 100)")")
        }
        let acknowledged = Tally()
        await withTaskGroup(of: Void.self) { group in
            for number in 1...200 {
                group.addTask {
                    do {
                        try await database.addNote(number, "\(number)" + String(repeating: "x", count: 5_000))
                        acknowledged.count(number)
                    } catch {
                        #expect(isUnavailable(error))
                    }
                }
            }
        }
        let stored = Set(try await database.notes())
        #expect(stored == acknowledged.numbers)
        #expect(!stored.isEmpty && stored.count < 200)
    }

    @Test("A file that another process holds is told as unavailable")
    func locked() async throws {
        let path = folder.path + "/locked.sqlite"
        var options = DatabaseOptions(world: FrozenWorld().world)
        options.statementTimeout = .milliseconds(60)
        let holder = try await SQLDatabase.open(.sqlite(path), options: options)
        let other = try await SQLDatabase.open(.sqlite(path), options: options)
        let (inside, done) = (Signal(), Signal())
        async let held: Void = holder.write { _ in
            inside.send()
            done.wait()
        }
        await inside.arrival()
        await #expect(performing: { try await other.write { _ in } }, throws: isUnavailable)
        done.send()
        try await held
        try await other.write { _ in }
        await holder.close()
        await other.close()
    }

    private func ids() throws -> [Int64] {
        let storage = RowStorage()
        let size = try connection.query("select id from note order by id", atMost: .max, into: storage)
        return try (0..<size.rows).map { try Row(storage: storage, firstCell: $0, count: 1).int(0) }
    }

    private func number(_ sql: SQL) throws -> Int64 {
        let storage = RowStorage()
        _ = try connection.query(sql, atMost: 1, into: storage)
        return try Row(storage: storage, firstCell: 0, count: 1).int(0)
    }
}

/// A write that remembers how it was answered.
private final class ProbeJob: WriteJob {
    let opensTransaction = false
    enum Answer: Equatable {
        case stored
        case refused(String)
        case unavailable

        var isRefusal: Bool { if case .refused = self { true } else { false } }
        var isUnavailable: Bool { self == .unavailable }
    }

    private let body: @Sendable (Transaction) throws -> Void
    private let state = Locked<Answer?>(nil)

    init(_ body: @escaping @Sendable (Transaction) throws -> Void) { self.body = body }

    var answer: Answer? { state.withLock { $0 } }

    func perform(in transaction: Transaction) throws { try body(transaction) }
    func succeed() { state.withLock { $0 = .stored } }
    func fail(_ error: any Error) {
        let isPassing = (error as? ServiceError)?.code == .unavailable
        state.withLock { $0 = isPassing ? .unavailable : .refused("\(error)") }
    }
}
