import Access
import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// The filters of GET statements (1.0.3 Communication §2.1.3; IEEE 9274.1.1 §4.1.6.1).
    @Suite struct Filters {
        @Test(
            "LRS-FLT-01, LRS-FLT-03: agent finds actors and objects by their identifier, groups and members too, whatever their name",
            arguments: LRSWorld.all)
        func agents(_ world: LRSWorld) async throws {
            let client = try world.client
            for identifier in Self.identifiers() {
                let agent = identifier.setting("name", "Now")
                let other: JSONNode = ["mbox": .string(Fresh.mbox)]
                let statements = [
                    Fresh.statement().setting("actor", agent),
                    Fresh.statement().setting("object", identifier.setting("objectType", "Agent")),
                    Fresh.statement().setting(
                        "actor", ["objectType": "Group", "member": .array([other, identifier])]),
                    Fresh.statement().setting(
                        "object", ["objectType": "Group", "mbox": .string(Fresh.mbox), "member": .array([agent])]),
                    Fresh.statement().setting("actor", agent.setting("objectType", "Group")),
                    Fresh.statement().setting("object", agent.setting("objectType", "Group")),
                ]
                var ids: [String] = []
                for statement in statements { ids.append(try await client.record(statement)) }
                try await client.record(Fresh.statement().setting("context/instructor", agent))
                for asked in [identifier, identifier.setting("name", "Then")] {
                    #expect(try await client.ids([("agent", asked.text), ("ascending", "true")]) == ids)
                }
                let group = identifier.setting("objectType", "Group")
                #expect(try await client.ids([("agent", group.text), ("ascending", "true")]) == ids)
            }
        }

        @Test("LRS-FLT-02: agent with no identifier or several is refused", arguments: LRSWorld.all)
        func badAgents(_ world: LRSWorld) async throws {
            let client = try world.client
            for agent in [
                "{}", #"{"name":"Ann"}"#, #"{"mbox":"mailto:a@b.c","openid":"http://a.example.com"}"#, "ann", "", "[]",
                #"{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"}]}"#, #"{"mbox":"mailto:a@b.c"} x"#,
            ] {
                #expect(try await client.get("statements", [("agent", agent)]).status == 400, "\(agent)")
            }
        }

        @Test(
            "LRS-FLT-05, LRS-FLT-06, LRS-FLT-07, LRS-FLT-18: verb, activity and registration find what is equal, and all must hold",
            arguments: LRSWorld.all)
        func equal(_ world: LRSWorld) async throws {
            let client = try world.client
            let (mbox, verb, activity, registration) = (Fresh.mbox, Fresh.activity, Fresh.activity, Fresh.uuid)
            let whole = Fresh.statement(actor: mbox, verb: verb, activity: activity)
                .setting("context/registration", .string(registration))
            let id = try await client.record(whole)
            for other in [
                whole.setting("actor/mbox", .string(Fresh.mbox)), whole.setting("verb/id", .string(Fresh.activity)),
                whole.setting("object/id", .string(Fresh.activity)),
                whole.setting("context/registration", .string(Fresh.uuid)),
                Fresh.statement().setting("context/contextActivities/other", [["id": .string(activity)]]),
            ] { try await client.record(other) }
            let filters = [
                ("agent", Fresh.agent(mbox)), ("verb", verb), ("activity", activity),
                ("registration", registration.uppercased()),
            ]
            for filter in filters {
                let found = try await client.ids([filter])
                #expect(found.count == 4 && found.contains(id), "\(filter)")
            }
            #expect(try await client.ids(filters) == [id])
            #expect(try await client.ids(filters + [("since", "2020-01-01T00:00:00Z")]) == [id])
            #expect(try await client.ids(filters + [("until", "2020-01-01T00:00:00Z")]) == [])
        }

        @Test(
            "LRS-FLT-08: related_activities finds the object, all context activities, and those of a SubStatement",
            arguments: LRSWorld.all)
        func relatedActivities(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            var statements = [Fresh.statement(activity: activity)]
            let inner = Fresh.statement().setting("objectType", "SubStatement")
            statements.append(
                Fresh.statement().setting("object", inner.setting("object/id", .string(activity))))
            for place in ["parent", "grouping", "category", "other"] {
                let related: JSONNode = [["id": .string(activity)]]
                statements.append(Fresh.statement().setting("context/contextActivities/" + place, related))
                statements.append(
                    Fresh.statement().setting("object", inner.setting("context/contextActivities/" + place, related)))
            }
            var ids: [String] = []
            for statement in statements { ids.append(try await client.record(statement)) }
            let asked = [("activity", activity), ("ascending", "true")]
            #expect(try await client.ids(asked + [("related_activities", "true")]) == ids)
            #expect(try await client.ids(asked) == [ids[0]])
            #expect(try await client.ids(asked + [("related_activities", "false")]) == [ids[0]])
        }

        @Test(
            "LRS-FLT-09: related_agents finds actor, object, instructor, team, authority, and those of a SubStatement",
            arguments: LRSWorld.all)
        func relatedAgents(_ world: LRSWorld) async throws {
            try await Self.findsRelated(
                world,
                places: [
                    ("context/instructor", nil), ("context/team", "Group"),
                ])
            let credential = try await world.client(.all)
            let id = try await credential.record(Fresh.statement())
            let authority = try #require(try await credential.statement(id)["authority"]?.node)
            #expect(try await credential.ids([("agent", authority.text), ("related_agents", "true")]) == [id])
            #expect(try await credential.ids([("agent", authority.text)]) == [])
        }

        @Test(
            "LRS-FLT-10, LRS-CTXA-10: in 2.0 related_agents also looks into contextAgents and contextGroups, with members",
            arguments: LRSWorld.v2)
        func contextAgents(_ world: LRSWorld) async throws {
            try await Self.findsRelated(
                world, places: [("context/contextAgents/0/agent", nil), ("context/contextGroups/0/group", "Group")])
        }

        @Test("LRS-FLT-11: related_ without what it relates to has no effect", arguments: LRSWorld.all)
        func relatedToNothing(_ world: LRSWorld) async throws {
            let client = try world.client
            let ids = [try await client.record(Fresh.statement()), try await client.record(Fresh.statement())]
            for name in ["related_agents", "related_activities"] {
                #expect(try await client.ids([(name, "true"), ("limit", "2")]) == ids.reversed())
            }
        }

        @Test(
            "LRS-FLT-12, LRS-FLT-13, LRS-FLT-14, LRS-FLT-15: since leaves its own moment out, until takes it in, in any zone",
            arguments: LRSWorld.all)
        func times(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            var (ids, times): ([String], [String]) = ([], [])
            for _ in 0..<3 {
                let id = try await client.record(Fresh.statement(activity: activity))
                ids.append(id)
                times.append(try #require(try await client.statement(id)["stored"]?.string))
            }
            let asked = [("activity", activity), ("ascending", "true")]
            for (index, time) in times.enumerated() {
                for spelling in [time, try Self.elsewhere(time)] {
                    #expect(try await client.ids(asked + [("since", spelling)]) == Array(ids[(index + 1)...]))
                    #expect(try await client.ids(asked + [("until", spelling)]) == Array(ids[...index]))
                }
            }
            #expect(try await client.ids(asked + [("since", times[0]), ("until", times[1])]) == [ids[1]])
            for bad in ["yesterday", "", "2024-02-30T00:00:00Z", "2024-01-01", "1700000000"] {
                for name in ["since", "until"] {
                    #expect(try await client.get("statements", [(name, bad)]).status == 400)
                }
            }
        }

        @Test(
            "LRS-FLT-16: limit is a whole number from 0; 0 and more than the server's maximum are the maximum",
            arguments: LRSWorld.all)
        func limits(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            for _ in 0..<6 { try await client.record(Fresh.statement(activity: activity)) }
            for (limit, count) in [
                ("0", 6), ("1", 1), ("5", 5), ("6", 6), ("1000000000", 6), ("99999999999999999999", 6),
            ] {
                #expect(try await client.ids([("activity", activity), ("limit", limit)]).count == count)
            }
            let many = Fresh.activity
            let batch = JSONNode.array((0..<501).map { _ in Fresh.statement(activity: many) })
            #expect(try await client.post(batch).status == 200)
            for limit in [[], [("limit", "0")], [("limit", "1000000000")]] {
                #expect(try await client.ids([("activity", many)] + limit).count == 500)
            }
            for limit in ["-1", "1.5", "a", "", "+1", "1e3", "0x10", " 1"] {
                #expect(try await client.get("statements", [("limit", limit)]).status == 400)
            }
        }

        @Test("LRS-FLT-17: ascending gives the oldest first, over all pages", arguments: LRSWorld.all)
        func ascending(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            var ids: [String] = []
            for _ in 0..<7 { ids.append(try await client.record(Fresh.statement(activity: activity))) }
            var found: [String] = []
            var page = try await client.get(
                "statements", [("activity", activity), ("ascending", "true"), ("limit", "3")])
            while true {
                let json = try page.json
                found += json["statements"].map { $0.elements.compactMap { $0["id"]?.string } } ?? []
                guard let more = json["more"]?.string, !more.isEmpty else { break }
                page = try await client.more(more)
            }
            #expect(found == ids)
        }

        private static func identifiers() -> [JSONNode] {
            let sha1 = String((Fresh.uuid + Fresh.uuid).filter { $0 != "-" }.prefix(40))
            return [
                ["mbox": .string(Fresh.mbox)], ["mbox_sha1sum": .string(sha1)], ["openid": .string(Fresh.activity)],
                ["account": ["homePage": "http://example.com", "name": .string(Fresh.uuid)]],
            ]
        }

        /// An agent at each place, and as a member of a group there, and inside a SubStatement.
        private static func findsRelated(
            _ world: LRSWorld, places: [(String, String?)], _ location: SourceLocation = #_sourceLocation
        ) async throws {
            let client = try world.client
            let agent: JSONNode = ["mbox": .string(Fresh.mbox)]
            let group: JSONNode = ["objectType": "Group", "member": .array([agent])]
            var statements = [Fresh.statement().setting("actor", agent)]
            for nested in [false, true] {
                let prefix = nested ? "object/" : ""
                let base =
                    nested
                    ? Fresh.statement().setting("object", Fresh.statement().setting("objectType", "SubStatement"))
                    : Fresh.statement()
                if nested {
                    statements.append(base.setting("object/actor", agent))
                    statements.append(base.setting("object/object", agent.setting("objectType", "Agent")))
                }
                for (place, type) in places {
                    let list = place.split(separator: "/").dropLast(2).joined(separator: "/")
                    let around = place.contains("Agents") ? FullStatement.contextAgents : FullStatement.contextGroups
                    let full = place.contains("/0/") ? base.setting(prefix + list, around) : base
                    statements.append(
                        full.setting(prefix + place, type.map { agent.setting("objectType", .string($0)) } ?? agent))
                    if type != nil { statements.append(full.setting(prefix + place, group)) }
                }
            }
            var ids: [String] = []
            for statement in statements { ids.append(try await client.record(statement, location)) }
            let asked = [("agent", agent.text), ("ascending", "true")]
            #expect(try await client.ids(asked + [("related_agents", "true")]) == ids, sourceLocation: location)
            #expect(try await client.ids(asked) == [ids[0]], sourceLocation: location)
        }

        /// The same moment in the zone of +02:00.
        private static func elsewhere(_ time: String) throws -> String {
            let instant = try #require(Instant(rfc3339: time)).adding(seconds: 7_200)
            return instant.rfc3339.dropLast() + "+02:00"
        }
    }
}
