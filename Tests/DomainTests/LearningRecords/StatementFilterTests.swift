import Database
import JSON
import LearningRecords
import TestWorld
import Testing
import Values
import XAPI

@Suite struct StatementFilterTests {
    private static func filter(_ change: (inout StatementFilter) -> Void) -> StatementFilter {
        var filter = StatementFilter()
        change(&filter)
        return filter
    }

    @Test(
        "The agent filter finds actor, object and members; related_agents finds every other place too",
        arguments: Engine.underTest)
    func agents(engine: Engine) async throws {
        let ann = Sample.agent("ann")
        let group: JSONNode = ["objectType": "Group", "member": [ann]]
        let subStatement: JSONNode = [
            "objectType": "SubStatement", "actor": ann, "verb": ["id": "http://example.com/verbs/x"],
            "object": ["id": "http://example.com/a"],
        ]
        let agentObject: JSONNode = ["objectType": "Agent", "mbox": "mailto:ann@EXAMPLE.com", "name": "Other"]
        try await withRecords(engine) { database in
            try await database.add([
                (1, Sample.statement("ann")),
                (2, ["actor": Sample.agent("bob"), "verb": ["id": "http://example.com/v"], "object": agentObject]),
                (
                    3,
                    ["actor": group, "verb": ["id": "http://example.com/v"], "object": ["id": "http://example.com/a"]]
                ),
                (4, Sample.statement("bob", extra: [("context", ["instructor": ann])])),
                (5, Sample.statement("bob", extra: [("context", ["team": group])])),
                (6, ["actor": Sample.agent("bob"), "verb": ["id": "http://example.com/v"], "object": subStatement]),
                (
                    7,
                    Sample.statement(
                        "bob",
                        extra: [
                            ("context", ["contextAgents": [["objectType": "contextAgent", "agent": ann]]])
                        ])
                ),
                (8, Sample.statement("bob")),
                (9, Sample.statement("ann", extra: [("context", ["instructor": ann])])),
            ])
            let hash = Sample.hash("ann")
            let direct = Self.filter { $0.require(agentHash: hash, isRelated: false) }
            let related = Self.filter { $0.require(agentHash: hash, isRelated: true) }
            #expect(try await database.numbers(direct) == [9, 3, 2, 1])
            #expect(try await database.numbers(related) == [9, 7, 6, 5, 4, 3, 2, 1])
            #expect(try await database.numbers(related, limit: 3) == [9, 7, 6])
        }
    }

