import JSON
import Testing
import XAPI

extension LRSConformance {
    /// Verbs, Activities, StatementRefs and SubStatements (1.0.3 Data §2.4.3, §2.4.4; IEEE 9274.1.1 §4.2.2.2, §4.2.2.3).
    @Suite struct ObjectForm {
        @Test(
            "LRS-VRB-01, LRS-VRB-02, LRS-VRB-04: a verb is an IRI, with a language map of texts or without",
            arguments: LRSWorld.all)
        func verbs(_ world: LRSWorld) async throws {
            let statement = Fresh.statement()
            try await world.refuses([
                "no id": statement.setting("verb", ["display": ["en": "did"]]),
                "text": statement.setting("verb", "did"),
                "no scheme": statement.setting("verb/id", "did"), "number": statement.setting("verb/id", 1),
                "display text": statement.setting("verb/display", "did"),
                "display list": statement.setting("verb/display", ["did"]),
                "bad tag": statement.setting("verb/display/en--us", "did"),
                "number in map": statement.setting("verb/display/en", 1),
                "object in map": statement.setting("verb/display/en", ["a": "b"]),
            ])
            try await world.accepts([
                "no display": statement, "empty text": statement.setting("verb/display/en", ""),
                "two": statement.setting("verb/display", ["en-US": "did", "zh-Hant-TW": "did"]),
            ])
        }

        @Test("LRS-OBJ-01: an object without objectType is an Activity, and none is added", arguments: LRSWorld.all)
        func untyped(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let id = try await client.record(Fresh.statement(activity: activity))
            #expect(try await client.statement(id)["object"]?.rawText == #"{"id":"\#(activity)"}"#)
            #expect(try await client.ids([("activity", activity)]) == [id])
        }

        @Test("LRS-OBJ-02, LRS-REF-01: each kind of object is told by its objectType", arguments: LRSWorld.all)
        func kinds(_ world: LRSWorld) async throws {
            let statement = Fresh.statement()
            let agent: JSONNode = ["mbox": "mailto:object@example.com"]
            try await world.accepts([
                "Activity": statement.setting("object/objectType", "Activity"),
                "Agent": statement.setting("object", agent.setting("objectType", "Agent")),
                "Group": statement.setting("object", agent.setting("objectType", "Group")),
                "SubStatement": FullStatement.withSubStatement(world.version),
                "StatementRef": Fresh.referring(to: Fresh.uuid),
            ])
            try await world.refuses([
                "another": statement.setting("object/objectType", "Thing"),
                "Person": statement.setting("object", agent.setting("objectType", "Person")),
                "number": statement.setting("object/objectType", 1),
                "empty": statement.setting("object/objectType", ""),
                "an agent without a type": statement.setting("object", agent),
                "a group without a type": statement.setting("object", ["member": .array([agent])]),
                "an agent called Activity": statement.setting("object", agent.setting("objectType", "Activity")),
                "text": statement.setting("object", "http://example.com/a"),
                "list": statement.setting("object", [["id": "http://example.com/a"]]),
            ])
        }

        @Test(
            "LRS-OBJ-03, LRS-OBJ-04, LRS-OBJ-05, LRS-OBJ-06, LRS-OBJ-07, LRS-OBJ-08: an Activity's id and definition, as object and in the context",
            arguments: LRSWorld.all)
        func activities(_ world: LRSWorld) async throws {
            var mutants: [String: JSONNode] = [:]
            for place in ["object", "object/object", "context/contextActivities/parent"] {
                let base = Self.statement(with: FullStatement.activity, at: place)
                func mutate(_ path: String, _ values: JSONNode...) {
                    for value in values {
                        mutants["\(place)/\(path) \(value.text)"] = base.setting(place + "/" + path, value)
                    }
                }
                mutants[place + " without id"] = base.removing(place + "/id")
                mutate("id", "no scheme", 1, "", ["a"])
                mutate("definition", "text", 1, ["a"], true)
                for map in ["name", "description"] {
                    mutate(
                        "definition/" + map, "text", ["a"], ["en": 1], ["e": "a"], ["en": nil], ["toolonglanguage": "a"]
                    )
                }
                mutate("definition/type", "no scheme", 1, "")
                mutate("definition/moreInfo", "no scheme", 1, "")
                mutate("definition/extensions", "text", ["a"], ["foo": 1], ["": 1])
            }
            try await world.refuses(mutants)
            try await world.accepts(
                ["object", "object/object", "context/contextActivities/parent"].map {
                    Sample($0, Self.statement(with: FullStatement.activity, at: $0))
                })
        }

