import Database
import HTTPTypes
import JSON
import TestWorld
import Testing

@Suite struct StatementRecordingTests {
    @Test(
        "LRS-PUT-01 LRS-PUT-05 LRS-TIME-06: PUT stores, answers 204, and gives the statement its id",
        arguments: Engine.underTest)
    func put(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let answer = try await lrs.send(
                .put, "statements", [("statementId", Spoken.id(1))], body: Spoken.statement().text)
            #expect(answer.status == .noContent && answer.bytes.isEmpty)
            let found = try await lrs.send(.get, "statements", [("statementId", Spoken.id(1))])
            #expect(found.status == .ok)
            #expect(try found.json["id"]?.string == Spoken.id(1))
            #expect(try found.json["stored"] != nil && found.json["timestamp"] != nil)
            #expect(try found.json["authority"]?["account"]?["homePage"]?.string == "http://localhost:8080")
            #expect(try found.json["version"]?.string == "2.0.0")
        }
    }

    @Test("LRS-PUT-02 LRS-PUT-03 LRS-PUT-04 LRS-PUT-06: a PUT without a good id, or of something else, is refused")
    func badPut() async throws {
        try await LRSHouse.with { lrs in
            let one = Spoken.statement(id: Spoken.id(1)).text
            for (parameters, body) in [
                ([], one), ([("statementId", "abc")], one), ([("statementId", Spoken.id(2))], one),
                ([("statementId", Spoken.id(1))], "[\(one)]"),
            ] as [([(String, String)], String)] {
                let answer = try await lrs.send(.put, "statements", parameters, body: body)
                #expect(answer.status == .badRequest)
            }
            #expect(try await lrs.ids() == [])
        }
    }

    @Test(
        "LRS-PUT-07 LRS-PUT-08 LRS-EQ-01: the same again is 204, another statement with that id 409",
        arguments: Engine.underTest)
    func putTwice(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let id = [("statementId", Spoken.id(1))]
            for (body, status) in [
                (Spoken.statement(), HTTPResponse.Status.noContent), (Spoken.statement(), .noContent),
                (Spoken.statement(actor: "eve"), .conflict),
            ] {
                let answer = try await lrs.send(.put, "statements", id, body: body.text)
                #expect(answer.status == status)
            }
            let found = try await lrs.send(.get, "statements", id)
            #expect(found.text.contains("ann@") && !found.text.contains("eve@"))
        }
    }

    @Test("LRS-POST-01 LRS-POST-02 LRS-POST-03: POST answers the ids in order, made where missing")
    func post() async throws {
        try await LRSHouse.with { lrs in
            let batch = [Spoken.statement(id: Spoken.id(1)), Spoken.statement(), Spoken.statement(id: Spoken.id(3))]
            let ids = try await lrs.record(batch)
            #expect(ids.count == 3 && ids[0] == Spoken.id(1) && ids[2] == Spoken.id(3))
            let single = try await lrs.post(Spoken.statement(id: Spoken.id(4)).text)
            #expect(single.text == "[\"\(Spoken.id(4))\"]")
            #expect(try await lrs.ids() == [Spoken.id(4), Spoken.id(3), ids[1], Spoken.id(1)])
        }
    }

    @Test("LRS-POST-04 LRS-ERR-10: a conflict in a batch stores nothing of it", arguments: Engine.underTest)
    func conflict(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            try await lrs.record([Spoken.statement(id: Spoken.id(2))])
            let batch = [1, 2, 3].map { Spoken.statement(id: Spoken.id($0), actor: "bob") }
            let answer = try await lrs.post(JSONNode.array(batch).text)
            #expect(answer.status == .conflict)
            #expect(try await lrs.ids() == [Spoken.id(2)])
        }
    }

    @Test("LRS-POST-05: an id twice in a batch is 400, also when both are equal")
    func twice() async throws {
        try await LRSHouse.with { lrs in
            let one = Spoken.statement(id: Spoken.id(1))
            let answer = try await lrs.post(JSONNode.array([one, one]).text)
            #expect(answer.status == .badRequest)
        }
    }

    @Test("LRS-POST-06: an empty batch is answered with an empty list")
    func empty() async throws {
        try await LRSHouse.with { lrs in
            let answer = try await lrs.post("[]")
            #expect(answer.status == .ok && answer.text == "[]")
        }
    }

    @Test("LRS-ERR-02 LRS-ERR-03: every fault of every statement is told, as text, HTML or JSON")
    func faults() async throws {
        try await LRSHouse.with { lrs in
            let bad: JSONNode = [["actor": ["mbox": "x"], "verb": ["id": "x"]], Spoken.statement(id: "1")]
            for (accept, type) in [
                ("text/plain", "text/plain; charset=utf-8"), ("text/html", "text/html; charset=utf-8"),
                ("application/json", "application/problem+json"),
            ] {
                let answer = try await lrs.send(
                    .post, "statements", body: bad.text, headers: [.accept: accept])
                #expect(answer.status == .badRequest)
                #expect(answer.headers[.contentType] == type)
                for place in ["/0/actor/mbox", "/0/verb/id", "/0", "/1/id"] { #expect(answer.text.contains(place)) }
            }
        }
    }

    @Test("LRS-VOID-03 LRS-VOID-04 LRS-VOID-05 LRS-GET-02 LRS-GET-03: a voided statement is found as such alone")
    func voiding() async throws {
        try await LRSHouse.with { lrs in
            try await lrs.record([Spoken.statement(id: Spoken.id(1)), Spoken.statement(id: Spoken.id(2))])
            let voider = try await lrs.record([Spoken.voiding(Spoken.id(1))])
            #expect(try await lrs.ids() == voider + [Spoken.id(2)])
            func status(_ name: String, _ id: Int) async throws -> HTTPResponse.Status {
                try await lrs.send(.get, "statements", [(name, Spoken.id(id))]).status
            }
            #expect(try await status("statementId", 1) == .notFound)
            #expect(try await status("voidedStatementId", 1) == .ok)
            #expect(try await status("voidedStatementId", 2) == .notFound)
        }
    }
}
