import Foundation
import JSON
import NIOHTTP1
import Testing
import XAPI

extension LRSConformance {
    /// What isn't a reason to refuse a statement, and what comes back of it (1.0.3 Data §2.2; IEEE 9274.1.1 §4.2.4).
    @Suite struct Tolerance {
        @Test(
            "LRS-GEN-11: one JSON object with nothing behind it; a byte order mark before it is let pass",
            arguments: LRSWorld.all)
        func wholeBody(_ world: LRSWorld) async throws {
            let text = Fresh.statement().text
            try await world.refuses([
                Sample("trailing text", text: text + " x"), Sample("two objects", text: text + text),
                Sample("comment", text: "/* c */" + text), Sample("comment behind", text: text + "// c"),
                Sample("trailing comma", text: String(text.dropLast()) + ",}"),
                Sample("cut", text: String(text.dropLast())),
                Sample("string", text: #""text""#), Sample("number", text: "1"), Sample("null", text: "null"),
                Sample("empty", text: ""), Sample("single quotes", text: "{'actor':1}"),
                Sample(
                    "NaN", text: Fresh.statement().setting("result", .raw(Array(#"{"score":{"raw":NaN}}"#.utf8))).text),
            ])
            try await world.accepts([
                Sample("byte order mark", text: "\u{FEFF}" + text),
                Sample("white space", text: "\r\n\t " + text + "\n"),
            ])
        }

        @Test(
            "LRS-GEN-12, LRS-GEN-14: meaning and length are no reasons to refuse: passed without success, a name of 100 kB",
            arguments: LRSWorld.all)
        func meaning(_ world: LRSWorld) async throws {
            let name = String(repeating: "long ", count: 20_000)
            try await world.accepts([
                "passed without success": Fresh.statement(verb: "http://adlnet.gov/expapi/verbs/passed")
                    .setting("result/success", false),
                "a long name": Fresh.statement().setting("object/definition/name/en", .string(name)),
                "a long response": Fresh.statement().setting("result/response", .string(name)),
            ])
        }

        @Test("LRS-GEN-13: the order of properties is no reason to refuse", arguments: LRSWorld.all)
        func order(_ world: LRSWorld) async throws {
            for statement in [FullStatement.of(world.version), FullStatement.withSubStatement(world.version)] {
                try await world.accepts([
                    "reversed": statement.setting("id", .string(Fresh.uuid)).reversed,
                    "sorted": statement.setting("id", .string(Fresh.uuid)).sorted,
                ])
            }
        }

        @Test(
            "LRS-GEN-15, LRS-OBJ-12: what was sent comes back in its own form, letter case and number notation kept",
            arguments: LRSWorld.all)
        func roundTrip(_ world: LRSWorld) async throws {
            let client = try world.client
            let sent = FullStatement.of(world.version)
                .setting("result/score", .raw(Array(#"{"scaled":5.0e-1,"raw":1.0,"min":-0.50,"max":1e2}"#.utf8)))
                .setting("object/definition/type", "http://example.com/Types/THING")
            let id = try await client.record(sent)
            let got = try await client.statement(id)
            for name in ["actor", "verb", "object", "result", "context", "attachments"] {
                #expect(got[name]?.rawText == sent[name]?.text, "\(name)")
            }
            #expect(
                Set(got.members.map(\.name)) == [
                    "id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version",
                    "attachments",
                ])
        }

        @Test(
            "LRS-GEN-16, LRS-DT-06: values are compared by letter case and as they stand: two spellings are two activities",
            arguments: LRSWorld.all)
        func spelling(_ world: LRSWorld) async throws {
            let client = try world.client
            let stem = "http://example\(Fresh.number).com"
            let spellings = [
                stem, stem + "/", stem + "/a", stem + "/A", stem + "/%61", stem + "/b/../a", stem + ":80/a",
            ]
            for spelling in spellings { try await client.record(Fresh.statement(activity: spelling)) }
            for spelling in spellings {
                let found = try await client.list([("activity", spelling)])
                #expect(found.compactMap { $0["object"]?["id"]?.string } == [spelling])
            }
        }

        @Test("LRS-GEN-17: empty objects are taken and come back", arguments: LRSWorld.all)
        func empty(_ world: LRSWorld) async throws {
            let client = try world.client
            let sent = Fresh.statement().setting("object/definition", [:]).setting("result", [:])
                .setting("context", ["contextActivities": [:], "extensions": [:]]).setting("verb/display", [:])
            let got = try await client.statement(try await client.record(sent))
            for name in ["object", "result", "context", "verb"] { #expect(got[name]?.rawText == sent[name]?.text) }
            try await world.accepts([
                "context": Fresh.statement().setting("context", [:]),
                "score": Fresh.statement().setting("result/score", [:]),
                "maps": Fresh.statement().setting("object/definition", ["name": [:], "extensions": [:]]),
            ])
        }

        @Test("LRS-GEN-18: more than 100 levels or 100,000 members are refused without harm", arguments: LRSWorld.all)
        func size(_ world: LRSWorld) async throws {
            func nested(_ levels: Int) -> Sample {
                let value = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
                let statement = Fresh.statement()
                    .setting("context/extensions", .raw(Array(#"{"http://example.com/x":\#(value)}"#.utf8)))
                return Sample("\(levels) levels", statement)
            }
            let many = (0...100_000).map { "\"http://e.com/\($0)\":0" }.joined(separator: ",")
            try await world.refuses([
                nested(101), nested(10_000), nested(1_000_000),
                Sample("open", text: String(repeating: "[", count: 100_000)),
                Sample(
                    "members", Fresh.statement().setting("context/extensions", .raw(Array("{\(many)}".utf8)))),
            ])
            try await world.accepts([nested(50)])
        }

        @Test("LRS-HDR-04: any script comes back as it was sent", arguments: LRSWorld.all)
        func scripts(_ world: LRSWorld) async throws {
            let client = try world.client
            let text = "العربية 😀 e\u{301} \u{1F468}\u{200D}\u{1F469} ✓ \u{0} 漢字"
            let sent = Fresh.statement().setting("actor/name", .string(text))
                .setting("object/definition/name", .object([("ar", .string(text))]))
                .setting("result/response", .string(text))
                .setting("context", .object([("extensions", .object([("http://example.com/مفتاح😀", .string(text))]))]))
            let got = try await client.statement(try await client.record(sent))
            #expect(got["actor"]?["name"]?.string == text)
            #expect(got["object"]?["definition"]?["name"]?["ar"]?.string == text)
            #expect(got["result"]?["response"]?.string == text)
            #expect(got["context"]?["extensions"]?["http://example.com/مفتاح😀"]?.string == text)
            let list = try await client.get("statements", [("limit", "1")])
            #expect(String(validating: list.bytes, as: UTF8.self) != nil)
        }

        @Test("LRS-HDR-05: a body that isn't UTF-8 is refused", arguments: LRSWorld.all)
        func badText(_ world: LRSWorld) async throws {
            let client = try world.client
            for bad in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] as [[UInt8]] {
                let text = Fresh.statement().setting("actor/name", "NAME").text
                let parts = text.components(separatedBy: "NAME")
                let answer = try await client.send(
                    .POST, "statements", body: Array(parts[0].utf8) + bad + Array(parts[1].utf8))
                #expect(answer.status == 400)
            }
        }
    }
}

extension JSONNode {
    var reversed: JSONNode {
        switch self {
        case .object(let members): .object(members.reversed().map { ($0.0, $0.1.reversed) })
        case .array(let elements): .array(elements.map(\.reversed))
        default: self
        }
    }

    var sorted: JSONNode {
        switch self {
        case .object(let members): .object(members.sorted { $0.0 < $1.0 }.map { ($0.0, $0.1.sorted) })
        case .array(let elements): .array(elements.map(\.sorted))
        default: self
        }
    }
}
