import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// `format` and languages (1.0.3 Communication §2.1.3; IEEE 9274.1.1 §4.1.6.1).
    @Suite struct Formats {
        @Test(
            "LRS-FMT-01, LRS-FMT-02, LRS-FMT-12: exact gives everything as it was sent, a display or none, in a list as by id",
            arguments: LRSWorld.all)
        func exact(_ world: LRSWorld) async throws {
            let client = try world.client
            for sent in [
                FullStatement.of(world.version).removing("id"), FullStatement.withSubStatement(world.version),
                FullStatement.of(world.version).removing("id").removing("verb/display"),
            ] {
                let id = try await client.record(sent)
                for parameters in [[], [("format", "exact")]] as [[(String, String)]] {
                    let one = try await client.statement(id, parameters)
                    let listed = try #require(try await client.list([("limit", "1")] + parameters).first)
                    for got in [one, listed] {
                        for name in ["actor", "verb", "object", "result", "context"] {
                            #expect(got[name]?.rawText == sent[name]?.text, "\(name)")
                        }
                    }
                }
            }
        }

        @Test(
            "LRS-FMT-03, LRS-FMT-04: ids gives what identifies agents, activities and verbs, in SubStatements too",
            arguments: LRSWorld.all)
        func ids(_ world: LRSWorld) async throws {
            let client = try world.client
            let whole = try await client.statement(
                try await client.record(FullStatement.of(world.version).removing("id")), [("format", "ids")])
            #expect(whole["verb"]?.rawText == #"{"id":"http://example.com/verbs/did"}"#)
            #expect(whole["object"]?.rawText == #"{"id":"http://example.com/activities/whole"}"#)
            #expect(whole["actor"]?.node[path: "account/name"]?.text == #""ann""#)
            #expect(whole["actor"]?["name"] == nil && (whole["actor"]?.count ?? 9) <= 2)
            let team = whole["context"]?["team"]
            #expect(team?["objectType"]?.string == "Group" && team?["mbox"]?.string != nil && team?.count == 2)
            #expect(
                whole["context"]?["contextActivities"]?["grouping"]?.rawText
                    == #"[{"id":"http://example.com/activities/g"}]"#)
            let members: JSONNode = [["objectType": "Agent", "name": "M", "mbox": "mailto:m@example.com"]]
            let nested = FullStatement.withSubStatement(world.version)
                .setting("object/actor", ["objectType": "Group", "name": "G", "member": members])
                .setting(
                    "actor", ["objectType": "Group", "name": "H", "mbox": "mailto:h@example.com", "member": members])
            let got = try await client.statement(try await client.record(nested), [("format", "ids")])
            #expect(got["actor"]?.rawText == #"{"objectType":"Group","mbox":"mailto:h@example.com"}"#)
            #expect(got["object"]?["verb"]?.count == 1 && got["object"]?["object"]?.count == 1)
            let group = try #require(got["object"]?["actor"])
            #expect(group["objectType"]?.string == "Group" && group.count == 2)
            #expect(
                group["member"]?[0]?["mbox"]?.string == "mailto:m@example.com" && group["member"]?[0]?["name"] == nil)
            #expect(got["object"]?["objectType"]?.string == "SubStatement")
            let somebody: JSONNode = ["objectType": "Agent", "name": "M", "mbox": "mailto:m@example.com"]
            for path in ["object", "object/object"] {
                var about = Fresh.statement()
                if path == "object/object" {
                    about = about.setting(
                        "object",
                        [
                            "objectType": "SubStatement", "actor": somebody,
                            "verb": ["id": "http://example.com/verbs/did"], "object": somebody,
                        ])
                }
                let id = try await client.record(about.setting(path, somebody))
                let form = try await client.statement(id, [("format", "ids")])
                let object = path == "object" ? form["object"] : form["object"]?["object"]
                #expect(object?.rawText == #"{"objectType":"Agent","mbox":"mailto:m@example.com"}"#)
            }
        }

        @Test(
            "LRS-FMT-05, LRS-FMT-06, LRS-FMT-07: canonical gives what the LRS knows of activities and verbs, one language a map, agents as sent",
            arguments: LRSWorld.all)
        func canonical(_ world: LRSWorld) async throws {
            let client = try world.client
            let (activity, verb) = (Fresh.activity, Fresh.activity)
            func sent(_ tags: [String], _ name: String) -> JSONNode {
                let map = JSONNode.object(tags.map { ($0, .string(name + " " + $0)) })
                return Fresh.statement(verb: verb, activity: activity).setting("verb/display", map)
                    .setting(
                        "actor", ["objectType": "Group", "name": .string(name), "member": [["mbox": "mailto:m@e.com"]]]
                    )
                    .setting(
                        "object/definition",
                        [
                            "name": map, "description": map, "interactionType": "choice",
                            "choices": [["id": "a", "description": map]],
                        ])
            }
            let first = sent(["en", "fr", "ar"], "first")
            let ids = [try await client.record(first), try await client.record(sent(["en", "de", "fr"], "second"))]
            var rendered: [String?] = []
            for (id, actor) in zip(ids, ["first", "second"]) {
                let got = try await client.statement(
                    id, [("format", "canonical")], headers: [("Accept-Language", "de, en;q=0.5")])
                let definition = try #require(got["object"]?["definition"])
                for map in [
                    definition["name"], definition["description"], definition["choices"]?[0]?["description"],
                    got["verb"]?["display"],
                ] { #expect(map?.count == 1 && map?.members.first { _ in true }?.value.string == "second de") }
                #expect(got["actor"]?["name"]?.string == actor && got["actor"]?["member"]?.count == 1)
                rendered.append(definition.rawText)
            }
            #expect(rendered[0] == rendered[1])
        }

        @Test(
            "LRS-FMT-08: each map's language is chosen by Accept-Language, weights and prefixes heeded",
            arguments: LRSWorld.all)
        func languages(_ world: LRSWorld) async throws {
            let client = try world.client
            let statement = Fresh.statement()
                .setting("object/definition/name", ["en-US": "color", "en-GB": "colour", "fr": "couleur", "ar": "لون"])
                .setting("object/definition/description", ["fr": "une couleur", "en": "a colour"])
            let id = try await client.record(statement)
            for (accept, name, description) in [
                ("ar, fr;q=0.5", "ar", "fr"), ("en-GB", "en-GB", "en"), ("en", "en-US", "en"),
                ("fr;q=0.3, ar;q=0.9", "ar", "fr"),
                ("FR", "fr", "fr"), ("fr-CA", "fr", "fr"), ("de, *;q=0.1", "en-US", "fr"),
                ("en-us;q=0.1, en-gb;q=0.2", "en-GB", "en"),
                ("ar;q=0, fr", "fr", "fr"),
            ] {
                let got = try await client.statement(
                    id, [("format", "canonical")], headers: [("Accept-Language", accept)])
                let definition = got["object"]?["definition"]
                #expect(definition?["name"]?.members.map(\.name) == [name], "\(accept)")
                #expect(definition?["description"]?.members.map(\.name) == [description], "\(accept)")
            }
        }

        @Test(
            "LRS-FMT-09, LRS-FMT-10: Accept-Language leaves exact and ids alone; with no fitting language the first is given each time",
            arguments: LRSWorld.all)
        func elsewhere(_ world: LRSWorld) async throws {
            let client = try world.client
            let id = try await client.record(
                Fresh.statement(verb: Fresh.activity).setting("verb/display", ["fr": "a fait", "en": "did"])
                    .setting("object/definition/name", ["fr": "Nom", "en": "Name"]))
            for format in ["exact", "ids"] {
                let plain = try await client.statement(id, [("format", format)]).rawText
                for accept in ["en", "fr;q=0.1", "*", "xx", ";;;,q="] {
                    let got = try await client.statement(
                        id, [("format", format)], headers: [("Accept-Language", accept)])
                    #expect(got.rawText == plain)
                }
            }
            for headers in [[], [("Accept-Language", "ja")], [("Accept-Language", "ja, ko;q=0.2")]]
                as [[(String, String)]]
            {
                let got = try await client.statement(id, [("format", "canonical")], headers: headers)
                #expect(got["object"]?["definition"]?["name"]?.rawText == #"{"fr":"Nom"}"#)
                #expect(got["verb"]?["display"]?.rawText == #"{"fr":"a fait"}"#)
            }
        }

        @Test("LRS-FMT-11: another format is refused", arguments: LRSWorld.all)
        func unknown(_ world: LRSWorld) async throws {
            let client = try world.client
            let id = try await client.record(Fresh.statement())
            for format in ["Exact", "full", "", "IDS", "canonical "] {
                #expect(try await client.get("statements", [("format", format)]).status == 400)
                #expect(try await client.get("statements", [("format", format), ("statementId", id)]).status == 400)
            }
        }
    }
}
