import JSON
import Testing
import XAPI

extension LRSConformance {
    /// Interaction activities (1.0.3 Data §2.4.4.1; IEEE 9274.1.1 §4.2.2.3).
    @Suite struct InteractionForm {
        private static let lists: [String: [String]] = [
            "choice": ["choices"], "sequencing": ["choices"], "likert": ["scale"], "matching": ["source", "target"],
            "performance": ["steps"], "true-false": [], "fill-in": [], "long-fill-in": [], "numeric": [], "other": [],
        ]

        @Test(
            "LRS-INT-01, LRS-INT-02, LRS-INT-07: the ten types, each with its own lists and no other; a list or a pattern needs a type",
            arguments: LRSWorld.all)
        func types(_ world: LRSWorld) async throws {
            var good: [String: JSONNode] = [:]
            var bad: [String: JSONNode] = [:]
            let components: JSONNode = [["id": "a"], ["id": "b", "description": ["en": "B"]]]
            for (type, own) in Self.lists {
                good[type] = Self.interaction(["interactionType": .string(type)])
                good[type + " pattern"] = Self.interaction(
                    ["interactionType": .string(type), "correctResponsesPattern": ["a"]])
                for list in ["choices", "scale", "source", "target", "steps"] {
                    let statement = Self.interaction(["interactionType": .string(type)])
                        .setting("object/definition/" + list, components)
                    if own.contains(list) {
                        good["\(type) \(list)"] = statement
                    } else {
                        bad["\(type) \(list)"] = statement
                    }
                }
            }
            for list in ["choices", "scale", "source", "target", "steps"] {
                bad["untyped " + list] = Self.interaction([:]).setting("object/definition/" + list, components)
            }
            bad["untyped pattern"] = Self.interaction(["correctResponsesPattern": ["a"]])
            for type in ["TrueFalse", "True-False", "truefalse", "", "multiple-choice"] {
                bad["type " + type] = Self.interaction(["interactionType": .string(type)])
            }
            bad["number"] = Self.interaction(["interactionType": 1])
            try await world.refuses(bad)
            try await world.accepts(good)
        }

        @Test("LRS-INT-03, LRS-INT-08: the pattern is a list of texts, however many", arguments: LRSWorld.all)
        func patterns(_ world: LRSWorld) async throws {
            func with(_ pattern: JSONNode) -> JSONNode {
                Self.interaction(["interactionType": "fill-in", "correctResponsesPattern": pattern])
            }
            try await world.refuses([
                "text": with("a"), "number": with(1), "object": with(["a": "b"]), "numbers": with([1]),
                "mixed": with(["a", 1]), "lists": with([["a"]]), "null": with([nil]),
            ])
            try await world.accepts([
                "none": with([]), "empty": with([""]),
                "many": with(.array((0..<1_000).map { .string("answer \($0)") })),
                "long": with([.string(String(repeating: "long ", count: 10_000))]),
            ])
        }

        @Test(
            "LRS-INT-04, LRS-INT-05, LRS-INT-06: the lists hold components with an id that stands once and a description by language",
            arguments: LRSWorld.all)
        func components(_ world: LRSWorld) async throws {
            var bad: [String: JSONNode] = [:]
            for (type, own) in Self.lists {
                for list in own {
                    func mutate(_ what: String, _ value: JSONNode) {
                        bad["\(type) \(list) \(what)"] = Self.interaction(["interactionType": .string(type)])
                            .setting("object/definition/" + list, value)
                    }
                    mutate("text", "a")
                    mutate("object", ["id": "a"])
                    mutate("texts", ["a"])
                    mutate("no id", [["description": ["en": "A"]]])
                    mutate("number id", [["id": 1]])
                    mutate("description", [["id": "a", "description": "A"]])
                    mutate("tag", [["id": "a", "description": ["e": "A"]]])
                    mutate("map of numbers", [["id": "a", "description": ["en": 1]]])
                    mutate("extra", [["id": "a", "text": "A"]])
                    mutate("twice", [["id": "a"], ["id": "b"], ["id": "a"]])
                }
            }
            try await world.refuses(bad)
            try await world.accepts([
                "the same id in two lists": Self.interaction(["interactionType": "matching"])
                    .setting("object/definition/source", [["id": "a"]])
                    .setting("object/definition/target", [["id": "a"]]),
                "ids by letter case": Self.interaction(["interactionType": "choice"])
                    .setting("object/definition/choices", [["id": "a"], ["id": "A"]]),
            ])
        }

        @Test("LRS-INT-09: delimiters in patterns and responses are text and come back", arguments: LRSWorld.all)
        func delimiters(_ world: LRSWorld) async throws {
            let client = try world.client
            let patterns: JSONNode = [
                "golf[,]tetris", "1[.]a[,]2[.]b", "4[:]10", "{case_matters=false}{lang=en}To be",
                "{order_matters=true}a[,]b",
                "[:]", "a{lang=fr}", "]:[",
            ]
            let sent = Self.interaction(["interactionType": "other", "correctResponsesPattern": patterns])
                .setting("result/response", "{order_matters=false}a[,]b[:]3")
            let got = try await client.statement(try await client.record(sent))
            #expect(got["object"]?["definition"]?["correctResponsesPattern"]?.rawText == patterns.text)
            #expect(got["result"]?["response"]?.string == "{order_matters=false}a[,]b[:]3")
        }

        private static func interaction(_ definition: JSONNode) -> JSONNode {
            Fresh.statement().setting("object/definition", definition)
        }
    }
}
