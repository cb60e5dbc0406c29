import JSON
import Testing
import XAPI

extension LRSConformance {
    /// Results and contexts (1.0.3 Data §2.4.5, §2.4.6; IEEE 9274.1.1 §4.2.2.4, §4.2.2.5).
    @Suite struct ResultAndContextForm {
        @Test(
            "LRS-RSLT-01, LRS-RSLT-02, LRS-RSLT-03, LRS-RSLT-04: the parts of a result have their types",
            arguments: LRSWorld.all)
        func results(_ world: LRSWorld) async throws {
            var bad: [String: JSONNode] = [:]
            for (name, values) in [
                ("success", ["true", 1, "", [true]]), ("completion", ["false", 0, ["a": "b"]]),
                ("response", [1, true, ["a"]]), ("duration", ["", "1 hour", 3_600, "PT", "P", "1H"]),
                ("extensions", ["a", [1], ["foo": 1], true]), ("score", [1, "5", [5]]), ("foo", [1]),
            ] as [(String, [JSONNode])] {
                for value in values {
                    for place in ["result", "object/result"] {
                        bad["\(place)/\(name) \(value.text)"] = Self.base(place).setting("\(place)/\(name)", value)
                    }
                }
            }
            try await world.refuses(bad)
            try await world.accepts([
                "true": Fresh.statement().setting("result", ["success": true, "completion": true]),
                "false": Fresh.statement().setting("result", ["success": false, "completion": false]),
                "empty response": Fresh.statement().setting("result", ["response": "", "duration": "PT0S"]),
            ])
        }

        @Test(
            "LRS-RSLT-05, LRS-RSLT-06, LRS-RSLT-07, LRS-RSLT-08, LRS-RSLT-09: a score's numbers and the ranges between them",
            arguments: LRSWorld.all)
        func scores(_ world: LRSWorld) async throws {
            let bad = [
                #"{"scaled":1.1}"#, #"{"scaled":-1.1}"#, #"{"scaled":1.0000000000000000001}"#, #"{"scaled":1e400}"#,
                #"{"raw":11,"max":10}"#, #"{"raw":-1,"min":0}"#, #"{"raw":5,"min":6,"max":10}"#,
                #"{"min":10,"max":10}"#,
                #"{"min":10,"max":10.0}"#, #"{"min":11,"max":10}"#, #"{"min":1e1,"max":9}"#, #"{"scaled":"0.5"}"#,
                #"{"raw":"5"}"#, #"{"min":"0"}"#, #"{"max":"10"}"#, #"{"scaled":true}"#, #"{"raw":[5]}"#,
                #"{"percent":50}"#, #"{"Scaled":0.5}"#, "[1]", "5", #""5""#,
            ]
            let good = [
                #"{"scaled":1}"#, #"{"scaled":-1}"#, #"{"scaled":1.0}"#, #"{"scaled":0}"#, #"{"raw":10,"max":10}"#,
                #"{"raw":0,"min":0}"#, #"{"raw":5}"#, #"{"min":-5,"max":0.5,"raw":0}"#,
                #"{"raw":100e-1,"min":0,"max":10}"#,
                #"{"scaled":0.123456789012345,"raw":3.4e38}"#,
            ]
            try await world.refuses(bad.flatMap { Self.samples($0) })
            try await world.accepts(good.flatMap { Self.samples($0) })
        }

        @Test(
            "LRS-CTX-01, LRS-CTX-02, LRS-CTX-03, LRS-CTX-06, LRS-CTX-08: the parts of a context have their types",
            arguments: LRSWorld.all)
        func contexts(_ world: LRSWorld) async throws {
            let agent: JSONNode = ["mbox": "mailto:a@example.com"]
            var bad: [String: JSONNode] = [:]
            for (name, values) in [
                ("registration", ["", "abc", 1, "39e24cc4-69af-4b01-1824-1fdc6ea8a3af"]),
                ("instructor", ["ann", [:], ["name": "Ann"], ["mbox": "ann"], ["objectType": "Group"], [agent]]),
                (
                    "team",
                    [
                        "ann", agent, agent.setting("objectType", "Agent"), ["objectType": "Group", "member": []],
                        [agent],
                    ]
                ),
                ("revision", [1, ["a"]]), ("platform", [1, ["a"]]),
                ("language", ["", "e", "en--us", "toolonglanguage", "en_US", 1, "x", "en-"]),
                ("extensions", ["a", [1], ["foo": 1], true]),
            ] as [(String, [JSONNode])] {
                for value in values {
                    for place in ["context", "object/context"] {
                        bad["\(place)/\(name) \(value.text)"] = Self.base(place).setting("\(place)/\(name)", value)
                    }
                }
            }
            try await world.refuses(bad)
            try await world.accepts([
                "instructor": Fresh.statement().setting("context/instructor", agent),
                "instructors": Fresh.statement().setting(
                    "context/instructor", ["objectType": "Group", "member": [agent]]),
                "team": Fresh.statement().setting("context/team", agent.setting("objectType", "Group")),
                "upper case": Fresh.statement().setting("context/registration", .string(Fresh.uuid.uppercased())),
            ])
        }

