import Access
import Content
import Database
import DemoData
import JSON
import NIOHTTP1
import ServiceWorld
import Testing
import Values
import Workflows
import XAPI

extension LRSConformance {
    /// Agents, activities and about (1.0.3 Communication §2.4, §2.5, §2.8; IEEE 9274.1.1 §4.1.6.3, §4.1.6.4, §4.1.6.7).
    @Suite struct Objects {
        @Test(
            "LRS-AGT-01, LRS-AGT-02, LRS-AGT-03, LRS-AGT-06, LRS-AGT-07: a Person has the identifier that was asked for, in lists",
            arguments: LRSWorld.all)
        func person(_ world: LRSWorld) async throws {
            let client = try world.client
            let sha1 = String((Fresh.uuid + Fresh.uuid).filter { $0 != "-" }.prefix(40))
            for (name, value) in [
                ("mbox", .string(Fresh.mbox)), ("mbox_sha1sum", .string(sha1)), ("openid", .string(Fresh.activity)),
                ("account", ["homePage": "http://example.com", "name": .string(Fresh.uuid)]),
            ] as [(String, JSONNode)] {
                let agent = JSONNode.object([(name, value)])
                for known in [false, true] {
                    if known { try await client.record(Fresh.statement().setting("actor", agent)) }
                    let answer = try await client.get("agents", [("agent", agent.text)])
                    #expect(answer.status == 200 && answer["Content-Type"]?.hasPrefix("application/json") == true)
                    let person = try answer.json
                    #expect(person["objectType"]?.string == "Person")
                    #expect(person[name]?.rawText == JSONNode.array([value]).text)
                    #expect(Set(person.members.map(\.name)) == ["objectType", name])
                }
            }
        }

