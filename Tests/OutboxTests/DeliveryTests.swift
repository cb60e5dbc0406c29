import Database
import JSON
import TestWorld
import Testing
import Values

@testable import Outbox

@Suite("Deliveries from the outbox")
struct DeliveryTests {
    @Test("A message is delivered once, and what came of it is kept", arguments: Engine.underTest)
    func delivered(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("200") }
        let id = try await bench.enqueue("a")
        #expect(try await bench.worker.deliverDue() == 1)
        #expect(try await bench.worker.deliverDue() == 0)
        #expect(bench.handler.names == ["a"])
        let entry = try #require(try await bench.entry(id))
        #expect(entry.state == .delivered)
        #expect(entry.finishedAt == bench.frozen.now)
        #expect(try await bench.attempts(id).map(\.note) == ["200"])
    }

    @Test("A message of a transaction that fails is never seen", arguments: Engine.underTest)
    func rolledBack(engine: Engine) async throws {
        struct Refused: Error {}
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        let now = bench.frozen.now
        _ = try? await bench.database.write { transaction in
            try OutboxQueue.enqueue(
                OutboxMessage(tenant: .one, topic: "test", payload: ["name": "a"]), in: transaction, now: now)
            throw Refused()
        }
        #expect(try await bench.worker.deliverDue() == 0)
    }

    @Test("A message isn't delivered before it is due", arguments: Engine.underTest)
    func due(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        try await bench.enqueue("later", dueIn: 60)
        #expect(try await bench.worker.deliverDue() == 0)
        bench.frozen.advance(seconds: 60)
        #expect(try await bench.worker.deliverDue() == 1)
    }

    @Test("Messages of other topics are left alone", arguments: Engine.underTest)
    func otherTopics(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        let now = bench.frozen.now
        try await bench.database.write { transaction in
            try OutboxQueue.enqueue(
                OutboxMessage(tenant: .one, topic: "other", payload: [:]), in: transaction, now: now)
        }
        #expect(try await bench.worker.deliverDue() == 0)
    }

    @Test("A failed delivery is tried again when its time has come, with the reason kept", arguments: Engine.underTest)
    func retried(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, attempt in
            attempt < 3 ? .retry(after: nil, "503\0 from the platform") : .delivered("200")
        }
        let id = try await bench.enqueue("a")
        try await bench.worker.deliverDue()
        var entry = try #require(try await bench.entry(id))
        #expect(entry.state == .waiting)
        #expect(entry.note == "503 from the platform")
        #expect((8_000_000...12_000_000).contains(entry.dueAt.microseconds(since: bench.frozen.now)))
        #expect(try await bench.worker.deliverDue() == 0)
        bench.frozen.now = entry.dueAt
        try await bench.worker.deliverDue()
        entry = try #require(try await bench.entry(id))
        bench.frozen.now = entry.dueAt
        try await bench.worker.deliverDue()
        #expect(try await bench.entry(id)?.state == .delivered)
        #expect(try await bench.attempts(id).map(\.outcome) == [.retry, .retry, .delivered])
    }

    @Test("After the last try a message is a dead letter, and can be replayed by hand", arguments: Engine.underTest)
    func deadLetter(engine: Engine) async throws {
        var options = OutboxWorker.Options()
        options.schedule = RetrySchedule(delays: [1], mostAttempts: 2)
        let isUp = Switch()
        let bench = try await OutboxBench(engine, options: options) { _, _ in
            isUp.isOn ? .delivered("") : .retry(after: nil, "down")
        }
        let id = try await bench.enqueue("a")
        for _ in 1...2 {
            try await bench.worker.deliverDue()
            bench.frozen.advance(seconds: 10)
        }
        #expect(try await bench.entry(id)?.state == .dead)
        #expect(try await bench.worker.deliverDue() == 0)
        isUp.turnOn()
        let now = bench.frozen.now
        let elsewhere = try await bench.database.write {
            try OutboxQueue.replay(id, tenant: TenantID(2), in: $0, now: now)
        }
        #expect(!elsewhere)
        #expect(try await bench.database.write { try OutboxQueue.replay(id, tenant: .one, in: $0, now: now) })
        #expect(try await bench.worker.deliverDue() == 1)
        #expect(try await bench.entry(id)?.state == .delivered)
        #expect(try await bench.attempts(id).map(\.number) == [1, 2, 3])
    }

    @Test("What can never succeed is a dead letter at once", arguments: Engine.underTest)
    func permanent(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .permanentFailure("unknown learner") }
        let id = try await bench.enqueue("a")
        try await bench.worker.deliverDue()
        #expect(try await bench.entry(id)?.state == .dead)
        #expect(try await bench.attempts(id).map(\.outcome) == [.failed])
    }

    @Test("Messages of one key go in order; a failing one holds back its own key alone", arguments: Engine.underTest)
    func order(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { name, attempt in
            name == "a1" && attempt == 1 ? .retry(after: nil, "down") : .delivered("")
        }
        for name in ["a1", "b1", "a2", "b2"] { try await bench.enqueue(name, key: String(name.prefix(1))) }
        try await bench.worker.deliverDue()
        #expect(bench.handler.names == ["a1", "b1", "b2"])
        bench.frozen.advance(seconds: 60)
        try await bench.worker.deliverDue()
        #expect(bench.handler.names == ["a1", "b1", "b2", "a1", "a2"])
    }

    @Test("A dead letter doesn't hold back its key", arguments: Engine.underTest)
    func orderAfterDeath(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { name, _ in
            name == "a1" ? .permanentFailure("") : .delivered("")
        }
        try await bench.enqueue("a1", key: "a")
        try await bench.enqueue("a2", key: "a")
        try await bench.worker.deliverDue()
        #expect(bench.handler.names == ["a1", "a2"])
    }

    @Test("Staff may hasten what waits, and page through what there is", arguments: Engine.underTest)
    func listing(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        var ids: [Int64] = []
        for number in 1...5 { ids.append(try await bench.enqueue("n\(number)", dueIn: 3_600)) }
        let (first, now) = (ids[0], bench.frozen.now)
        #expect(try await bench.database.write { try OutboxQueue.hasten(first, tenant: .one, in: $0, now: now) })
        #expect(try await bench.worker.deliverDue() == 1)
        let page = try await bench.database.read { try OutboxQueue.list(.one, limit: 3, in: $0) }
        #expect(page.map(\.id) == ids.suffix(3).reversed())
        let rest = try await bench.database.read { try OutboxQueue.list(.one, before: page[2].id, in: $0) }
        #expect(rest.map(\.id) == [ids[1], ids[0]])
        let waiting = try await bench.database.read {
            try OutboxQueue.list(.one, OutboxFilter(state: .waiting), in: $0)
        }
        #expect(waiting.count == 4)
        #expect(try await bench.database.read { try OutboxQueue.list(TenantID(2), in: $0) }.isEmpty)
        #expect(
            try await bench.database.read { try OutboxQueue.counts(.one, in: $0) } == [.waiting: 4, .delivered: 1])
    }

    @Test("Delivered messages are forgotten after their time, with their tries", arguments: Engine.underTest)
    func purge(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        let old = try await bench.enqueue("old")
        try await bench.worker.deliverDue()
        bench.frozen.advance(days: 30)
        let border = bench.frozen.now
        let new = try await bench.enqueue("new")
        try await bench.worker.deliverDue()
        #expect(try await bench.database.write { try OutboxQueue.purge("test", deliveredBefore: border, in: $0) } == 1)
        #expect(
            try await bench.database.write { try OutboxQueue.purge("other", deliveredBefore: border, in: $0) }
                == 0)
        #expect(try await bench.entry(old) == nil)
        #expect(try await bench.attempts(old).isEmpty)
        #expect(try await bench.entry(new) != nil)
    }

    @Test(
        "Dead letters are forgotten after a time of their own, apart from what was delivered",
        arguments: Engine.underTest)
    func purgeDead(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .permanentFailure("no such learner") }
        let old = try await bench.enqueue("old")
        try await bench.worker.deliverDue()
        bench.frozen.advance(days: 30)
        let border = bench.frozen.now
        let new = try await bench.enqueue("new")
        try await bench.worker.deliverDue()
        #expect(try await bench.database.write { try OutboxQueue.purge("test", deliveredBefore: border, in: $0) } == 0)
        #expect(try await bench.database.write { try OutboxQueue.purge("test", deadBefore: border, in: $0) } == 1)
        #expect(try await bench.entry(old) == nil)
        #expect(try await bench.attempts(old).isEmpty)
        #expect(try await bench.entry(new)?.state == .dead)
    }
}
