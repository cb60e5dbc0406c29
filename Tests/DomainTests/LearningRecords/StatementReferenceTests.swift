import Database
import JSON
import LearningRecords
import TestWorld
import Testing
import Values

@Suite struct StatementReferenceTests {
    private func lesson() -> StatementFilter {
        var filter = StatementFilter()
        filter.require(activity: Sample.activity("lesson"), isRelated: false)
        return filter
    }

    @Test("A reference is found by what its target is found by, along the chain", arguments: Engine.underTest)
    func chain(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([(3, Sample.statement())])
            try await database.add([(2, Sample.reference(to: Sample.id(3)))], at: .noon.adding(seconds: 1))
            try await database.add([(1, Sample.reference(to: Sample.id(2)))], at: .noon.adding(seconds: 2))
            #expect(try await database.numbers(lesson()) == [1, 2, 3])
            var filter = lesson()
            filter.since = .noon
            #expect(try await database.numbers(filter) == [1, 2], "since looks at the reference's own time")
        }
    }

    @Test("The target may come after its references, in one batch or later", arguments: Engine.underTest)
    func late(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([
                (1, Sample.reference(to: Sample.id(2))), (2, Sample.reference(to: Sample.id(3))),
            ])
            #expect(try await database.numbers(lesson()) == [])
            try await database.add([(3, Sample.statement())], at: .noon.adding(seconds: 1))
            #expect(try await database.numbers(lesson()) == [3, 2, 1])
        }
    }

    @Test("References in a circle end", arguments: Engine.underTest)
    func circle(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([
                (1, Sample.reference(to: Sample.id(2), actor: "ann")), (2, Sample.reference(to: Sample.id(1))),
            ])
            var filter = StatementFilter()
            filter.require(agentHash: Sample.hash("ann"), isRelated: false)
            #expect(try await database.numbers(filter) == [2, 1])
        }
    }

    @Test("A voided statement is in no list, what refers to it is", arguments: Engine.underTest)
    func voided(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([(1, Sample.statement()), (2, Sample.reference(to: Sample.id(1)))])
            try await database.add([(3, Sample.voiding(Sample.id(1)))])
            #expect(try await database.numbers(lesson()) == [3, 2])
            #expect(try await database.numbers(StatementFilter()) == [3, 2])
            let found = try await database.read { tx in try Sample.store.find(Sample.id(1), in: tx) }
            #expect(found?.isVoided == true)
        }
    }

    @Test("A statement that was voided before it came is voided from the start", arguments: Engine.underTest)
    func voidedBefore(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([(2, Sample.voiding(Sample.id(1)))])
            try await database.add([(1, Sample.statement())])
            #expect(try await database.numbers(lesson()) == [2])
        }
    }

    @Test("A voiding statement can't be voided", arguments: Engine.underTest)
    func voidingTwice(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([
                (1, Sample.statement()), (2, Sample.voiding(Sample.id(1))), (3, Sample.voiding(Sample.id(2))),
                (4, Sample.voiding(Sample.id(1))),
            ])
            #expect(try await database.numbers(StatementFilter()) == [4, 3, 2])
            let found = try await database.read { tx in try Sample.store.find(Sample.id(2), in: tx) }
            #expect(found?.isVoided == false)
        }
    }

    @Test(
        "A chain is followed for some dozens of steps, so that no statement costs more than that",
        arguments: Engine.underTest)
    func longChain(engine: Engine) async throws {
        for isBackwards in [false, true] {
            try await withRecords(engine) { database in
                var all = [(UInt64(1), Sample.statement())]
                for number in 2...150 {
                    all.append((UInt64(number), Sample.reference(to: Sample.id(UInt64(number - 1)))))
                }
                try await database.add(isBackwards ? all.reversed() : all)
                let found = try await Set(database.numbers(lesson(), limit: 200))
                #expect(found.isSuperset(of: (1...33).map { UInt64($0) }))
                #expect(found.isDisjoint(with: (100...150).map { UInt64($0) }))
            }
        }
    }

    @Test("A statement inherits a thousand keys of its target at most", arguments: Engine.underTest)
    func manyKeys(engine: Engine) async throws {
        try await withRecords(engine) { database in
            let team = JSONNode.array((0..<1_500).map { Sample.agent("member-\($0)") })
            let crowded = Sample.statement(
                extra: [("context", ["team": ["objectType": "Group", "member": team]])])
            try await database.add([(1, crowded), (2, Sample.reference(to: Sample.id(1)))])
            let keys = try await database.read { tx in
                try tx.rows("select seq, count(*) from statement_key group by seq order by seq").map { try $0.int(1) }
            }
            #expect(keys.count == 2 && keys[0] > 1_500 && (1_000...1_010).contains(keys[1]))
            #expect(try await database.numbers(lesson()) == [2, 1], "the nearest things come first")
        }
    }
}
