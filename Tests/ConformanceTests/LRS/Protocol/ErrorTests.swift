import Access
import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// Status codes and what an error says (1.0.3 Communication §3.2; IEEE 9274.1.1 §4.1.5).
    @Suite struct Errors {
        @Test(
            "LRS-ERR-01: the code that fits best, for each kind of fault", arguments: LRSWorld.all)
        func codes(_ world: LRSWorld) async throws {
            let client = try world.client
            let reader = try await world.client(.allRead)
            let (id, body) = (Fresh.uuid, Fresh.statement().serialized)
            let profile = [("activityId", Fresh.activity), ("profileId", "a")]
            #expect(try await client.send(.PUT, "statements", [("statementId", id)], body: body).status == 204)
            let answers: [(Int, LRSAnswer)] = [
                (400, try await client.post("text")), (400, try await client.get("statements", [("limit", "a")])),
                (400, try await client.with(version: "3.0.0").get("statements")),
                (401, try await client.with(authorization: nil).get("statements")),
                (403, try await reader.post(Fresh.statement())),
                (404, try await client.get("statements", [("statementId", Fresh.uuid)])),
                (404, try await client.get("activities/profile", profile)), (404, try await client.get("nowhere")),
                (405, try await client.send(.DELETE, "statements")),
                (405, try await client.send(.PUT, "agents", body: [1])),
                (409, try await client.put(id, Fresh.statement())),
                (
                    412,
                    try await client.send(
                        .PUT, "activities/profile", profile, body: [1], headers: [("If-Match", "\"a\"")])
                ),
                (413, try await client.send(.POST, "statements", body: [UInt8](repeating: 32, count: 17 << 20))),
                (
                    413,
                    try await client.send(
                        .PUT, "activities/profile", profile, body: [UInt8](repeating: 32, count: 17 << 20),
                        headers: [("If-None-Match", "*")])
                ),
            ]
            for (status, answer) in answers {
                #expect(answer.status == status && !answer.bytes.isEmpty, "\(status): \(answer.status) \(answer.text)")
                #expect(answer["X-Experience-API-Version"] != nil)
            }
            #expect(answers.filter { $0.0 == 405 }.allSatisfy { $0.1["Allow"]?.contains("GET") == true })
        }

        @Test(
            "LRS-ERR-02, LRS-ERR-03: the cause is told with the place of each fault, in the form that was asked for",
            arguments: LRSWorld.all)
        func causes(_ world: LRSWorld) async throws {
            let client = try world.client
            let body = JSONNode.array([
                Fresh.statement(), Fresh.statement().setting("actor/mbox", "ann").setting("verb/id", "did"),
            ]).serialized
            for (accept, type) in [
                ("application/json", "application/problem+json"), ("text/html", "text/html; charset=utf-8"),
                ("text/plain", "text/plain; charset=utf-8"), ("*/*", "text/plain; charset=utf-8"),
            ] {
                let answer = try await client.send(.POST, "statements", body: body, headers: [("Accept", accept)])
                #expect(answer.status == 400 && answer["Content-Type"] == type)
                #expect(answer.text.contains("/1/actor/mbox") && answer.text.contains("/1/verb/id"))
            }
        }

        @Test("LRS-ERR-06: broken JSON is refused, and nothing is stored", arguments: LRSWorld.all)
        func brokenJSON(_ world: LRSWorld) async throws {
            try await world.refuses([
                Sample("cut", text: #"{"actor":"#), Sample("no quotes", text: "{actor: {}}"), Sample("[", text: "["),
                Sample("list cut", text: "[" + Fresh.statement().text), Sample("no comma", text: #"{"a":1 "b":2}"#),
                Sample("control character", text: "{\"a\":\"\u{1}\"}"), Sample("bad escape", text: #"{"a":"\x"}"#),
                Sample("lone surrogate", text: Fresh.statement().text.replacing("mailto:", with: #"\ud800"#)),
                Sample("leading zero", text: #"{"a":01}"#), Sample("empty", text: ""),
            ])
        }

        @Test(
            "LRS-ERR-07, LRS-ERR-08, LRS-ERR-09: a parameter's value obeys the rules of its type and stands once",
            arguments: LRSWorld.all)
        func values(_ world: LRSWorld) async throws {
            let client = try world.client
            for (name, value) in [
                ("registration", "abc"), ("verb", "nocolon"), ("activity", "nocolon"), ("agent", #"{"mbox":"x"}"#),
                ("attachments", "1"), ("attachments", "True"), ("ascending", "True"), ("ascending", ""),
                ("related_agents", "yes"),
                ("related_activities", "0"), ("since", "now"), ("limit", "many"), ("statementId", "abc"), ("verb", ""),
                ("agent", #"{"mbox":"mailto:a@b.c","openid":"http://x.example.com"}"#), ("format", "FULL"),
            ] { #expect(try await client.get("statements", [(name, value)]).status == 400, "\(name)=\(value)") }
            for pair in [
                "limit=1&limit=2", "limit=1&limit=1", "verb=http://e.com/a&verb=http://e.com/a", "limit=1&%6cimit=1",
            ] {
                #expect(try await client.send(.GET, path: "statements?" + pair).status == 400, "\(pair)")
            }
        }

        @Test("LRS-ERR-16: a body that isn't what its Content-Type says is refused", arguments: LRSWorld.all)
        func contentType(_ world: LRSWorld) async throws {
            let client = try world.client
            let body = Fresh.statement().serialized
            for type in [
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
                "application/octet-stream", "json", "multipart/mixed; boundary=x",
            ] {
                #expect(try await client.send(.POST, "statements", body: body, type: type).status == 400, "\(type)")
                let put = try await client.send(
                    .PUT, "statements", [("statementId", Fresh.uuid)], body: body, type: type)
                #expect(put.status == 400, "\(type)")
            }
            #expect(try await client.send(.POST, "statements", body: body, type: nil).status == 400)
        }

        @Test("LRS-HDR-11: JSON in UTF-8 is named in several ways; another charset is refused", arguments: LRSWorld.all)
        func charsets(_ world: LRSWorld) async throws {
            let client = try world.client
            for (type, status) in [
                ("application/json", 200), ("application/json; charset=utf-8", 200),
                ("application/json;charset=UTF-8", 200),
                ("APPLICATION/JSON", 200), ("application/json; charset=\"utf-8\"", 200),
                ("application/json; charset=iso-8859-1", 400),
                ("application/json; charset=utf-16", 400),
            ] {
                let answer = try await client.send(.POST, "statements", body: Fresh.statement().serialized, type: type)
                #expect(answer.status == status, "\(type)")
            }
        }

        @Test("LRS-ERR-18: paths outside the text are 404 or an extension's own matter", arguments: LRSWorld.all)
        func elsewhere(_ world: LRSWorld) async throws {
            let client = try world.client
            for path in ["nowhere", "extensions/none", "statements/x", "activities/other", ""] {
                #expect(try await client.get(path).status == 404, "\(path)")
            }
            #expect(try await client.send(.GET, path: "/statements?limit=1").status == 200)
        }

        @Test(
            "LRS-VER-11: one server and one store speak both versions whole, each by its own rules",
            arguments: LRSWorld.v1)
        func bothVersions(_ world: LRSWorld) async throws {
            let v1 = try world.client
            let v2 = v1.with(version: "2.0.0")
            let sent = Fresh.statement().setting("context", ["contextAgents": FullStatement.contextAgents])
            #expect(try await [v1.post(sent), v2.post(sent)].map(\.status) == [400, 200])
            let ids = [try await v1.record(Fresh.statement()), try await v2.record(Fresh.statement())]
            for client in [v1, v2] {
                #expect(
                    try await ids.asyncMap { try await client.statement($0)["version"]?.string } == ["1.0.0", "2.0.0"])
                #expect(try await client.ids([("limit", "2")]) == ids.reversed())
            }
            let place = DocumentPlace.all()[0]
            for _ in 0..<2 { #expect(try await v1.send(.PUT, place, "a", [1]).status == 204) }
            #expect(try await v2.send(.PUT, place, "a", [1]).status == 409)
            let voiding = try await v1.record(Fresh.voiding(ids[0]))
            #expect(
                try await [v1.post(Fresh.voiding(voiding)), v2.post(Fresh.voiding(voiding))].map(\.status) == [
                    400, 200,
                ])
            let group = #"{"objectType":"Group","mbox":"mailto:g@example.com"}"#
            let asked = [("agent", group)]
            #expect(
                try await [v1.get("agents/profile", asked), v2.get("agents/profile", asked)].map(\.status) == [
                    400, 200,
                ])
            for client in [v1, v2] {
                let form = Array("limit=1".utf8)
                let answer = try await client.send(
                    .POST, "statements", [("method", "GET")], body: form, type: "application/x-www-form-urlencoded")
                #expect(answer.status == (client.version == "1.0.3" ? 200 : 400))
                #expect(answer["X-Experience-API-Version"] == client.version)
            }
        }
    }
}

extension Array {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
