import DemoJourney
import Foundation
import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// Requests as forms (1.0.3 Communication §1.3).
    @Suite struct AlternateRequests {
        @Test(
            "LRS-ALT-01, LRS-ALT-05, LRS-ALT-06: each method as a form, on each resource that has it",
            arguments: LRSWorld.v1)
        func methods(_ world: LRSWorld) async throws {
            let client = try world.client
            let (id, text) = (Fresh.uuid, Fresh.statement().setting("actor/name", "Zoë 😀 &=+%").text)
            let put = try await Self.send(client, "PUT", "statements", [("statementId", id), ("content", text)])
            #expect(put.status == 204, "\(put.text)")
            #expect(try await client.statement(id)["actor"]?["name"]?.string == "Zoë 😀 &=+%")
            let post = try await Self.send(client, "POST", "statements", [("content", Fresh.statement().text)])
            #expect(post.status == 200)
            #expect(try post.strings.count == 1)
            let got = try await Self.send(client, "GET", "statements", [("statementId", id)])
            #expect(try got.json["id"]?.string == id)
            for place in DocumentPlace.all() {
                let named = place.parameters("a")
                let put = try await Self.send(
                    client, "PUT", place.resource,
                    named + [("content", "é"), ("Content-Type", "text/x-a"), ("If-None-Match", "*")])
                #expect(put.status == 204, "\(put.text)")
                let got = try await Self.send(client, "GET", place.resource, named)
                #expect(got.status == 200 && got.text == "é" && got["Content-Type"] == "text/x-a")
                let head = try await Self.send(client, "HEAD", place.resource, named)
                #expect(head.status == 200 && head.bytes.isEmpty && head["ETag"] == got["ETag"])
                let other = place.parameters("b") + [("content", #"{"a":1}"#), ("Content-Type", "application/json")]
                #expect(try await Self.send(client, "POST", place.resource, other).status == 204)
                #expect(try await Self.send(client, "DELETE", place.resource, named).status == 204)
                #expect(try await Self.send(client, "GET", place.resource, place.owner).text == #"["b"]"#)
            }
            for (resource, parameters) in [
                ("agents", [("agent", Fresh.agent(Fresh.mbox))]), ("activities", [("activityId", Fresh.activity)]),
                ("about", []),
            ] as [(String, [(String, String)])] {
                #expect(try await Self.send(client, "GET", resource, parameters).status == 200)
                #expect(try await Self.send(client, "GET", resource, parameters + [("foo", "bar")]).status == 400)
            }
        }

        @Test(
            "LRS-ALT-02, LRS-ALT-03, LRS-ALT-07, LRS-ALT-08, LRS-ALT-09: what a form can't be", arguments: LRSWorld.v1)
        func refused(_ world: LRSWorld) async throws {
            let client = try world.client
            let body = Array("content={}".utf8)
            let form = "application/x-www-form-urlencoded"
            for parameters in [
                [("method", "GET"), ("limit", "1")], [("method", "FOO")], [("method", "get")], [("method", "")],
                [("method", "GET"), ("method", "GET")], [("method", "OPTIONS")],
            ] { #expect(try await client.send(.POST, "statements", parameters, body: body, type: form).status == 400) }
            for method in [HTTPMethod.PUT, .GET, .DELETE] {
                let answer = try await client.send(method, "statements", [("method", "GET")], body: body, type: form)
                #expect(answer.status == 400)
            }
            #expect(try await Self.send(client, "PUT", "statements", [("statementId", Fresh.uuid)]).status == 400)
            #expect(try await Self.send(client, "POST", "statements", []).status == 400)
            let multipart = [("content", "--x\r\n\r\n--x--"), ("Content-Type", "multipart/mixed; boundary=x")]
            #expect(try await Self.send(client, "POST", "statements", multipart).status == 400)
            let attached = Fresh.statement().setting(
                "attachments", (FullStatement.of(.v1)["attachments"] ?? []).removing("0/fileUrl"))
            #expect(try await Self.send(client, "POST", "statements", [("content", attached.text)]).status == 400)
        }

        @Test(
            "LRS-ALT-04, LRS-ALT-11: headers stand in the form: credentials, version, type and conditions",
            arguments: LRSWorld.v1)
        func headers(_ world: LRSWorld) async throws {
            let client = try world.client
            let bare = client.with(authorization: nil).with(version: nil)
            let own = [("Authorization", client.authorization ?? ""), ("X-Experience-API-Version", "1.0.3")]
            #expect(try await Self.send(bare, "GET", "statements", own + [("limit", "1")]).status == 200)
            #expect(try await Self.send(bare, "GET", "statements", [own[0]]).status == 400)
            #expect(try await Self.send(bare, "GET", "statements", [own[1]]).status == 401)
            for (header, field, status) in [
                ("1.0.3", "0.8", 400), ("2.0.0", "1.0.3", 400), ("1.0.3", "2.0.0", 400), ("1.0.3", "1.0.1", 200),
                ("1.0.1", "1.0", 200),
            ] {
                let answer = try await Self.send(
                    client.with(version: header), "GET", "statements",
                    [("X-Experience-API-Version", field), ("limit", "1")])
                #expect(answer.status == status, "\(header) \(field)")
            }
            let place = DocumentPlace.all()[1]
            try await client.store(place, "a", [1])
            let tag = try #require(try await client.send(.GET, place, "a")["ETag"])
            for (value, status) in [("\"x\"", 412), (tag, 204)] {
                let answer = try await Self.send(
                    client, "PUT", place.resource, place.parameters("a") + [("If-Match", value), ("content", "b")])
                #expect(answer.status == status)
            }
            let known = [("If-None-Match", "*"), ("content", "c")]
            #expect(try await Self.send(client, "PUT", place.resource, place.parameters("a") + known).status == 412)
        }

        @Test("LRS-ALT-06: statements need no type in the form", arguments: LRSWorld.v1)
        func untyped(_ world: LRSWorld) async throws {
            let client = try world.client
            let bare = client.with(authorization: nil).with(version: nil)
            let inForm = [("Authorization", client.authorization ?? ""), ("X-Experience-API-Version", "1.0.3")]
            for (client, headers) in [(client, []), (bare, inForm)] {
                let id = Fresh.uuid
                let fields = headers + [("statementId", id), ("content", Fresh.statement().text)]
                let body = URLEncodedForm(fields.map { (name: $0.0, value: $0.1) }).encoded
                let answer = try await client.send(
                    .POST, "statements", [("method", "PUT")], body: Array(body.utf8),
                    type: "application/x-www-form-urlencoded")
                #expect(answer.status == 204)
                #expect(try await world.client.statement(id)["id"]?.string == id)
            }
        }

        @Test("LRS-ALT-10: 2.0 has no such requests", arguments: LRSWorld.v2)
        func second(_ world: LRSWorld) async throws {
            let client = try world.client
            for method in ["GET", "PUT", "POST", "DELETE", "HEAD"] {
                let answer = try await Self.send(
                    client, method, "statements", [("content", Fresh.statement().text), ("statementId", Fresh.uuid)])
                #expect(answer.status == 400)
            }
            let put = try await client.send(.PUT, "statements", [("method", "PUT")], body: Fresh.statement().serialized)
            #expect(put.status == 400)
        }

        static func send(
            _ client: LRSClient, _ method: String, _ resource: String, _ fields: [(String, String)]
        ) async throws -> LRSAnswer {
            let hasType = fields.contains { $0.0 == "Content-Type" } || resource != "statements"
            let all = fields + (hasType ? [] : [("Content-Type", "application/json")])
            let form = URLEncodedForm(all.map { (name: $0.0, value: $0.1) }).encoded
            return try await client.send(
                .POST, resource, [("method", method)], body: Array(form.utf8), type: "application/x-www-form-urlencoded"
            )
        }
    }
}