        @Test(
            "LRS-OBJ-09: one id is one activity, whatever is said about it; nothing is done about a suspected reuse",
            arguments: LRSWorld.all)
        func reuse(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            var ids: [String] = []
            for (name, type) in [("A film", "media"), ("A meeting", "meeting")] {
                ids.append(
                    try await client.record(
                        Fresh.statement(activity: activity).setting("object/definition/name/en", .string(name))
                            .setting("object/definition/type", .string("http://example.com/types/" + type))))
            }
            #expect(try await client.ids([("activity", activity), ("ascending", "true")]) == ids)
            #expect(try await client.statement(ids[0])["object"]?["definition"]?["name"]?["en"]?.string == "A film")
        }

        @Test(
            "LRS-REF-02, LRS-REF-03, LRS-REF-04, LRS-CTX-07: a StatementRef is its type and a UUID, of a statement that need not exist",
            arguments: LRSWorld.all)
        func references(_ world: LRSWorld) async throws {
            var mutants: [String: JSONNode] = [:]
            for place in ["object", "object/object", "context/statement"] {
                let base = Self.statement(with: ["objectType": "StatementRef", "id": .string(Fresh.uuid)], at: place)
                mutants[place + " no id"] = base.removing(place + "/id")
                mutants[place + " bad id"] = base.setting(place + "/id", "http://example.com/a")
                mutants[place + " number"] = base.setting(place + "/id", 1)
                mutants[place + " extra"] = base.setting(place + "/definition", [:])
                mutants[place + " more"] = base.setting(place + "/name", "a")
                mutants[place + " type"] = base.setting(place + "/objectType", "statementref")
            }
            let context = Self.statement(
                with: ["objectType": "StatementRef", "id": .string(Fresh.uuid)], at: "context/statement")
            mutants["context untyped"] = context.removing("context/statement/objectType")
            mutants["context text"] = context.setting("context/statement", .string(Fresh.uuid))
            mutants["context activity"] = context.setting(
                "context/statement", ["objectType": "Activity", "id": "http://example.com/a"])
            mutants["object untyped"] = Fresh.statement().setting("object", ["id": .string(Fresh.uuid)])
            try await world.refuses(mutants)
            try await world.accepts(["object": Fresh.referring(to: Fresh.uuid), "context": context])
        }

        @Test(
            "LRS-SUB-01, LRS-SUB-03, LRS-SUB-04, LRS-SUB-05: a SubStatement has its type and none of what makes a statement one",
            arguments: LRSWorld.all)
        func subStatements(_ world: LRSWorld) async throws {
            let whole = FullStatement.withSubStatement(world.version)
            let inner = try #require(whole["object"])
            var mutants = [
                "no type": whole.removing("object/objectType"),
                "another type": whole.setting("object/objectType", "Statement"),
                "nested": whole.setting("object/object", inner),
                "nested small": whole.setting(
                    "object/object", Fresh.statement().setting("objectType", "SubStatement")),
            ]
            for (name, value) in [
                ("id", .string(Fresh.uuid)), ("stored", "2023-05-04T12:00:00Z"), ("version", "1.0.0"),
                ("authority", ["mbox": "mailto:a@example.com"]),
            ] as [(String, JSONNode)] {
                mutants[name] = whole.setting("object/" + name, value)
            }
            try await world.refuses(mutants)
            var smaller: [String: JSONNode] = ["whole": whole]
            for name in ["timestamp", "result", "context", "attachments"] {
                smaller["without " + name] = whole.removing("object/" + name)
            }
            try await world.accepts(smaller)
        }

        private static func statement(with value: JSONNode, at place: String) -> JSONNode {
            let base =
                place.hasPrefix("object/")
                ? Fresh.statement().setting("object", Fresh.statement().setting("objectType", "SubStatement"))
                : Fresh.statement()
            return base.setting(place, value)
        }
    }
}