        @Test(
            "LRS-CTX-04, LRS-CTX-05: revision and platform stand only beside an Activity, in a SubStatement too",
            arguments: LRSWorld.all)
        func beside(_ world: LRSWorld) async throws {
            let others: [JSONNode] = [
                ["objectType": "Agent", "mbox": "mailto:a@example.com"],
                ["objectType": "Group", "mbox": "mailto:a@example.com"],
                ["objectType": "StatementRef", "id": .string(Fresh.uuid)],
            ]
            var (good, bad) = ([Sample](), [Sample]())
            for name in ["revision", "platform"] {
                for place in ["context", "object/context"] {
                    let statement = Self.base(place).setting("\(place)/\(name)", "one")
                    good.append(Sample("\(place)/\(name)", statement))
                    let object = place == "context" ? "object" : "object/object"
                    for other in others {
                        bad.append(Sample("\(place)/\(name) \(other.text)", statement.setting(object, other)))
                    }
                }
                bad.append(
                    Sample("\(name) SubStatement", Self.base("object/context").setting("context/\(name)", "one")))
            }
            try await world.refuses(bad)
            try await world.accepts(good)
        }

        @Test(
            "LRS-CTX-09, LRS-CTX-10, LRS-CTX-11: contextActivities have four keys, hold Activities, and come back as lists",
            arguments: LRSWorld.all)
        func related(_ world: LRSWorld) async throws {
            let client = try world.client
            var bad: [String: JSONNode] = [:]
            for place in ["context", "object/context"] {
                let base = Self.base(place)
                for name in ["Parent", "parents", "foo", "Other"] {
                    bad["\(place) \(name)"] = base.setting("\(place)/contextActivities/\(name)", [])
                }
                for value in [
                    ["objectType": "Agent", "mbox": "mailto:a@example.com"], "http://example.com/a",
                    [["id": "no scheme"]],
                    ["definition": [:]], [["id": "http://example.com/a"], ["objectType": "StatementRef"]],
                    ["http://e.com/a"],
                ] as [JSONNode] {
                    bad["\(place) \(value.text)"] = base.setting("\(place)/contextActivities/parent", value)
                }
                bad[place + " list"] = base.setting(place + "/contextActivities", [["id": "http://example.com/a"]])
            }
            try await world.refuses(bad)
            for place in ["context", "object/context"] {
                var sent = Self.base(place)
                for name in ["parent", "grouping", "category", "other"] {
                    sent = sent.setting(
                        "\(place)/contextActivities/\(name)", ["id": .string("http://example.com/" + name)])
                }
                let got = try await client.statement(try await client.record(sent)).node
                for name in ["parent", "grouping", "category", "other"] {
                    let list = got[path: "\(place)/contextActivities/\(name)"]
                    #expect(list?.text == #"[{"id":"http://example.com/\#(name)"}]"#)
                }
            }
        }

        @Test("LRS-CTX-13: 1.0.3 knows neither contextAgents nor contextGroups", arguments: LRSWorld.v1)
        func unknownInFirst(_ world: LRSWorld) async throws {
            var bad: [String: JSONNode] = [:]
            for place in ["context", "object/context"] {
                bad[place + " agents"] = Self.base(place).setting(place + "/contextAgents", FullStatement.contextAgents)
                bad[place + " groups"] = Self.base(place).setting(place + "/contextGroups", FullStatement.contextGroups)
                bad[place + " none"] = Self.base(place).setting(place + "/contextAgents", [])
            }
            try await world.refuses(bad)
        }

        private static func samples(_ score: String) -> [Sample] {
            ["result", "object/result"].map { place in
                Sample("\(place) \(score)", base(place).setting(place + "/score", .raw(Array(score.utf8))))
            }
        }

        /// A statement, with a SubStatement where the place is inside one.
        private static func base(_ place: String) -> JSONNode {
            guard place.hasPrefix("object/") else { return Fresh.statement() }
            return Fresh.statement().setting("object", Fresh.statement().setting("objectType", "SubStatement"))
        }
    }
}
