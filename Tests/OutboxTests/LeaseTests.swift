import Database
import TestWorld
import Testing
import Values

@testable import Outbox

@Suite("Leases of the outbox")
struct LeaseTests {
    private let claims = OutboxClaims(topics: ["test"], leaseSeconds: 60, schedule: .standard)

    @Test("A claimed message is nobody else's until the lease runs out", arguments: Engine.underTest)
    func lease(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        let id = try await bench.enqueue("a")
        #expect(try await take(bench).map(\.id) == [id])
        #expect(try await take(bench).isEmpty)
        bench.frozen.advance(seconds: 59)
        #expect(try await take(bench).isEmpty)
        bench.frozen.advance(seconds: 1)
        let again = try await take(bench)
        #expect(again.map(\.attempt) == [2])
    }

    @Test("A worker that dies before it records a delivery leaves it to the next one", arguments: Engine.underTest)
    func crash(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("200") }
        let id = try await bench.enqueue("a")
        _ = try await take(bench)
        #expect(try await bench.worker.deliverDue() == 0)
        bench.frozen.advance(seconds: 61)
        #expect(try await bench.worker.deliverDue() == 1)
        #expect(try await bench.entry(id)?.state == .delivered)
    }

    @Test("Who lost the lease can't record an outcome any more", arguments: Engine.underTest)
    func lostLease(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        let id = try await bench.enqueue("a")
        let first = try #require(try await take(bench).first)
        bench.frozen.advance(seconds: 61)
        let second = try #require(try await take(bench).first)
        #expect(try await finish(first, .permanentFailure("late"), bench) == nil)
        #expect(try await bench.entry(id)?.state == .waiting)
        #expect(try await finish(second, .delivered("ok"), bench) == .delivered)
        #expect(try await bench.attempts(id).map(\.note) == ["ok"])
    }

    @Test("A renewed lease lasts longer", arguments: Engine.underTest)
    func renewal(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        try await bench.enqueue("a")
        let claim = try #require(try await take(bench).first)
        bench.frozen.advance(seconds: 40)
        let now = bench.frozen.now
        let isRenewed = try await bench.database.append { [claims] in try claims.renew(claim, in: $0, now: now) }
        #expect(isRenewed)
        bench.frozen.advance(seconds: 40)
        #expect(try await take(bench).isEmpty)
    }

    @Test("A message that takes every process with it ends as a dead letter", arguments: Engine.underTest)
    func poison(engine: Engine) async throws {
        var options = OutboxWorker.Options()
        options.schedule = RetrySchedule(delays: [1], mostAttempts: 3)
        let bench = try await OutboxBench(engine, options: options) { _, _ in .delivered("") }
        let id = try await bench.enqueue("a")
        for _ in 1...3 {
            #expect(try await take(bench).count == 1)
            bench.frozen.advance(seconds: 61)
        }
        try await bench.worker.deliverDue()
        #expect(bench.handler.names == [])
        #expect(try await bench.entry(id)?.state == .dead)
    }

    @Test("Many workers at once deliver each message once", arguments: Engine.underTest)
    func competition(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        for number in 1...40 { try await bench.enqueue("m\(number)", key: number % 2 == 0 ? "even" : nil) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 { group.addTask { try await bench.worker.deliverDue() } }
            try await group.waitForAll()
        }
        // Whoever found the key's eldest taken went home; the rest of the key waits for the next round.
        try await bench.worker.deliverDue()
        #expect(bench.handler.names.count == 40)
        #expect(Set(bench.handler.names).count == 40)
        let even = bench.handler.names.compactMap { Int($0.dropFirst()) }.filter { $0 % 2 == 0 }
        #expect(even == even.sorted())
    }

    private func take(_ bench: OutboxBench) async throws -> [OutboxClaim] {
        let (lease, now) = (bench.frozen.world.newID(), bench.frozen.now)
        return try await bench.database.append { [claims] in
            try claims.take(10, lease: lease, in: $0, now: now)
        }
    }

    private func finish(
        _ claim: OutboxClaim, _ outcome: DeliveryOutcome, _ bench: OutboxBench
    ) async throws -> OutboxState? {
        let now = bench.frozen.now
        return try await bench.database.append { [claims] transaction in
            try claims.finish(
                claim, outcome, startedAt: now, random: Array(repeating: 0, count: 8), in: transaction, now: now)
        }
    }
}
