import Database
import HTTPTypes
import JSON
import TestWorld
import Testing
import Values

@Suite struct StatementReadingTests {
    @Test(
        "LRS-FLT-01 LRS-FLT-05 LRS-FLT-06 LRS-FLT-07 LRS-FLT-18: filters find what they name, and combine",
        arguments: Engine.underTest)
    func filters(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let registration = Spoken.id(900)
            try await lrs.record([
                Spoken.statement(id: Spoken.id(1)), Spoken.statement(id: Spoken.id(2), actor: "bob"),
                Spoken.statement(id: Spoken.id(3), verb: "saw"), Spoken.statement(id: Spoken.id(4), activity: "other"),
                Spoken.statement(
                    id: Spoken.id(5), extra: [("context", ["registration": .string(registration.uppercased())])]),
            ])
            let agent = ("agent", Spoken.agent("ann"))
            let verb = ("verb", "http://example.com/verbs/did")
            let activity = ("activity", "http://example.com/activities/lesson")
            #expect(try await lrs.ids([agent]) == [5, 4, 3, 1].map(Spoken.id))
            #expect(try await lrs.ids([verb]) == [5, 4, 2, 1].map(Spoken.id))
            #expect(try await lrs.ids([activity]) == [5, 3, 2, 1].map(Spoken.id))
            #expect(try await lrs.ids([("registration", registration)]) == [5].map(Spoken.id))
            #expect(try await lrs.ids([agent, verb, activity]) == [5, 1].map(Spoken.id))
            #expect(try await lrs.ids([agent, ("ascending", "true"), ("limit", "2")]) == [1, 3].map(Spoken.id))
        }
    }

    @Test(
        "LRS-RES-03 LRS-RES-04 LRS-RES-05 LRS-RES-10: more is a path that gives page after page, each statement once",
        arguments: Engine.underTest)
    func more(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            try await lrs.record((1...25).map { Spoken.statement(id: Spoken.id($0)) })
            var answer = try await lrs.send(.get, "statements", [("limit", "10"), ("ascending", "true")])
            var seen: [String] = []
            while true {
                seen += try answer.statements.compactMap { $0["id"]?.string }
                let more = try #require(try answer.json["more"]?.string)
                if more.isEmpty { break }
                #expect(more.hasPrefix("/xapi/statements?more="))
                answer = try await lrs.send(.get, String(more.dropFirst("/xapi/".count)))
                try await lrs.record([Spoken.statement()])
                #expect(try answer.statements.count <= 10)
            }
            #expect(Array(seen.prefix(25)) == (1...25).map(Spoken.id))
            #expect(Set(seen).count == seen.count)
        }
    }

    @Test("LRS-RES-08: a changed more is 400")
    func changedMore() async throws {
        try await LRSHouse.with { lrs in
            try await lrs.record([Spoken.statement(), Spoken.statement()])
            let answer = try await lrs.send(.get, "statements", [("limit", "1")])
            let more = try #require(try answer.json["more"]?.string)
            let changed = String(more.dropFirst("/xapi/".count).dropLast(3)) + "AAA"
            #expect(try await lrs.send(.get, changed).status == .badRequest)
        }
    }

    @Test("LRS-FLT-12 LRS-FLT-13 LRS-FLT-14: since is exclusive, until inclusive, both as instants")
    func times() async throws {
        try await LRSHouse.with { lrs in
            try await lrs.record([Spoken.statement(id: Spoken.id(1))])
            try await lrs.record([Spoken.statement(id: Spoken.id(2))])
            let answer = try await lrs.send(.get, "statements", [("statementId", Spoken.id(1))])
            let stored = try #require(try answer.json["stored"]?.string)
            #expect(try await lrs.ids([("since", stored)]) == [Spoken.id(2)])
            #expect(try await lrs.ids([("until", stored)]) == [Spoken.id(1)])
            let shifted = try #require(Instant(rfc3339: stored)).adding(seconds: 7_200).rfc3339.dropLast() + "+02:00"
            #expect(try await lrs.ids([("until", String(shifted))]) == [Spoken.id(1)])
        }
    }

    @Test(
        "LRS-GET-08 LRS-POST-11: Consistent-Through stands on every answer and never runs ahead",
        arguments: Engine.underTest)
    func consistentThrough(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            try await lrs.record([Spoken.statement(id: Spoken.id(1))])
            let found = try await lrs.send(.get, "statements", [("statementId", Spoken.id(1))])
            let stored = try #require(try found.json["stored"]?.string.flatMap { Instant(rfc3339: $0) })
            let answers = [
                try await lrs.send(.get, "statements"), try await lrs.send(.get, "statements", [("x", "1")]),
                try await lrs.send(.head, "statements"), try await lrs.post("[]"),
            ]
            for answer in answers {
                let header = try #require(answer["X-Experience-API-Consistent-Through"])
                #expect(try #require(Instant(rfc3339: header)) >= stored)
            }
        }
    }

    @Test("LRS-GET-05 LRS-GET-06: an id stands alone, but for format and attachments")
    func alone() async throws {
        try await LRSHouse.with { lrs in
            try await lrs.record([Spoken.statement(id: Spoken.id(1))])
            let id = ("statementId", Spoken.id(1))
            let others = [
                ("voidedStatementId", Spoken.id(1)), ("agent", Spoken.agent("ann")), ("verb", "http://e.com/v"),
                ("activity", "http://e.com/a"), ("registration", Spoken.id(2)), ("related_activities", "true"),
                ("related_agents", "true"), ("since", "2020-01-01T00:00:00Z"), ("until", "2020-01-01T00:00:00Z"),
                ("limit", "1"), ("ascending", "true"),
            ]
            for other in others {
                #expect(try await lrs.send(.get, "statements", [id, other]).status == .badRequest, "\(other.0)")
            }
            #expect(try await lrs.send(.get, "statements", [id, ("format", "ids")]).status == .ok)
        }
    }

    @Test(
        "LRS-ERR-04 LRS-ERR-05 LRS-ERR-07 LRS-ERR-08 LRS-ERR-09 LRS-FLT-15 LRS-FLT-16 LRS-FMT-11: bad parameters are 400",
        arguments: [
            "foo=bar", "Verb=http://e.com", "limit=1&limit=2", "attachments=1", "ascending=True", "since=yesterday",
            "limit=-1", "limit=1.5", "format=Exact", "registration=abc", "verb=nocolon", "agent=%7B%7D", "agent=x",
        ])
    func badParameters(query: String) async throws {
        try await LRSHouse.with { lrs in
            let answer = try await lrs.send(.get, "statements?" + query)
            #expect(answer.status == .badRequest)
        }
    }

    @Test("LRS-FMT-03 LRS-FMT-04: ids reduces agents, activities and verbs")
    func ids() async throws {
        try await LRSHouse.with { lrs in
            let statement: JSONNode = [
                "id": .string(Spoken.id(1)),
                "actor": ["objectType": "Group", "name": "G", "member": [["name": "A", "mbox": "mailto:a@b.cd"]]],
                "verb": ["id": "http://e.com/v", "display": ["en": "v"]],
                "object": ["objectType": "Activity", "id": "http://e.com/a", "definition": ["name": ["en": "a"]]],
            ]
            try await lrs.record([statement])
            let answer = try await lrs.send(.get, "statements", [("format", "ids"), ("statementId", Spoken.id(1))])
            #expect(try answer.json["verb"]?.rawText == #"{"id":"http://e.com/v"}"#)
            #expect(try answer.json["object"]?.rawText == #"{"id":"http://e.com/a"}"#)
            #expect(try answer.json["actor"]?.rawText == #"{"objectType":"Group","member":[{"mbox":"mailto:a@b.cd"}]}"#)
        }
    }

    @Test("LRS-FMT-05 LRS-FMT-07 LRS-FMT-08 LRS-ACTV-04: canonical joins definitions and chooses a language")
    func canonical() async throws {
        try await LRSHouse.with { lrs in
            for (language, name) in [("en", "Lesson"), ("fr", "Leçon")] {
                let object: JSONNode = [
                    "id": "http://e.com/a", "definition": ["name": .object([(language, .string(name))])],
                ]
                try await lrs.record([
                    ["actor": ["mbox": "mailto:a@b.cd"], "verb": ["id": "http://e.com/v"], "object": object]
                ])
            }
            let answer = try await lrs.send(
                .get, "statements", [("format", "canonical")], headers: [.acceptLanguage: "ar, fr;q=0.5"])
            for statement in try answer.statements {
                #expect(statement["object"]?["definition"]?["name"]?.rawText == #"{"fr":"Leçon"}"#)
            }
            let activity = try await lrs.send(.get, "activities", [("activityId", "http://e.com/a")])
            #expect(try activity.json["definition"]?["name"]?.count == 2)
        }
    }

    @Test("LRS-GET-10 LRS-HDR-01: Last-Modified tells when the newest was stored, and HEAD answers the headers of GET")
    func head() async throws {
        try await LRSHouse.with { lrs in
            try await lrs.record([Spoken.statement(id: Spoken.id(1))])
            let get = try await lrs.send(.get, "statements")
            let head = try await lrs.send(.head, "statements")
            #expect(head.status == .ok && head.bytes.isEmpty)
            #expect(get.headers[.lastModified]?.hasSuffix(" GMT") == true)
            #expect(head.headers[.lastModified] == get.headers[.lastModified])
            #expect(head.headers[.contentLength] == get.headers[.contentLength])
        }
    }
}
