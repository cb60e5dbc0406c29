import JSON
import Testing
import XAPI

/// A place in a statement, or in a query, where an Agent or a Group stands.
private struct AgentPlace: Sendable {
    let name: String
    let takesAgent: Bool
    let takesGroup: Bool
    let statement: @Sendable (JSONNode) -> JSONNode

    static func all(_ version: XAPIVersion) -> [AgentPlace] {
        let outer = places(version, prefix: "")
        let inner = places(version, prefix: "object/")
        return outer + inner + [at("authority", group: false)]
    }

    private static func places(_ version: XAPIVersion, prefix: String) -> [AgentPlace] {
        var places = [
            at("actor", prefix), at("context/instructor", prefix), at("context/team", prefix, agent: false),
            at("object", prefix, isObject: true),
            member("actor", prefix), member("context/team", prefix), member("object", prefix),
        ]
        if version == .v2 {
            places += [
                at("context/contextAgents/0/agent", prefix, group: false, around: FullStatement.contextAgents),
                at("context/contextGroups/0/group", prefix, agent: false, around: FullStatement.contextGroups),
                member("context/contextGroups/0/group", prefix, around: FullStatement.contextGroups),
            ]
        }
        return places
    }

    private static func base(_ prefix: String) -> JSONNode {
        guard !prefix.isEmpty else { return Fresh.statement() }
        return Fresh.statement().setting("object", Fresh.statement().setting("objectType", "SubStatement"))
    }

    private static func at(
        _ path: String, _ prefix: String = "", agent: Bool = true, group: Bool = true, isObject: Bool = false,
        around: JSONNode? = nil
    ) -> AgentPlace {
        AgentPlace(name: prefix + path, takesAgent: agent, takesGroup: group) { value in
            var statement = base(prefix)
            if let around, let list = path.split(separator: "/").dropLast(2).map(String.init) as [String]? {
                statement = statement.setting(prefix + list.joined(separator: "/"), around)
            }
            let needsType = isObject && value["objectType"] == nil
            return statement.setting(prefix + path, needsType ? value.inserting("objectType", "Agent", at: "") : value)
        }
    }

    private static func member(_ path: String, _ prefix: String, around: JSONNode? = nil) -> AgentPlace {
        AgentPlace(name: prefix + path + "/member", takesAgent: true, takesGroup: false) { value in
            var statement = base(prefix)
            if let around, let list = path.split(separator: "/").dropLast(2).map(String.init) as [String]? {
                statement = statement.setting(prefix + list.joined(separator: "/"), around)
            }
            return statement.setting(prefix + path, ["objectType": "Group", "member": .array([value])])
        }
    }
}

private enum Identifiers {
    static let good: [JSONNode] = [
        ["mbox": "mailto:ann@example.com"], ["mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"],
        ["openid": "http://ann.example.com/"], ["account": ["homePage": "http://example.com", "name": "ann"]],
    ]

    static let bad: [(String, JSONNode)] =
        ([
            "ann@example.com", "mailto:", "mailto:should.fail.com", "http://ann@example.com", "MAILTO:ann@example.com",
            "mailto:ann smith@example.com", "mailto:@example.com", "mailto:ann@", "",
        ] as [String]).map { ("mbox \($0)", ["mbox": .string($0)]) }
        + ([
            String(repeating: "a", count: 39), String(repeating: "a", count: 41), String(repeating: "g", count: 40), "",
        ] as [String]).map { ("mbox_sha1sum \($0)", ["mbox_sha1sum": .string($0)]) }
        + (["ann.example.com", "ab=c://should.fail.com", "", "://x"] as [String]).map {
            ("openid \($0)", ["openid": .string($0)])
        }
        + [
            ("account text", ["account": "ann"]), ("account empty", ["account": [:]]),
            ("no homePage", ["account": ["name": "ann"]]),
            ("no name", ["account": ["homePage": "http://example.com"]]),
            ("homePage number", ["account": ["homePage": 1, "name": "ann"]]),
            ("homePage relative", ["account": ["homePage": "example.com", "name": "ann"]]),
            ("name number", ["account": ["homePage": "http://example.com", "name": 1]]),
            ("account extra", ["account": ["homePage": "http://example.com", "name": "ann", "x": "y"]]),
        ]

    static let pairs: [JSONNode] = good.indices.flatMap { first in
        good.indices.filter { $0 > first }.map { merged(good[first], good[$0]) }
    }

    static func merged(_ a: JSONNode, _ b: JSONNode) -> JSONNode {
        guard case .object(let left) = a, case .object(let right) = b else { return a }
        return .object(left + right)
    }
}

