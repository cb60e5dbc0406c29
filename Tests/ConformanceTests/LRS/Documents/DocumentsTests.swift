import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import Testing
import Values
import Workflows
import XAPI

/// One of the three resources that keep documents, with an owner of its own.
struct DocumentPlace: Sendable {
    let resource: String
    let idName: String
    let owner: [(String, String)]

    static func all() -> [DocumentPlace] {
        [
            DocumentPlace(
                resource: "activities/state", idName: "stateId",
                owner: [("activityId", Fresh.activity), ("agent", Fresh.agent(Fresh.mbox))]),
            DocumentPlace(
                resource: "activities/profile", idName: "profileId", owner: [("activityId", Fresh.activity)]),
            DocumentPlace(
                resource: "agents/profile", idName: "profileId", owner: [("agent", Fresh.agent(Fresh.mbox))]),
        ]
    }

    func parameters(_ id: String?) -> [(String, String)] { owner + (id.map { [(idName, $0)] } ?? []) }
}

extension LRSClient {
    func send(
        _ method: HTTPMethod, _ place: DocumentPlace, _ id: String?, _ body: [UInt8] = [],
        type: String? = "application/json", headers: [(String, String)] = []
    ) async throws -> LRSAnswer {
        try await send(method, place.resource, place.parameters(id), body: body, type: type, headers: headers)
    }

    /// A PUT that must do: with If-None-Match for a new document, with its tag for a known one.
    func store(
        _ place: DocumentPlace, _ id: String, _ body: [UInt8], type: String = "application/json",
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let known = try await send(.HEAD, place, id)["ETag"]
        let header = known.map { ("If-Match", $0) } ?? ("If-None-Match", "*")
        let answer = try await send(.PUT, place, id, body, type: type, headers: [header])
        #expect(answer.status == 204 && answer.bytes.isEmpty, "\(answer.text)", sourceLocation: location)
    }

    func content(_ place: DocumentPlace, _ id: String) async throws -> String? {
        let answer = try await send(.GET, place, id)
        return answer.status == 200 ? answer.text : nil
    }
}

