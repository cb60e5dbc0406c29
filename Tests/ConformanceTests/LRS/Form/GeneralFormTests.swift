import JSON
import Testing
import XAPI

extension LRSConformance {
    /// What holds for every property of a statement (1.0.3 Data §2.2; IEEE 9274.1.1 §4.2.1).
    @Suite struct GeneralForm {
        @Test("LRS-GEN-01: actor, verb and object are needed, in a SubStatement too", arguments: LRSWorld.all)
        func needed(_ world: LRSWorld) async throws {
            let (whole, nested) = (FullStatement.of(world.version), FullStatement.withSubStatement(world.version))
            var mutants: [String: JSONNode] = [:]
            for name in ["actor", "verb", "object"] {
                mutants[name] = whole.removing(name)
                mutants["object/" + name] = nested.removing("object/" + name)
            }
            try await world.refuses(mutants)
            try await world.accepts(["whole": whole, "nested": nested])
        }

        @Test("LRS-GEN-02, LRS-SUB-02: null is refused for every property outside extensions", arguments: LRSWorld.all)
        func nulls(_ world: LRSWorld) async throws {
            try await world.refuses(mutants(world) { statement, path in [statement.setting(path, .null)] })
        }

        @Test("LRS-GEN-03, LRS-SUB-02: a value of another JSON type is refused everywhere", arguments: LRSWorld.all)
        func types(_ world: LRSWorld) async throws {
            let others: [JSONNode] = ["text", 1, true, ["a": "b"], [1]]
            try await world.refuses(
                mutants(world) { statement, path in
                    let kind = statement[path: path]?.kindName
                    return others.filter { $0.kindName != kind }.map { statement.setting(path, $0) }
                })
        }

        @Test(
            "LRS-GEN-04: LRS-ID-02: LRS-DT-05: a text in the wrong format, an empty one too, is refused where a format is set",
            arguments: LRSWorld.all)
        func formats(_ world: LRSWorld) async throws {
            let formatted = [
                "id", "verb/id", "object/id", "object/definition/type", "object/definition/moreInfo", "timestamp",
                "stored", "version", "authority/mbox", "actor/account/homePage", "result/duration",
                "context/registration", "context/language", "context/statement/id", "context/instructor/mbox",
                "context/team/member/0/openid", "context/contextActivities/parent/0/id", "attachments/0/usageType",
                "attachments/0/contentType", "attachments/0/fileUrl", "attachments/0/sha2",
            ]
            let whole = FullStatement.of(world.version)
            var mutants: [String: JSONNode] = [:]
            for path in formatted {
                for text in ["", "not a format"] { mutants[path + " '\(text)'"] = whole.setting(path, .string(text)) }
            }
            let id = "39e24cc4-69af-4b01-a824-1fdc6ea8a3af"
            for text in [
                "{\(id)}", id.filter { $0 != "-" }, id + "0", String(id.dropLast()),
                "39e24cc4-69af-4b01-1824-1fdc6ea8a3af", "39e24cc4-69af-4b01-c824-1fdc6ea8a3af",
                "g9e24cc4-69af-4b01-a824-1fdc6ea8a3af", "39e24cc469-af-4b01-a824-1fdc6ea8a3af", "urn:uuid:" + id,
                " " + id, id + "\n", "39e24cc4_69af_4b01_a824_1fdc6ea8a3af",
            ] {
                for path in ["id", "context/registration", "context/statement/id"] {
                    mutants["\(path) \(text)"] = whole.setting(path, .string(text))
                }
            }
            try await world.refuses(mutants)
        }

        @Test("LRS-GEN-05: a property's name in another letter case is refused", arguments: LRSWorld.all)
        func nameCase(_ world: LRSWorld) async throws {
            try await world.refuses(
                properties(world) { statement, path, name in
                    let others = [name.prefix(1).uppercased() + name.dropFirst(), name.lowercased(), name.uppercased()]
                    return Set(others).filter { $0 != name }.map { statement.renaming(path, to: $0) }
                })
        }

        @Test("LRS-GEN-06: a fixed value in another letter case is refused", arguments: LRSWorld.all)
        func valueCase(_ world: LRSWorld) async throws {
            let fixed = ["objectType", "interactionType"]
            try await world.refuses(
                properties(world) { statement, path, name in
                    guard fixed.contains(name), case .string(let text)? = statement[path: path] else { return [] }
                    let others = [text.lowercased(), text.uppercased(), text.prefix(1).uppercased() + text.dropFirst()]
                    return Set(others).filter { $0 != text }.map { statement.setting(path, .string($0)) }
                })
        }

