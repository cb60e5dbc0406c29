import JSON
import NIOHTTP1
import Testing
import XAPI

extension LRSConformance {
    /// Extensions, language maps, ids and numbers (1.0.3 Data §4, §2.4.1; IEEE 9274.1.1 §4.2.7).
    @Suite struct DataTypes {
        private static let places = [
            "object/definition/extensions", "result/extensions", "context/extensions", "object/result/extensions",
            "object/context/extensions", "object/object/definition/extensions",
        ]

        @Test("LRS-DT-01: extensions stand under IRIs", arguments: LRSWorld.all)
        func extensionKeys(_ world: LRSWorld) async throws {
            var (good, bad) = ([Sample](), [Sample]())
            for place in Self.places {
                for key in ["foo", "", "/relative", "//host/path", "ab=c://x", "a b:c"] {
                    bad.append(Sample("\(place) \(key)", Self.statement(place, .object([(key, .number("1"))]))))
                }
                for key in ["http://example.com/x", "urn:x:y", "tag:example.com,2024:x"] {
                    good.append(Sample("\(place) \(key)", Self.statement(place, .object([(key, .number("1"))]))))
                }
                good.append(Sample("\(place) none", Self.statement(place, [:])))
            }
            try await world.refuses(bad)
            try await world.accepts(good)
        }

        @Test("LRS-DT-02: an extension may hold anything, and it comes back", arguments: LRSWorld.all)
        func extensionValues(_ world: LRSWorld) async throws {
            let client = try world.client
            let value =
                #"{"http://e.com/a":null,"http://e.com/b":"","http://e.com/c":{},"http://e.com/d":[],"http://e.com/e":[null,{"x":null,"foo":[1.50]}],"http://e.com/f":false,"http://e.com/g":-1e-7}"#
            for place in Self.places {
                let id = try await client.record(Self.statement(place, .raw(Array(value.utf8))))
                let got = try await client.send(.GET, "statements", [("statementId", id)])
                #expect(got.text.contains(value), "\(place)")
            }
        }

        @Test("LRS-DT-03, LRS-DT-04: language maps have RFC 5646 tags and texts", arguments: LRSWorld.all)
        func languageMaps(_ world: LRSWorld) async throws {
            let good = [
                "en", "en-US", "zh-Hant-TW", "x-pirate", "i-klingon", "de-1996", "es-419", "sl-rozaj-biske",
                "en-GB-oed",
                "und", "zh-cmn-Hans-CN", "de-CH-x-phonebk", "EN-us", "ar-u-nu-latn",
            ]
            let bad = ["e", "toolonglanguage", "en--us", "", "en_US", "-en", "en-", "en us", "123", "a-DE", "12-ab"]
            let paths = [
                "verb/display", "object/definition/name", "object/definition/description", "attachments/0/display",
                "attachments/0/description", "object/definition/choices/0/description",
            ]
            func samples(_ tags: [String]) -> [Sample] {
                tags.flatMap { tag in
                    paths.map { path in
                        Sample(
                            "\(path) \(tag)",
                            FullStatement.of(world.version).removing("id").setting(
                                path, .object([(tag, .string("text"))])))
                    }
                }
            }
            try await world.refuses(samples(bad))
            try await world.accepts(samples(good))
            try await world.refuses(
                paths.flatMap { path in
                    ([1, true, ["a"], ["en": "x"]] as [JSONNode]).map {
                        Sample(
                            "\(path) \($0.text)", FullStatement.of(world.version).setting(path, .object([("en", $0)])))
                    }
                })
        }

        @Test("LRS-DT-14: numbers come back with all their digits", arguments: LRSWorld.all)
        func numbers(_ world: LRSWorld) async throws {
            let client = try world.client
            for number in [
                "0.1", "123456789", "3.4e38", "-1.17549435E-38", "0.30000000000000004", "12345678901234567890",
            ] {
                let sent = Fresh.statement().setting("result/score", .raw(Array(#"{"raw":\#(number)}"#.utf8)))
                let got = try await client.statement(try await client.record(sent))
                #expect(got["result"]?["score"]?["raw"]?.numberText == number)
            }
        }

        @Test(
            "LRS-ID-01, LRS-ID-03, LRS-ID-04: an id is a text, either letter case of a UUID names the same statement, and one is made",
            arguments: LRSWorld.all)
        func ids(_ world: LRSWorld) async throws {
            let client = try world.client
            try await world.refuses([
                "number": Fresh.statement().setting("id", 1),
                "list": Fresh.statement().setting("id", [.string(Fresh.uuid)]),
                "object": Fresh.statement().setting("id", [:]), "true": Fresh.statement().setting("id", true),
            ])
            let id = Fresh.uuid
            let statement = Fresh.statement()
            #expect(try await client.post(statement.setting("id", .string(id.uppercased()))).status == 200)
            #expect(try await client.statement(id)["id"]?.string?.lowercased() == id)
            #expect(try await client.statement(id.uppercased())["id"]?.string?.lowercased() == id)
            #expect(try await client.put(id, statement).status == 204)
            let made = try await client.record(Fresh.statement())
            #expect(
                made.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
            #expect(try await client.statement(made)["id"]?.string == made)
        }

        /// With the value at a place, which may be inside a SubStatement.
        private static func statement(_ place: String, _ value: JSONNode) -> JSONNode {
            let isNested = place.hasPrefix("object/") && !place.hasPrefix("object/definition")
            let base =
                isNested
                ? Fresh.statement().setting("object", Fresh.statement().setting("objectType", "SubStatement"))
                : Fresh.statement()
            return base.setting(place, value)
        }
    }
}
