import Cryptography
import Database
import LearningRecords
import TestWorld
import Testing
import Values

@Suite struct ConsistencyTests {
    @Test("Stored times rise, also when the clock stands", arguments: Engine.underTest)
    func monotonic(engine: Engine) async throws {
        let world = FrozenWorld().world
        try await withRecords(engine) { database in
            var times: [Instant] = []
            for number in 1...5 {
                let incoming = try Sample.incoming(Sample.id(UInt64(number)), Sample.statement())
                times.append(
                    try await database.write { tx in
                        let stored = try StoredClock.start(Sample.tenant, in: tx, world: world)
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
            let world = World.system
            let bound = ConsistencyBound(database, world: world)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<25 {
                            let id = Sample.id(UInt64(writer * 1_000 + number))
                            let incoming = try Sample.incoming(id, Sample.statement())
                            try await database.write { tx in
                                let stored = try StoredClock.start(Sample.tenant, in: tx, world: world)
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
            let bound = try await ConsistencyBound(database, world: World.system).current(Sample.tenant)
            #expect(bound >= before.adding(seconds: -1))
        }
    }
}
