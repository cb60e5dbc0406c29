import Database
import JSON
import Logging
import ServiceLifecycle
import TestWorld
import Testing
import Values

@testable import Outbox

@Suite("The outbox's worker as a service")
struct WorkerTests {
    @Test(
        "A message is delivered as soon as it is committed, without waiting for the next look",
        arguments: Engine.underTest)
    func wakeUp(engine: Engine) async throws {
        let (delivered, report) = AsyncStream.makeStream(of: String.self)
        var options = OutboxWorker.Options()
        options.pollInterval = .seconds(3_600)
        let bench = try await OutboxBench(engine, options: options) { name, _ in
            report.yield(name)
            return .delivered("")
        }
        let group = ServiceGroup(services: [bench.worker], logger: .silent)
        let running = Task { try await group.run() }
        var names = delivered.makeAsyncIterator()
        for name in ["first", "second"] {
            try await bench.enqueue(name)
            #expect(await names.next() == name)
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }

    @Test(
        "On shutdown what is being delivered is delivered to its end",
        arguments: Engine.underTest)
    func shutdown(engine: Engine) async throws {
        let (started, begin) = AsyncStream.makeStream(of: Void.self)
        let (release, finish) = AsyncStream.makeStream(of: Void.self)
        var options = OutboxWorker.Options()
        options.concurrency = 1
        let bench = try await OutboxBench(engine, options: options) { _, _ in
            begin.yield()
            for await _ in release { break }
            return .delivered("to the end")
        }
        let first = try await bench.enqueue("first")
        let group = ServiceGroup(services: [bench.worker], logger: .silent)
        let running = Task { try await group.run() }
        for await _ in started { break }
        await group.triggerGracefulShutdown()
        finish.yield()
        try await running.value
        #expect(try await bench.entry(first)?.state == .delivered)
    }

    @Test("What takes long and has a share of its own leaves the others their turn", arguments: Engine.underTest)
    func shares(engine: Engine) async throws {
        let (reports, report) = AsyncStream.makeStream(of: String.self)
        let slow = SharingHandler(topic: "slow", share: 2) { _ in
            report.yield("slow")
            try? await Task.sleep(for: .seconds(3_600))
        }
        let quick = SharingHandler(topic: "quick", share: nil) { _ in report.yield("quick") }
        let frozen = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: frozen)
        let worker = OutboxWorker(
            database: database, handlers: [slow, quick], world: frozen.world, logger: .silent)
        for topic in Array(repeating: "slow", count: 20) + Array(repeating: "quick", count: 30) {
            _ = try await database.write { transaction in
                try OutboxQueue.enqueue(
                    OutboxMessage(tenant: .one, topic: topic, payload: [:]), in: transaction, now: frozen.now)
            }
        }
        let running = Task { try await worker.run() }
        var seen: [String: Int] = [:]
        for await topic in reports {
            seen[topic, default: 0] += 1
            if seen["quick"] == 30, seen["slow", default: 0] >= 2 { break }
        }
        #expect(seen == ["slow": 2, "quick": 30])
        running.cancel()
        _ = try? await running.value
        await database.close()
    }

    @Test("Several messages are delivered at the same time", arguments: Engine.underTest)
    func concurrency(engine: Engine) async throws {
        let (started, begin) = AsyncStream.makeStream(of: Void.self)
        let bench = try await OutboxBench(engine) { _, _ in
            begin.yield()
            // Only cancellation ends it, so both can only be under way together.
            try? await Task.sleep(for: .seconds(3_600))
            return .retry(after: nil, "cancelled")
        }
        try await bench.enqueue("a")
        try await bench.enqueue("b")
        let running = Task { try await bench.worker.run() }
        var starts = started.makeAsyncIterator()
        _ = await starts.next()
        _ = await starts.next()
        #expect(Set(bench.handler.names) == ["a", "b"])
        running.cancel()
        _ = try? await running.value
    }
}

/// Does as the test says, within a share.
private struct SharingHandler: OutboxHandler {
    let topic: String
    let share: Int?
    let work: @Sendable (OutboxDelivery) async -> Void

    func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        await work(delivery)
        return .delivered("")
    }
}
