import Access
import JSON
import NIOHTTP1
import ServiceWorld
import Testing
import Values
import XAPI

extension LRSConformance {
    /// HEAD and headers (1.0.3 Communication §1.1, §1.2; IEEE 9274.1.1 §4.1).
    @Suite struct Headers {
        @Test(
            "LRS-HDR-01, LRS-HDR-03: HEAD answers as GET does, without the body, on every resource",
            arguments: LRSWorld.all)
        func head(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let id = try await client.record(Fresh.statement(activity: activity))
            var asked: [(String, [(String, String)])] = [
                ("statements", [("statementId", id)]), ("statements", [("activity", activity)]),
                ("statements", [("statementId", Fresh.uuid)]), ("statements", [("limit", "a")]),
                ("activities", [("activityId", activity)]), ("agents", [("agent", Fresh.agent(Fresh.mbox))]),
                ("agents", []),
                ("about", []),
            ]
            for place in DocumentPlace.all() {
                try await client.store(place, "a", Array("content".utf8))
                asked += [
                    (place.resource, place.parameters("a")), (place.resource, place.owner),
                    (place.resource, place.parameters("b")),
                ]
            }
            for (resource, parameters) in asked {
                let got = try await client.get(resource, parameters)
                let head = try await client.send(.HEAD, resource, parameters)
                #expect(head.status == got.status && head.bytes.isEmpty, "\(resource) \(parameters)")
                for name in ["Content-Length", "Content-Type", "ETag", "Last-Modified", "X-Experience-API-Version"] {
                    #expect(head[name] == got[name], "\(resource) \(parameters) \(name)")
                }
                #expect(got["Content-Length"] == "\(got.bytes.count)")
            }
        }

        @Test(
            "LRS-HDR-06, LRS-HDR-07: the headers of the text are read and written", arguments: LRSWorld.all)
        func named(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            try await client.record(
                Fresh.statement(activity: activity).setting("verb/display", ["en": "did", "fr": "a fait"]))
            let list = try await client.send(
                .GET, "statements", [("activity", activity), ("format", "canonical")],
                headers: [("Accept", "application/json"), ("Accept-Language", "fr"), ("Accept-Encoding", "identity")])
            #expect(try list.json["statements"]?[0]?["verb"]?["display"]?.rawText == #"{"fr":"a fait"}"#)
            for name in [
                "Content-Type", "Content-Length", "Last-Modified", "X-Experience-API-Version",
                "X-Experience-API-Consistent-Through",
            ] { #expect(list[name] != nil, "\(name)") }
            #expect(list["X-Experience-API-Version"] == world.version.headerValue)
            let place = DocumentPlace.all()[1]
            let put = try await client.send(
                .PUT, place, "a", Array("text".utf8), type: "text/x-own", headers: [("If-None-Match", "*")])
            #expect(put.status == 204)
            let got = try await client.send(.GET, place, "a")
            for name in ["ETag", "Last-Modified", "Content-Type", "Content-Length"] { #expect(got[name] != nil) }
            #expect(got["Content-Type"] == "text/x-own")
            let tag = try #require(got["ETag"])
            #expect(try await client.send(.PUT, place, "a", [1], headers: [("If-Match", tag)]).status == 204)
        }

        @Test("LRS-HDR-08: Content-MD5 is neither needed nor looked at", arguments: LRSWorld.all)
        func digest(_ world: LRSWorld) async throws {
            let client = try world.client
            let wrong = [("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")]
            #expect(
                try await client.send(.POST, "statements", body: Fresh.statement().serialized, headers: wrong).status
                    == 200)
            let place = DocumentPlace.all()[0]
            let put = try await client.send(.PUT, place, "a", [1], headers: wrong + [("If-None-Match", "*")])
            #expect(put.status == 204)
        }

        @Test(
            "LRS-HDR-10, LRS-HDR-12: other origins that are allowed are told so, in preflights and on errors",
            arguments: LRSWorld.all)
        func origins(_ world: LRSWorld) async throws {
            let client = try world.client
            let own = try world.service.contentURL
            let bare = client.with(authorization: nil).with(version: nil)
            let asked = [
                ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "authorization,if-match"),
            ]
            for path in ["statements", "activities/state", "agents", "about"] {
                let preflight = try await bare.send(.OPTIONS, path, headers: asked + [("Origin", own)])
                #expect(preflight.status == 204 && preflight["Access-Control-Allow-Origin"] == own)
                let methods = preflight["Access-Control-Allow-Methods"] ?? ""
                for method in ["GET", "HEAD", "PUT", "POST", "DELETE"] { #expect(methods.contains(method)) }
                let headers = preflight["Access-Control-Allow-Headers"]?.lowercased() ?? ""
                for name in ["x-experience-api-version", "if-match", "if-none-match", "authorization", "content-type"] {
                    #expect(headers.contains(name))
                }
                let other = try await bare.send(.OPTIONS, path, headers: asked + [("Origin", "https://other.example")])
                #expect(other["Access-Control-Allow-Origin"] == nil)
            }
            let place = DocumentPlace.all()[1]
            try await client.store(place, "a", [1])
            let body = Fresh.statement().serialized
            let id = try await client.record(Fresh.statement())
            let reader = try await world.client(.allRead)
            let origin = [("Origin", own)]
            let answers = [
                try await client.send(.POST, "statements", body: [1], headers: origin),
                try await bare.send(.GET, "statements", headers: origin),
                try await client.with(authorization: "Basic eDp5").send(.GET, "statements", headers: origin),
                try await reader.send(.POST, "statements", body: body, headers: origin),
                try await client.send(.GET, "statements", [("statementId", Fresh.uuid)], headers: origin),
                try await client.send(.PUT, "statements", [("statementId", id)], body: body, headers: origin),
                try await client.send(.PUT, place, "a", [1], headers: origin + [("If-Match", "\"x\"")]),
                try await client.send(.GET, place, "a", headers: origin),
            ]
            #expect(answers.map(\.status) == [400, 400, 401, 403, 404, 409, 412, 200])
            for answer in answers {
                #expect(answer["Access-Control-Allow-Origin"] == own)
                let exposed = answer["Access-Control-Expose-Headers"] ?? ""
                for name in [
                    "ETag", "Last-Modified", "X-Experience-API-Version", "X-Experience-API-Consistent-Through",
                ] {
                    #expect(exposed.contains(name))
                }
            }
        }
    }
}
