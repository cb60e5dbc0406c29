import JSON
import Testing
import XAPI

extension LRSConformance {
    /// contextAgents and contextGroups (IEEE 9274.1.1 §4.2.2.5).
    @Suite struct ContextAgents {
        @Test(
            "LRS-CTXA-01, LRS-CTXA-02, LRS-CTXA-03, LRS-CTXA-04, LRS-CTXA-05, LRS-CTXA-06, LRS-CTXA-08: the form of their entries, in a SubStatement too",
            arguments: LRSWorld.v2)
        func form(_ world: LRSWorld) async throws {
            var (good, bad) = ([Sample](), [Sample]())
            for place in ["context", "object/context"] {
                for (list, entry, type, other) in [
                    ("contextAgents", "agent", "contextAgent", "contextGroup"),
                    ("contextGroups", "group", "contextGroup", "contextAgent"),
                ] {
                    let path = "\(place)/\(list)"
                    let base = Self.base(place).setting(
                        path, list == "contextAgents" ? FullStatement.contextAgents : FullStatement.contextGroups)
                    func refuse(_ what: String, _ statement: JSONNode) {
                        bad.append(Sample("\(path) \(what)", statement))
                    }
                    func accept(_ what: String, _ statement: JSONNode) {
                        good.append(Sample("\(path) \(what)", statement))
                    }
                    accept("whole", base)
                    accept("empty", base.setting(path, []))
                    accept("without types", base.removing(path + "/0/relevantTypes"))
                    accept("two types", base.setting(path + "/0/relevantTypes", ["http://e.com/a", "urn:b"]))
                    refuse("an object", base.setting(path, ["objectType": .string(type)]))
                    refuse("a text", base.setting(path, "text"))
                    refuse("texts", base.setting(path, ["text"]))
                    refuse("no type", base.removing(path + "/0/objectType"))
                    for name in [other, type.lowercased(), "Agent", "Group", ""] {
                        refuse("type \(name)", base.setting(path + "/0/objectType", .string(name)))
                    }
                    refuse("nobody", base.removing(path + "/0/" + entry))
                    for value in ["ann", [:], ["name": "Ann"], ["mbox": "ann"]] as [JSONNode] {
                        refuse("\(value.text)", base.setting("\(path)/0/\(entry)", value))
                    }
                    for value in [[], ["abc"], "http://example.com/a", [1], ["http://e.com/a", "abc"]] as [JSONNode] {
                        refuse("types \(value.text)", base.setting(path + "/0/relevantTypes", value))
                    }
                    refuse("extra", base.setting(path + "/0/name", "text"))
                }
                let agents = Self.base(place).setting(place + "/contextAgents", FullStatement.contextAgents)
                let groups = Self.base(place).setting(place + "/contextGroups", FullStatement.contextGroups)
                bad.append(
                    Sample("a Group as agent", agents.setting(place + "/contextAgents/0/agent/objectType", "Group")))
                bad.append(
                    Sample("an Agent as group", groups.setting(place + "/contextGroups/0/group/objectType", "Agent")))
                good.append(
                    Sample(
                        "anonymous",
                        groups.setting(
                            place + "/contextGroups/0/group",
                            ["objectType": "Group", "member": [["mbox": "mailto:a@example.com"]]])))
            }
            try await world.refuses(bad)
            try await world.accepts(good)
        }

        @Test(
            "LRS-CTXA-07, LRS-CTXA-09: entries stand alone: unknown agents, one agent twice, beside instructor and team",
            arguments: LRSWorld.v2)
        func entries(_ world: LRSWorld) async throws {
            let client = try world.client
            let entry: JSONNode = ["objectType": "contextAgent", "agent": ["mbox": .string(Fresh.mbox)]]
            let sent = FullStatement.of(.v2).setting("context/contextAgents", [entry, entry])
            let got = try await client.statement(try await client.record(sent))
            #expect(got["context"]?["contextAgents"]?.rawText == JSONNode.array([entry, entry]).text)
            #expect(got["context"]?["instructor"] != nil)
        }

        @Test(
            "LRS-CTXA-11, LRS-VER-13: they come back whole to readers of either version, and reduced to identifiers with format=ids",
            arguments: LRSWorld.v2)
        func reading(_ world: LRSWorld) async throws {
            let client = try world.client
            let agents = draft(
                #"[{"objectType":"contextAgent","agent":{"objectType":"Agent","name":"H","mbox":"mailto:h@example.com"}}]"#
            )
            let groups = draft(
                #"""
                [{"objectType":"contextGroup","group":{"objectType":"Group","name":"G",
                "member":[{"name":"M","mbox":"mailto:m@example.com"}]},"relevantTypes":["http://example.com/t"]}]
                """#)
            let id = try await client.record(
                Fresh.statement().setting("context", ["contextAgents": agents, "contextGroups": groups]))
            for reader in [client, client.with(version: "1.0.3")] {
                let got = try await reader.statement(id)
                #expect(got["context"]?["contextAgents"]?.rawText == agents.text)
                #expect(got["context"]?["contextGroups"]?.rawText == groups.text)
                #expect(got["version"]?.string == "2.0.0")
                let reduced = try await reader.statement(id, [("format", "ids")])["context"]?.node
                #expect(reduced?[path: "contextAgents/0/agent"]?["name"] == nil)
                #expect(reduced?[path: "contextAgents/0/agent"]?["mbox"]?.text == #""mailto:h@example.com""#)
                #expect(
                    reduced?[path: "contextGroups/0/group"]?.text
                        == #"{"objectType":"Group","member":[{"mbox":"mailto:m@example.com"}]}"#)
            }
        }

        private static func base(_ place: String) -> JSONNode {
            guard place.hasPrefix("object/") else { return Fresh.statement() }
            return Fresh.statement().setting("object", Fresh.statement().setting("objectType", "SubStatement"))
        }
    }
}