        @Test(
            "LRS-GEN-07, LRS-GEN-08, LRS-VRB-03, LRS-CTX-12: a property that the text doesn't name is refused at each level",
            arguments: LRSWorld.all)
        func unknown(_ world: LRSWorld) async throws {
            var samples: [Sample] = []
            for statement in [FullStatement.of(world.version), FullStatement.withSubStatement(world.version)] {
                for path in statement.namedObjects {
                    for name in ["foo", "", "http://example.com/foo"] {
                        let place = statement.inserting(name, "bar", at: path)
                        samples.append(Sample("\(path) + \(name)", place))
                    }
                }
            }
            #expect(samples.count > 90)
            try await world.refuses(samples)
        }

        @Test(
            "LRS-GEN-09: an IRI without a scheme, or with one that RFC 3986 doesn't allow, is refused",
            arguments: LRSWorld.all)
        func schemes(_ world: LRSWorld) async throws {
            let whole = FullStatement.of(world.version).setting(
                "actor", draft(#"{"openid":"http://example.com/ann"}"#))
            let paths = [
                "verb/id", "object/id", "object/definition/type", "object/definition/moreInfo", "actor/openid",
                "context/contextActivities/other/0/id", "attachments/0/usageType", "attachments/0/fileUrl",
            ]
            var mutants: [String: JSONNode] = [:]
            for path in paths {
                for text in ["passed", "ab=c://should.fail.com", "1a://b", "://b", ":b", "www.example.com/a", "a b:c"] {
                    mutants["\(path) \(text)"] = whole.setting(path, .string(text))
                }
            }
            let account = FullStatement.of(world.version)
            mutants["homePage"] = account.setting("actor/account/homePage", "ab=c://should.fail.com")
            try await world.refuses(mutants)
            try await world.accepts(
                ["urn:example:a", "tag:example.com,2024:a", "a+b-c.d:e", "http://ex\u{e4}mple.com/\u{e9}"].reduce(
                    into: [:]
                ) { $0[$1] = Fresh.statement(verb: $1, activity: $1) })
        }

        @Test(
            "LRS-GEN-10: a property that stands twice in one object is refused at each level", arguments: LRSWorld.all)
        func twice(_ world: LRSWorld) async throws {
            var samples: [Sample] = []
            for statement in [FullStatement.of(world.version), FullStatement.withSubStatement(world.version)] {
                for path in [""] + statement.paths {
                    let object = path.isEmpty ? statement : statement[path: path]
                    guard case .object(let members)? = object, let first = members.first else { continue }
                    samples.append(Sample("\(path) \(first.0)", statement.inserting(first.0, first.1, at: path)))
                }
            }
            #expect(samples.count > 40)
            try await world.refuses(samples)
        }

        private func mutants(
            _ world: LRSWorld, _ change: (JSONNode, String) -> [JSONNode]
        ) -> [Sample] {
            [FullStatement.of(world.version), FullStatement.withSubStatement(world.version)].flatMap { statement in
                statement.paths.filter { !Self.isInExtensions($0) }.flatMap { path in
                    change(statement, path).map { Sample("\(path) \($0[path: path]?.text.prefix(40) ?? "")", $0) }
                }
            }
        }

        /// Of all properties that have a name of the standard's.
        private func properties(
            _ world: LRSWorld, _ change: (JSONNode, String, String) -> [JSONNode]
        ) -> [Sample] {
            mutants(world) { statement, path in
                let names = path.split(separator: "/").map(String.init)
                guard let name = names.last, Int(name) == nil else { return [] }
                let parent = names.dropLast().last ?? ""
                let isMap = ["display", "description"].contains(parent) || path.contains("definition/name/")
                return isMap ? [] : change(statement, path, name)
            }
        }

        private static func isInExtensions(_ path: String) -> Bool { path.contains("extensions/") }
    }
}

extension JSONNode {
    /// With one more member, even where the name is taken.
    func inserting(_ name: String, _ value: JSONNode, at path: String) -> JSONNode {
        let target = path.isEmpty ? self : self[path: path]
        guard case .object(let members)? = target else { return self }
        let more = JSONNode.object(members + [(name, value)])
        return path.isEmpty ? more : setting(path, more)
    }
}
