import Access
import Foundation
import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// StatementResult and `more` (1.0.3 Data §2.5; IEEE 9274.1.1 §4.2.4.3).
    @Suite struct Paging {
        @Test(
            "LRS-RES-03, LRS-RES-07: more is a path from the root, short whatever was asked, for the same credentials",
            arguments: LRSWorld.all)
        func path(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = "http://example.com/" + String(repeating: "long/", count: 500) + Fresh.uuid
            let agent: JSONNode = [
                "account": ["homePage": .string(activity), "name": .string(String(repeating: "n", count: 3_000))]
            ]
            for _ in 0..<2 { try await client.record(Fresh.statement(activity: activity).setting("actor", agent)) }
            let answer = try await client.send(
                .GET, "statements",
                [
                    ("activity", activity), ("agent", agent.text), ("limit", "1"), ("related_agents", "true"),
                    ("related_activities", "true"), ("verb", "http://example.com/verbs/did"), ("format", "canonical"),
                    ("since", "2020-01-01T00:00:00Z"), ("until", "2040-01-01T00:00:00Z"),
                ], headers: [("Accept-Language", String(repeating: "en-GB;q=0.5, ", count: 60))])
            let more = try #require(try answer.json["more"]?.string)
            #expect(more.hasPrefix("/") && more.utf8.count < 2_000)
            let next = try await client.more(more)
            #expect(next.status == 200)
            #expect(try next.json["statements"]?.count == 1)
            #expect(try await client.with(authorization: nil).more(more).status == 401)
        }

        @Test(
            "LRS-RES-05: a walk gives each statement once and in order, while others write", arguments: LRSWorld.all)
        func walk(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let ids = try await client.post(
                .array((0..<300).map { _ in Fresh.statement(activity: activity) })
            ).strings
            let writing = Task {
                try await inParallel(Array(0..<40), width: 2) { _ in
                    try await client.record(Fresh.statement(activity: activity))
                }
            }
            for ascending in ["true", "false"] {
                var found: [String] = []
                var page = try await client.get(
                    "statements", [("activity", activity), ("limit", "25"), ("ascending", ascending)])
                while true {
                    let json = try page.json
                    found += json["statements"].map { $0.elements.compactMap { $0["id"]?.string } } ?? []
                    guard let more = json["more"]?.string, !more.isEmpty else { break }
                    page = try await client.more(more)
                }
                #expect(found.count == Set(found).count)
                #expect(found.filter(Set(ids).contains) == (ascending == "true" ? ids : ids.reversed()))
            }
            try await writing.value
        }

        @Test(
            "LRS-RES-08: a changed more is refused, and one of a restricted reader shows no more to it",
            arguments: LRSWorld.all)
        func changed(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            for _ in 0..<3 { try await client.record(Fresh.statement(activity: activity)) }
            let more = try #require(
                try await client.get("statements", [("activity", activity), ("limit", "1")]).json["more"]?.string)
            let mine = try await world.client(.statementsReadMine)
            let seen = try await mine.more(more)
            #expect(seen.status == 200)
            #expect(try seen.json["statements"]?.count == 0)
            for place in [more.count / 2, more.count - 1] {
                var characters = Array(more)
                characters[place] = characters[place] == "A" ? "B" : "A"
                #expect(try await client.more(String(characters)).status == 400)
            }
            for bad in ["/xapi/statements?more=", "/xapi/statements?more=abc", more + "A", more + "&limit=5"] {
                #expect(try await client.more(bad).status == 400)
            }
        }

        @Test("LRS-RES-09: a statement voided before its page is read drops out", arguments: LRSWorld.all)
        func voided(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            var ids: [String] = []
            for _ in 0..<4 { ids.append(try await client.record(Fresh.statement(activity: activity))) }
            let first = try await client.get(
                "statements", [("activity", activity), ("limit", "2"), ("ascending", "true")])
            try await client.record(Fresh.voiding(ids[2]))
            let next = try await client.more(try #require(try first.json["more"]?.string)).json
            let found = next["statements"].map { $0.elements.compactMap { $0["id"]?.string } } ?? []
            #expect(!found.contains(ids[2]) && found.contains(ids[3]))
        }

        @Test("LRS-RES-10: the next page keeps format, order, limit and language", arguments: LRSWorld.all)
        func kept(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            for _ in 0..<5 {
                try await client.record(
                    Fresh.statement(activity: activity).setting("verb/display", ["en": "did", "fr": "a fait"]))
            }
            var page = try await client.send(
                .GET, "statements",
                [("activity", activity), ("limit", "2"), ("ascending", "true"), ("format", "canonical")],
                headers: [("Accept-Language", "fr")])
            var (sizes, times): ([Int], [String]) = ([], [])
            while true {
                let json = try page.json
                let statements = json["statements"].map { Array($0.elements) } ?? []
                sizes.append(statements.count)
                times += statements.compactMap { $0["stored"]?.string }
                #expect(statements.allSatisfy { $0["verb"]?["display"]?.rawText == #"{"fr":"a fait"}"# })
                guard let more = json["more"]?.string, !more.isEmpty else { break }
                page = try await client.more(more)
            }
            #expect(sizes == [2, 2, 1] && times == times.sorted())
        }
    }
}
