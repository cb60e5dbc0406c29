import Cryptography
import Database
import Foundation
import LearningRecords
import TestWorld
import Testing
import Values

@Suite struct ConsistencyTests {
    @Test("Stored times rise, also when the clock stands", arguments: Engine.underTest)
    func monotonic(engine: Engine) async throws {
        let clock = StoredClock(world: FrozenWorld().world)
        try await withRecords(engine) { database in
            var times: [Instant] = []
            for number in 1...5 {
                let incoming = try Sample.incoming(Sample.id(UInt64(number)), Sample.statement())
                times.append(
                    try await database.write { tx in
                        let stored = try clock.start(Sample.tenant, in: tx)
                        _ = try Sample.store.append([incoming], in: tx, stored: stored)
                        return stored
                    })
            }
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test("The bound lets readers see all that is stored before it, while many write", arguments: Engine.underTest)
    func honest(engine: Engine) async throws {
        try await withRecords(engine) { database in
            let clock = StoredClock(world: .system)
            let bound = ConsistencyBound(database, world: .system, clock: clock)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<25 {
                            let id = Sample.id(UInt64(writer * 1_000 + number))
                            let incoming = try Sample.incoming(id, Sample.statement())
                            try await database.write { tx in
                                let stored = try clock.start(Sample.tenant, in: tx)
                                _ = try Sample.store.append([incoming], in: tx, stored: stored)
                            }
                        }
                    }
                }
                group.addTask { try await Self.watch(database, bound) }
                try await group.waitForAll()
            }
        }
    }

    /// What is seen up to a bound stays the same afterwards.
    private static func watch(_ database: SQLDatabase, _ bound: ConsistencyBound) async throws {
        var promises: [(bound: Instant, seen: [UInt64])] = []
        for _ in 0..<30 {
            let moment = try await bound.current(Sample.tenant)
            promises.append((moment, try await seen(before: moment, in: database)))
        }
        for promise in promises {
            let now = try await seen(before: promise.bound, in: database)
            #expect(now == promise.seen)
        }
    }

    private static func seen(before moment: Instant, in database: SQLDatabase) async throws -> [UInt64] {
        var filter = StatementFilter()
        filter.until = moment.adding(microseconds: -1)
        return try await database.numbers(filter, limit: 1_000).sorted()
    }

    @Test("The bound reaches the present when nobody writes", arguments: Engine.underTest)
    func recent(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([(1, Sample.statement())])
            let before = World.system.now()
            let bound = try await ConsistencyBound(
                database, world: .system, clock: StoredClock(world: .system)
            ).current(Sample.tenant)
            #expect(bound >= before.adding(seconds: -1))
        }
    }

    @Test("What a reader was told to see in full gets nothing more, also when the clock is set back")
    func setBack() async throws {
        try await withRecords(.sqlite) { database in
            let frozen = FrozenWorld()
            let clock = StoredClock(world: frozen.world)
            let bound = ConsistencyBound(database, world: frozen.world, clock: clock, freshness: .zero)
            for (number, step) in [Int64(0), -3, -3].enumerated() {
                let told = try await bound.current(Sample.tenant)
                #expect(told >= frozen.now)
                frozen.advance(seconds: step)
                let stored = try await Self.store(UInt64(number), database, clock)
                #expect(stored > told)
                #expect(stored.microseconds(since: told) <= 1)
                frozen.advance(seconds: 60)
            }
        }
    }

    @Test("A process that starts anew with a clock that was set back keeps to what was told before")
    func restart() async throws {
        try await withRecords(.sqlite) { database in
            let frozen = FrozenWorld()
            let before = StoredClock(world: frozen.world)
            let told = try await ConsistencyBound(database, world: frozen.world, clock: before).current(Sample.tenant)
            frozen.advance(seconds: -60)
            let after = StoredClock(world: frozen.world)
            #expect(try await Self.store(1, database, after) > told)
            let bound = ConsistencyBound(database, world: frozen.world, clock: before, freshness: .zero)
            let next = try await bound.current(Sample.tenant)
            #expect(try await Self.store(2, database, after) > next)
            #expect(try await Self.store(3, database, before) > next)
        }
    }

    @Test("A node whose clock is behind the database's tells a fresh bound", arguments: Engine.underTest)
    func clockBehind(engine: Engine) async throws {
        try await withRecords(engine) { database in
            let behind = World(
                now: { World.system.now().adding(seconds: -60) }, randomBytes: World.system.randomBytes)
            let bound = ConsistencyBound(
                database, world: behind, clock: StoredClock(world: behind), freshness: .zero)
            let first = try await bound.current(Sample.tenant)
            #expect(try await bound.current(Sample.tenant) > first)
        }
    }

    @Test("A writer whose start can't be seen holds the bound back", .enabled(if: Engine.underTest.contains(.postgres)))
    func hiddenWriter() async throws {
        try await withRecords(.postgres) { database in
            let clock = StoredClock(world: .system)
            let bound = ConsistencyBound(database, world: .system, clock: clock, freshness: .zero)
            let before = try await bound.current(Sample.tenant)
            #expect(before > Instant(microseconds: 0))
            let incoming = try Sample.incoming(Sample.id(1), Sample.statement())
            let (began, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let stored = database.append { tx in
                try tx.execute("set local track_activities = off")
                let stored = try clock.start(Sample.tenant, in: tx)
                _ = try Sample.store.append([incoming], in: tx, stored: stored)
                began.signal()
                done.wait()
                return stored
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    began.wait()
                    continuation.resume()
                }
            }
            #expect(try await bound.current(Sample.tenant) == before)
            done.signal()
            let time = try await stored
            #expect(time > before)
            #expect(try await bound.current(Sample.tenant) > time)
        }
    }

    private static func store(
        _ number: UInt64, _ database: SQLDatabase, _ clock: StoredClock
    ) async throws -> Instant {
        let incoming = try Sample.incoming(Sample.id(number), Sample.statement())
        return try await database.write { tx in
            let stored = try clock.start(Sample.tenant, in: tx)
            _ = try Sample.store.append([incoming], in: tx, stored: stored)
            return stored
        }
    }
}