extension LRSConformance {
    /// Agents and Groups wherever they stand (1.0.3 Data §2.4.2; IEEE 9274.1.1 §4.2.2.1).
    @Suite struct AgentForm {
        @Test(
            "LRS-ACT-01, LRS-ACT-02, LRS-ACT-08, LRS-ACT-09, LRS-ACT-10, LRS-ACT-11, LRS-ACT-12: an Agent has one good identifier, in every place",
            arguments: LRSWorld.all)
        func agents(_ world: LRSWorld) async throws {
            var good: [Sample] = []
            var bad: [Sample] = []
            for place in AgentPlace.all(world.version) where place.takesAgent {
                func add(_ what: String, _ agent: JSONNode, _ list: inout [Sample]) {
                    list.append(Sample("\(place.name): \(what)", place.statement(agent)))
                }
                for identifier in Identifiers.good {
                    add("plain", identifier, &good)
                    add("typed", Identifiers.merged(["objectType": "Agent", "name": "Ann"], identifier), &good)
                }
                add("none", ["name": "Ann"], &bad)
                for pair in Identifiers.pairs { add("two", pair, &bad) }
                for (what, identifier) in Identifiers.bad { add(what, identifier, &bad) }
                for type in ["Person", "agent", "Activity", ""] {
                    add(type, Identifiers.merged(["objectType": .string(type)], Identifiers.good[0]), &bad)
                }
                add("name number", Identifiers.merged(["name": 1], Identifiers.good[0]), &bad)
                add("text", "ann", &bad)
            }
            try await world.refuses(bad)
            try await world.accepts(good)
        }

        @Test(
            "LRS-ACT-03, LRS-ACT-04, LRS-ACT-05, LRS-ACT-06, LRS-ACT-07: a Group has one identifier or members that are Agents, in every place",
            arguments: LRSWorld.all)
        func groups(_ world: LRSWorld) async throws {
            let members: JSONNode = .array(Identifiers.good)
            var good: [Sample] = []
            var bad: [Sample] = []
            for place in AgentPlace.all(world.version) where place.takesGroup {
                func add(_ what: String, _ group: JSONNode, _ list: inout [Sample]) {
                    let typed = Identifiers.merged(["objectType": "Group"], group)
                    list.append(Sample("\(place.name): \(what)", place.statement(typed)))
                }
                add("anonymous", ["member": members, "name": "Some"], &good)
                for identifier in Identifiers.good {
                    add("identified", identifier, &good)
                    add("with members", Identifiers.merged(identifier, ["member": members]), &good)
                    add("without members", Identifiers.merged(identifier, ["member": []]), &good)
                    add("a Group within", ["member": [Identifiers.merged(["objectType": "Group"], identifier)]], &bad)
                }
                add("neither", ["name": "Some"], &bad)
                add("no member", ["member": []], &bad)
                add("an object", ["member": Identifiers.good[0]], &bad)
                add("a text", ["member": "ann"], &bad)
                add("texts", ["member": ["ann"]], &bad)
                for pair in Identifiers.pairs { add("two", pair, &bad) }
                for (what, identifier) in Identifiers.bad {
                    add(what, identifier, &bad)
                    add("member " + what, ["member": .array([identifier])], &bad)
                }
                if place.takesAgent {
                    let agent = Identifiers.merged(Identifiers.good[0], ["member": members])
                    bad.append(Sample("\(place.name): members of an Agent", place.statement(agent)))
                } else {
                    bad.append(Sample("\(place.name): an Agent", place.statement(Identifiers.good[0])))
                }
            }
            try await world.refuses(bad)
            try await world.accepts(good)
        }

        @Test(
            "LRS-ACT-13: the same rules hold for an agent in a query, on every resource that takes one",
            arguments: LRSWorld.all)
        func parameters(_ world: LRSWorld) async throws {
            let client = try world.client
            let resources: [(String, [(String, String)])] = [
                ("statements", []), ("agents", []), ("agents/profile", []),
                ("activities/state", [("activityId", Fresh.activity)]),
            ]
            let bad = Identifiers.bad.map(\.1) + Identifiers.pairs + [["name": "Ann"], "ann", ["objectType": "Person"]]
            for (resource, others) in resources {
                try await inParallel(Identifiers.good) { agent in
                    let answer = try await client.get(resource, others + [("agent", agent.text)])
                    #expect(answer.status == 200, "\(resource) \(agent.text): \(answer.text)")
                }
                try await inParallel(bad) { agent in
                    let answer = try await client.get(resource, others + [("agent", agent.text)])
                    #expect(answer.status == 400, "\(resource) \(agent.text): \(answer.text)")
                }
            }
        }

        @Test(
            "LRS-ACT-14: anonymous groups with the same members stay apart, and nobody asks for one",
            arguments: LRSWorld.all)
        func anonymous(_ world: LRSWorld) async throws {
            let client = try world.client
            let mbox = Fresh.mbox
            let group: JSONNode = ["objectType": "Group", "member": [["mbox": .string(mbox)]]]
            for name in ["One", "Two"] {
                try await client.record(Fresh.statement().setting("actor", group.setting("name", .string(name))))
            }
            let found = try await client.list([("agent", Fresh.agent(mbox))])
            #expect(found.compactMap { $0["actor"]?["name"]?.string } == ["Two", "One"])
            for resource in ["agents", "statements"] {
                #expect(try await client.get(resource, [("agent", group.text)]).status == 400)
            }
            let person = try await client.get("agents", [("agent", Fresh.agent(mbox))]).json
            #expect(person["name"] == nil)
        }

        @Test(
            "LRS-ACT-15: the domain of an address is compared without letter case, the part before it with",
            arguments: LRSWorld.all)
        func addresses(_ world: LRSWorld) async throws {
            let client = try world.client
            let local = "Person\(Fresh.number)"
            let id = try await client.record(Fresh.statement(actor: "mailto:\(local)@EXAMPLE.com"))
            #expect(try await client.ids([("agent", Fresh.agent("mailto:\(local)@example.COM"))]) == [id])
            #expect(try await client.ids([("agent", Fresh.agent("mailto:\(local.lowercased())@example.com"))]) == [])
        }
    }
}