    @Test("The authority is a related agent", arguments: Engine.underTest)
    func authority(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add([(1, Sample.statement())])
            let hash = Sample.keying(Sample.lrs.canonical)
            let direct = Self.filter { $0.require(agentHash: hash, isRelated: false) }
            let related = Self.filter { $0.require(agentHash: hash, isRelated: true) }
            #expect(try await database.numbers(direct) == [])
            #expect(try await database.numbers(related) == [1])
            #expect(try await database.numbers(Self.filter { $0.authority = hash }) == [1])
            #expect(try await database.numbers(Self.filter { $0.authority = Sample.hash("ann") }) == [])
        }
    }

    @Test(
        "The activity filter finds the object alone; related_activities finds context and SubStatement too",
        arguments: Engine.underTest)
    func activities(engine: Engine) async throws {
        let course = Sample.activity("course")
        let activity: JSONNode = ["id": .string(course)]
        let subStatement: JSONNode = [
            "objectType": "SubStatement", "actor": Sample.agent("bob"), "verb": ["id": "http://example.com/v"],
            "object": activity,
        ]
        try await withRecords(engine) { database in
            try await database.add([
                (1, Sample.statement("ann", "did", "course")),
                (2, Sample.statement(extra: [("context", ["contextActivities": ["grouping": activity]])])),
                (3, Sample.statement(extra: [("context", ["contextActivities": ["parent": [activity]]])])),
                (4, ["actor": Sample.agent("bob"), "verb": ["id": "http://example.com/v"], "object": subStatement]),
                (5, Sample.statement()),
            ])
            let direct = Self.filter { $0.require(activity: course, isRelated: false) }
            let related = Self.filter { $0.require(activity: course, isRelated: true) }
            #expect(try await database.numbers(direct) == [1])
            #expect(try await database.numbers(related) == [4, 3, 2, 1])
        }
    }

    @Test("Filters combine, whichever of them is the rarest", arguments: Engine.underTest)
    func combined(engine: Engine) async throws {
        let registration = Sample.id(600)
        let context: [(String, JSONNode)] = [("context", ["registration": .string(registration.description)])]
        try await withRecords(engine) { database in
            try await database.add(
                (1...60).map { (number: UInt64) in
                    let extra = number % 3 == 0 ? context : []
                    return (
                        number, Sample.statement(number % 2 == 0 ? "ann" : "bob", "did", "a\(number % 5)", extra: extra)
                    )
                })
            let filter = Self.filter {
                $0.require(agentHash: Sample.hash("ann"), isRelated: false)
                $0.require(verb: Sample.verb("did"))
                $0.require(registration: registration)
                $0.require(activity: Sample.activity("a0"), isRelated: true)
            }
            #expect(try await database.numbers(filter) == [60, 30])
        }
    }

    @Test("Pages hold each statement once, in order, while others write", arguments: Engine.underTest)
    func pages(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add((1...25).map { ($0, Sample.statement()) })
            let filter = Self.filter { $0.require(agentHash: Sample.hash("ann"), isRelated: true) }
            var seen: [UInt64] = []
            var position: StatementPosition?
            repeat {
                let after = position
                let page = try await database.read { tx in
                    try Sample.store.page(filter, after: after, limit: 10, in: tx)
                }
                seen += try page.numbers()
                position = page.next
                try await database.add(
                    [(100 + UInt64(seen.count), Sample.statement())], at: .noon.adding(seconds: Int64(seen.count)))
            } while position != nil
            #expect(seen == (1...25).reversed())
        }
    }

    @Test("A page ends early when its statements are too large together", arguments: Engine.underTest)
    func bytes(engine: Engine) async throws {
        try await withRecords(engine) { database in
            try await database.add((1...5).map { ($0, Sample.statement()) })
            let page = try await database.read { tx in
                try Sample.store.page(StatementFilter(), limit: 5, byteLimit: 1_100, in: tx)
            }
            #expect(page.bodies.count == 2)
            #expect(page.next != nil)
        }
    }

    @Test(
        "A page that is cut by its size leaves nothing out, also where two walks along the index are brought together",
        arguments: Engine.underTest)
    func sizedPages(engine: Engine) async throws {
        try await withRecords(engine) { database in
            for number in 1...12 {
                let isActor = number % 4 == 0
                let padding = JSONNode.string(String(repeating: "x", count: isActor ? 2_000 : 200))
                let context: JSONNode = ["instructor": Sample.agent("ann"), "platform": padding]
                let statement = Sample.statement(
                    isActor ? "ann" : "bob", extra: [("context", isActor ? ["platform": padding] : context)])
                try await database.add([(UInt64(number), statement)], at: .noon.adding(seconds: Int64(number)))
            }
            for isAscending in [true, false] {
                var filter = Self.filter { $0.require(agentHash: Sample.hash("ann"), isRelated: true) }
                filter.isAscending = isAscending
                for byteLimit in [1, 1_100, 3_000, 100_000] {
                    var (found, after): ([UInt64], StatementPosition?) = ([], nil)
                    repeat {
                        let (wanted, place) = (filter, after)
                        let page = try await database.read { tx in
                            try Sample.store.page(wanted, after: place, limit: 5, byteLimit: byteLimit, in: tx)
                        }
                        try #require(!page.bodies.isEmpty)
                        found += try page.numbers()
                        after = page.next
                    } while after != nil
                    #expect(found == (isAscending ? Array(1...12) : Array((1...12).reversed())), "\(byteLimit)")
                }
            }
        }
    }
}
