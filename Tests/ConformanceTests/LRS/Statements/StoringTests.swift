import Foundation
import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// PUT and POST of statements (1.0.3 Communication §2.1.1, §2.1.2; IEEE 9274.1.1 §4.1.6.1).
    @Suite struct Storing {
        @Test(
            "LRS-PUT-01, LRS-PUT-02, LRS-PUT-03, LRS-PUT-04, LRS-PUT-05, LRS-PUT-06, LRS-PUT-08: PUT stores the one statement that its id names",
            arguments: LRSWorld.all)
        func put(_ world: LRSWorld) async throws {
            let client = try world.client
            let (id, statement) = (Fresh.uuid, Fresh.statement())
            let answer = try await client.put(id, statement)
            #expect(answer.status == 204 && answer.bytes.isEmpty)
            #expect(try await client.statement(id)["id"]?.string == id)
            #expect(try await client.put(id, statement).status == 204)
            #expect(try await client.put(id, Fresh.statement()).status == 409)
            #expect(try await client.statement(id)["actor"]?.rawText == statement["actor"]?.text)
            let body = statement.serialized
            for parameters in [[], [("statementId", "abc")], [("statementId", "")], [("id", Fresh.uuid)]]
                as [[(String, String)]]
            {
                #expect(try await client.send(.PUT, "statements", parameters, body: body).status == 400)
            }
            #expect(try await client.put(Fresh.uuid, statement.setting("id", .string(Fresh.uuid))).status == 400)
            #expect(try await client.put(Fresh.uuid, [statement]).status == 400)
            #expect(try await client.send(.PUT, "statements", [("statementId", Fresh.uuid)]).status == 400)
        }

        @Test("LRS-PUT-09: If-Match and If-None-Match mean nothing to statements", arguments: LRSWorld.all)
        func conditions(_ world: LRSWorld) async throws {
            let client = try world.client
            let (id, body) = (Fresh.uuid, Fresh.statement().serialized)
            for header in [("If-None-Match", "*"), ("If-Match", "\"abc\""), ("If-None-Match", "*")] {
                let answer = try await client.send(
                    .PUT, "statements", [("statementId", id)], body: body, headers: [header])
                #expect(answer.status == 204)
            }
        }

        @Test(
            "LRS-POST-01, LRS-POST-02, LRS-POST-03, LRS-POST-06: POST stores one or many and answers their ids in order",
            arguments: LRSWorld.all)
        func post(_ world: LRSWorld) async throws {
            let client = try world.client
            let own = [Fresh.uuid, Fresh.uuid]
            let answer = try await client.post([
                Fresh.statement().setting("id", .string(own[0])), Fresh.statement(), Fresh.statement(),
                Fresh.statement().setting("id", .string(own[1])), Fresh.statement(),
            ])
            #expect(answer.status == 200)
            #expect(answer["Content-Type"]?.hasPrefix("application/json") == true)
            let ids = try answer.strings
            #expect(ids.count == 5 && Set(ids).count == 5)
            #expect(ids[0] == own[0] && ids[3] == own[1])
            for id in ids { #expect(try await client.get("statements", [("statementId", id)]).status == 200) }
            #expect(try await client.post(Fresh.statement()).strings.count == 1)
            let none = try await client.post([])
            #expect(none.status == 200 && none.text == "[]")
        }

        @Test(
            "LRS-POST-04, LRS-POST-05, LRS-ERR-10: a batch is stored as a whole or not at all", arguments: LRSWorld.all)
        func batches(_ world: LRSWorld) async throws {
            let client = try world.client
            let (id, statement) = (Fresh.uuid, Fresh.statement())
            #expect(try await client.put(id, statement).status == 204)
            let same = statement.setting("id", .string(id))
            let repeated = try await client.post([same, Fresh.statement()])
            #expect(repeated.status == 200)
            #expect(try repeated.strings.first == id)

            let ids = (0..<10).map { _ in Fresh.uuid }
            let good = ids.map { Fresh.statement().setting("id", .string($0)) }
            let twice = Fresh.statement().setting("id", .string(ids[0]))
            for (bad, status) in [
                (Fresh.statement().setting("id", .string(id)), 409), (Fresh.statement().removing("verb"), 400),
                (twice, 400), (good[0], 400), (twice.setting("id", .string(ids[0].uppercased())), 400), ("text", 400),
                ([], 400),
            ] as [(JSONNode, Int)] {
                #expect(try await client.post(.array(good + [bad])).status == status)
                #expect(try await client.post(.array([bad] + good)).status == status)
            }
            for id in ids { #expect(try await client.get("statements", [("statementId", id)]).status == 404) }
        }

        @Test(
            "LRS-POST-07, LRS-POST-08: POST takes no parameters; only method tells the alternate syntax apart",
            arguments: LRSWorld.all)
        func parameters(_ world: LRSWorld) async throws {
            let client = try world.client
            let body = Fresh.statement().serialized
            for parameter in [("statementId", Fresh.uuid), ("agent", "{}"), ("foo", "bar"), ("limit", "1")] {
                #expect(try await client.send(.POST, "statements", [parameter], body: body).status == 400)
            }
            #expect(try await client.send(.POST, "statements", [("method", "POST")], body: body).status == 400)
            #expect(try await client.send(.POST, path: "statements?", body: body).status == 200)
        }

        @Test(
            "LRS-POST-09, LRS-POST-12, LRS-RES-04: a batch of a thousand comes back page by page, each once and in its order",
            arguments: LRSWorld.all)
        func order(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let statements = (0..<1_000).map { number in
                Fresh.statement(activity: activity).setting("result/response", .string("\(number)"))
            }
            let begun = ContinuousClock.now
            let ids = try await client.post(.array(statements)).strings
            // Generous beside the second that the row names, since this build isn't optimised.
            #expect(ContinuousClock.now - begun < .seconds(10))
            for ascending in ["true", "false"] {
                var found: [String] = []
                var page = try await client.get(
                    "statements", [("activity", activity), ("ascending", ascending), ("limit", "70")])
                while true {
                    let json = try page.json
                    found += json["statements"].map { $0.elements.compactMap { $0["id"]?.string } } ?? []
                    guard let more = json["more"]?.string, !more.isEmpty else { break }
                    page = try await client.more(more)
                }
                #expect(found == (ascending == "true" ? ids : ids.reversed()))
            }
        }
    }
}