extension LRSConformance {
    /// What the state, agent profile and activity profile resources have in common (1.0.3 Communication §2.2).
    @Suite struct Documents {
        @Test(
            "LRS-DOC-01, LRS-DOC-02, LRS-DOC-03, LRS-DOC-14, LRS-STATE-01, LRS-AP-01, LRS-VP-01: any bytes and any type come back as they were put",
            arguments: LRSWorld.all)
        func opaque(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                for (id, type, bytes) in [
                    ("image", "image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x00, 0xFF]),
                    ("text", "text/plain; charset=utf-8", Array("plain \u{e9}".utf8)),
                    ("json", "application/json", Array(#"{ "b" : 1.0, "a":[ ] }"#.utf8)),
                    ("broken", "application/json", Array("not json".utf8)), ("empty", "text/plain", []),
                    ("list", "application/json", Array("[1]".utf8)),
                ] as [(String, String, [UInt8])] {
                    try await client.store(place, id, bytes, type: type)
                    let got = try await client.send(.GET, place, id)
                    #expect(
                        got.status == 200 && got.bytes == bytes && got["Content-Type"] == type,
                        "\(place.resource) \(id)")
                }
                try await client.store(place, "text", [1, 2], type: "application/x-other")
                let replaced = try await client.send(.GET, place, "text")
                #expect(replaced.bytes == [1, 2] && replaced["Content-Type"] == "application/x-other")
            }
        }

        @Test(
            "LRS-DOC-04, LRS-DOC-05, LRS-AP-07, LRS-VP-06: POST stores what is new and merges JSON objects one level deep",
            arguments: LRSWorld.all)
        func merge(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                let first = try await client.send(.POST, place, "a", Array(#"{"x":1,"y":{"p":1,"q":2}}"#.utf8))
                #expect(first.status == 204 && first.bytes.isEmpty)
                let second = try await client.send(
                    .POST, place, "a", Array(#"{"y":{"p":3},"z":1.50}"#.utf8), type: "application/json; charset=utf-8")
                #expect(second.status == 204 && second.bytes.isEmpty)
                let got = try #require(try await client.content(place, "a"))
                let merged = try JSONDocument(parsing: got).root
                #expect(merged.isEquivalent(to: try JSONDocument(parsing: #"{"x":1,"y":{"p":3},"z":1.5}"#).root))
                #expect(try await client.send(.POST, place, "text", Array("t".utf8), type: "text/plain").status == 204)
                #expect(try await client.content(place, "text") == "t")
            }
        }

        @Test(
            "LRS-DOC-06, LRS-DOC-07, LRS-DOC-08, LRS-AP-07, LRS-VP-06: what isn't a JSON object on both sides isn't merged, and nothing changes",
            arguments: LRSWorld.all)
        func unmergeable(_ world: LRSWorld) async throws {
            let client = try world.client
            let object = #"{"a":1}"#
            for place in DocumentPlace.all() {
                for (number, (oldType, old, newType, new)) in [
                    ("text/plain", object, "application/json", object),
                    ("application/json", object, "text/plain", object),
                    ("application/json", "[1]", "application/json", object),
                    ("application/json", object, "application/json", "[1]"),
                    ("application/json", "1", "application/json", object),
                    ("application/json", object, "application/json", "1"),
                    ("application/json", "broken", "application/json", object),
                    ("application/json", object, "application/json", "broken"),
                    ("application/json", object, "application/json", ""),
                    ("application/json", object, "application/xjson", object),
                ].enumerated() {
                    try await client.store(place, "d\(number)", Array(old.utf8), type: oldType)
                    let answer = try await client.send(.POST, place, "d\(number)", Array(new.utf8), type: newType)
                    #expect(answer.status == 400 && !answer.bytes.isEmpty, "\(place.resource) \(old) \(new)")
                    let got = try await client.send(.GET, place, "d\(number)")
                    #expect(got.text == old && got["Content-Type"] == oldType)
                }
                #expect(try await client.send(.POST, place, "new", Array("{\"a\":".utf8)).status == 400)
                #expect(try await client.content(place, "new") == nil)
            }
        }

        @Test(
            "LRS-DOC-09, LRS-DOC-10: Last-Modified is that of the document, and of the newest in a list",
            arguments: LRSWorld.all)
        func lastModified(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                try await client.store(place, "a", [1])
                try await client.store(place, "b", [2])
                let one = try #require(Self.date(try await client.send(.GET, place, "b")["Last-Modified"]))
                #expect(abs(one.timeIntervalSinceNow) < 60)
                let list = try await client.send(.GET, place, nil)
                #expect(Self.date(list["Last-Modified"]) == one)
                #expect(Self.date(try await client.send(.HEAD, place, "b")["Last-Modified"]) == one)
            }
        }

        @Test(
            "LRS-DOC-12, LRS-DOC-13: any text is an id, and deleting takes that one document", arguments: LRSWorld.all)
        func identifiers(_ world: LRSWorld) async throws {
            let client = try world.client
            let ids = [
                "a b", "a/b", "/", "?x=1&y=2#z", "\u{e9}\u{301}\u{1F600} \u{0639}",
                String(repeating: "long", count: 250), "100%", "+",
                "http://example.com/a", "A", "a", "..", "\"", "null",
            ]
            for place in DocumentPlace.all() {
                for id in ids { try await client.store(place, id, Array(id.utf8), type: "text/plain") }
                for id in ids { #expect(try await client.content(place, id) == id) }
                #expect(Set(try await client.send(.GET, place, nil).strings) == Set(ids))
                #expect(try await client.send(.DELETE, place, "a").status == 204)
                #expect(try await client.send(.GET, place, "a").status == 404)
                #expect(try await client.send(.DELETE, place, "a").status == 204)
                #expect(try await client.content(place, "A") == "A")
            }
        }

        @Test(
            "LRS-DOC-11, LRS-HDR-02, LRS-STATE-06, LRS-AP-04, LRS-VP-04: a document comes with its tag, a missing one is 404",
            arguments: LRSWorld.all)
        func missing(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                for method in [HTTPMethod.GET, .HEAD] {
                    let answer = try await client.send(method, place, "none")
                    #expect(answer.status == 404 && answer.bytes.isEmpty == (method == .HEAD))
                }
                try await client.store(place, "a", [1])
                for method in [HTTPMethod.GET, .HEAD] {
                    let answer = try await client.send(method, place, "a")
                    #expect(
                        answer.status == 200 && answer["ETag"] != nil && answer.bytes == (method == .HEAD ? [] : [1]))
                }
            }
        }

        @Test("LRS-DOC-15: many merges at once lose none", arguments: LRSWorld.all)
        func atomic(_ world: LRSWorld) async throws {
            let client = try world.client
            let place = DocumentPlace.all()[world.version == .v1 ? 0 : 2]
            try await inParallel(Array(0..<40), width: 10) { number in
                let answer = try await client.send(.POST, place, "a", Array(#"{"k\#(number)":\#(number)}"#.utf8))
                #expect(answer.status == 204, "\(answer.text)")
            }
            let got = try JSONDocument(parsing: try #require(try await client.content(place, "a"))).root
            #expect(got.count == 40)
        }

        @Test(
            "LRS-AP-05, LRS-AP-06, LRS-VP-05, LRS-STATE-07, LRS-STATE-08, LRS-STATE-09: the list has the ids changed after since",
            arguments: LRSWorld.all)
        func since(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                #expect(try await client.send(.GET, place, nil).text == "[]")
                for id in ["a", "b", "c"] { try await client.store(place, id, Array(#"{"a":1}"#.utf8)) }
                #expect(Set(try await client.send(.GET, place, nil).strings) == ["a", "b", "c"])
                let moment = try world.service.services.world.now().rfc3339
                #expect(try await client.send(.POST, place, "b", Array(#"{"b":1}"#.utf8)).status == 204)
                try await client.store(place, "d", [1])
                let newer = try await client.get(place.resource, place.owner + [("since", moment)])
                #expect(Set(try newer.strings) == ["b", "d"])
                let later = try world.service.services.world.now().adding(seconds: 60).rfc3339
                #expect(try await client.get(place.resource, place.owner + [("since", later)]).text == "[]")
                for bad in ["yesterday", "", "2024-01-01"] {
                    #expect(try await client.get(place.resource, place.owner + [("since", bad)]).status == 400)
                }
                let both = place.parameters("a") + [("since", moment)]
                #expect(try await client.get(place.resource, both).status == 400)
            }
        }

        static func date(_ header: String?) -> Date? {
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.timeZone = TimeZone(identifier: "UTC")
            format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            return header.flatMap(format.date)
        }
    }
}