        @Test("LRS-AGT-04: an agent that is missing, broken, or a Group is refused", arguments: LRSWorld.all)
        func badPerson(_ world: LRSWorld) async throws {
            let client = try world.client
            #expect(try await client.get("agents").status == 400)
            for agent in [
                "", "ann", "{}", "[]", #"{"mbox":"ann"}"#, #"{"objectType":"Group","mbox":"mailto:g@example.com"}"#,
                #"{"objectType":"Group","member":[{"mbox":"mailto:g@example.com"}]}"#, #"{"name":"Ann"}"#,
                #"{"objectType":"Person","mbox":["mailto:g@example.com"]}"#,
            ] { #expect(try await client.get("agents", [("agent", agent)]).status == 400, "\(agent)") }
        }

        @Test(
            "LRS-AGT-08: all names seen for an identifier, newest first, at most twenty", arguments: LRSWorld.all)
        func names(_ world: LRSWorld) async throws {
            let client = try world.client
            let mbox = Fresh.mbox
            func seen(_ name: String, _ place: String) async throws {
                let agent: JSONNode = ["name": .string(name), "mbox": .string(mbox)]
                try await client.record(Fresh.statement().setting(place, agent))
            }
            func names() async throws -> [String]? {
                try await client.get("agents", [("agent", Fresh.agent(mbox))]).json["name"]?.elements.compactMap(
                    \.string)
            }
            try await seen("Ann", "actor")
            #expect(try await names() == ["Ann"])
            try await seen("Ann Smith", "context/instructor")
            #expect(try await names() == ["Ann Smith", "Ann"])
            try await seen("Ann", "actor")
            #expect(try await names() == ["Ann", "Ann Smith"])
            for number in 0..<25 { try await seen("Name \(number)", "actor") }
            #expect(try await names() == (5..<25).reversed().map { "Name \($0)" })
            let asked = try await client.get("agents", [("agent", #"{"name":"Other","mbox":"\#(mbox)"}"#)]).json["name"]
            #expect(asked?.elements.compactMap(\.string).contains("Other") == false)
        }

        @Test(
            "The names that others used are told to those alone who may read everybody's statements",
            arguments: LRSWorld.all)
        func namesForReaders(_ world: LRSWorld) async throws {
            let mbox = Fresh.mbox
            let agent: JSONNode = ["name": "Ann Secret", "mbox": .string(mbox)]
            try await world.client.record(Fresh.statement().setting("actor", agent))
            for scope in [XAPIScope.statementsReadMine, .state, .profile] {
                let client = try await world.client(scope)
                let answer = try await client.get("agents", [("agent", Fresh.agent(mbox))])
                #expect(answer.status == 200, "\(scope)")
                #expect(answer.text == #"{"objectType":"Person","mbox":["\#(mbox)"]}"#, "\(scope)")
                let named = try await client.get("agents", [("agent", #"{"name":"Own","mbox":"\#(mbox)"}"#)])
                #expect(try named.json["name"]?.elements.compactMap(\.string) == ["Own"], "what they said themselves")
            }
            for scope in [XAPIScope.statementsRead, .allRead, .all] {
                let answer = try await world.client(scope).get("agents", [("agent", Fresh.agent(mbox))])
                #expect(try answer.json["name"]?.elements.compactMap(\.string) == ["Ann Secret"], "\(scope)")
            }
        }

        @Test("A definition that is sent again after another one counts again", arguments: LRSWorld.all)
        func again(_ world: LRSWorld) async throws {
            let (client, activity) = (try world.client, Fresh.activity)
            func say(_ names: [String]) async throws {
                let statements = names.map {
                    Fresh.statement(activity: activity).setting("object/definition/name", ["en": .string($0)])
                }
                let answer = try await client.post(.array(statements))
                #expect(answer.status == 200, "\(answer.text)")
            }
            func name() async throws -> String? {
                try await client.get("activities", [("activityId", activity)]).json["definition"]?["name"]?["en"]?
                    .string
            }
            for (names, last) in [
                (["A"], "A"), (["B"], "B"), (["A"], "A"), (["B", "A", "B"], "B"), (["B", "A"], "A"),
            ] {
                try await say(names)
                #expect(try await name() == last, "\(names)")
            }
        }

        @Test(
            "LRS-ACTV-01, LRS-ACTV-04, LRS-ACTV-05: an activity is what all statements say of it, joined",
            arguments: LRSWorld.all)
        func activity(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let whole = try #require(FullStatement.activity["definition"])
            try await client.record(Fresh.statement(activity: activity).setting("object/definition", whole))
            try await client.record(
                Fresh.statement(activity: activity).setting("object/definition/name", ["ar": "كل", "en": "All"]))
            let answer = try await client.get("activities", [("activityId", activity)])
            #expect(answer.status == 200 && answer["Content-Type"]?.hasPrefix("application/json") == true)
            let got = try answer.json
            #expect(got["objectType"]?.string == "Activity" && got["id"]?.string == activity)
            #expect(Set(got.members.map(\.name)) == ["objectType", "id", "definition"])
            let definition = try #require(got["definition"]?.node)
            #expect(definition["name"]?.sorted.text == #"{"ar":"كل","en":"All","fr":"Entier"}"#)
            #expect(definition["choices"]?.text == whole["choices"]?.text)
            try await world.accepts(["the answer as an object": Fresh.statement().setting("object", got.node)])
        }

        @Test("LRS-ACTV-02: of an unknown activity there is its type and id", arguments: LRSWorld.all)
        func unknownActivity(_ world: LRSWorld) async throws {
            let activity = Fresh.activity
            let answer = try await world.client.get("activities", [("activityId", activity)])
            #expect(answer.status == 200)
            #expect(
                try answer.json.isEquivalent(
                    to: try JSONDocument(parsing: #"{"objectType":"Activity","id":"\#(activity)"}"#).root))
        }

        @Test("LRS-ACTV-03: an id that is missing or no IRI is refused", arguments: LRSWorld.all)
        func badActivity(_ world: LRSWorld) async throws {
            let client = try world.client
            #expect(try await client.get("activities").status == 400)
            for id in ["", "no scheme", "/a", "ab=c://x"] {
                #expect(try await client.get("activities", [("activityId", id)]).status == 400, "\(id)")
            }
        }

        @Test("LRS-ACTV-06: an imported course has written what its activities are", arguments: LRSWorld.all)
        func imported(_ world: LRSWorld) async throws {
            let client = try world.client
            let activities = try await Self.importedActivities(of: try world.service)
            #expect(!activities.isEmpty)
            for activity in activities {
                let got = try await client.get("activities", [("activityId", activity)]).json
                #expect((got["definition"]?["name"]?.count ?? 0) > 0, "\(activity)")
            }
        }

        private static func importedActivities(of service: RunningService) async throws -> [String] {
            try await service.services.database.read { tx in
                let store = PackageStore(DemoTenant.tenant)
                return try store.list(in: tx).flatMap { try store.items(version: $0.newest.id, in: tx) }.map(
                    \.activityID)
            }
        }

        @Test(
            "LRS-ABOUT-01, LRS-ABOUT-02, LRS-ABOUT-03, LRS-ABOUT-04, LRS-ABOUT-05: about names the versions, to everybody and whatever version is asked",
            arguments: LRSWorld.all)
        func about(_ world: LRSWorld) async throws {
            let client = try world.client
            for version in [nil, "1.0.3", "2.0.0", "9.9", "abc"] {
                for reader in [client, client.with(authorization: nil)] {
                    let answer = try await reader.with(version: version).get("about")
                    #expect(answer.status == 200 && answer["Content-Type"]?.hasPrefix("application/json") == true)
                    let about = try answer.json
                    #expect(about["version"].map { $0.elements.compactMap(\.string) } == ["1.0.3", "2.0.0"])
                    #expect(about.members.map(\.name).allSatisfy { ["version", "extensions"].contains($0) })
                    for (key, _) in about["extensions"]?.members.map({ $0 }) ?? [] { #expect(IRI.isValid(key)) }
                    #expect(["1.0.3", "2.0.0"].contains(answer["X-Experience-API-Version"]))
                }
            }
        }
    }
}
