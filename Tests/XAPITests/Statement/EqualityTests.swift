import JSON
import Testing
import Values
import XAPI

@Suite("When two statements are the same")
struct EqualityTests {
    private func areSame(_ a: String, _ b: String) throws -> Bool {
        StatementEquality.areSame(try Sample.value(a), try Sample.value(b))
    }

    @Test(
        "Left out of the comparison",
        arguments: [
            ("id", nil), ("stored", nil), ("timestamp", nil), ("authority", nil), ("version", nil),
            ("attachments", nil),
            ("actor/name", #""Other""#), ("actor/member", nil), ("verb/display", nil), ("object/definition", nil),
            ("object/objectType", nil), ("context/instructor/name", #""Ina""#),
            ("context/instructor/mbox", #""mailto:i@example.com""#),
            ("context/contextActivities/parent", #"[{"id":"http://example.com/parent","definition":{}}]"#),
            ("context/contextActivities/grouping", #"[{"id":"http://example.com/g2"},{"id":"http://example.com/g1"}]"#),
            ("context/registration", #""EC531277-B57B-4C15-8D91-D292C5B2B8F7""#),
            ("result/duration", #""PT5405.509S""#),
            ("result/score", #"{"max":100,"raw":95.0,"scaled":0.95,"min":-0}"#),
        ] as [(String, String?)])
    func ignored(path: String, json: String?) throws {
        #expect(try areSame(Sample.full, Sample.changed(Sample.full, path, to: json)))
    }

    @Test(
        "Looked at",
        arguments: [
            ("actor/account/name", #""1""#), ("actor/account/homePage", #""http://Example.com""#),
            ("verb/id", #""http://adlnet.gov/expapi/verbs/Completed""#), ("object/id", #""http://example.com/other""#),
            ("result", nil), ("result/score/scaled", "0.9500001"), ("result/success", "false"),
            ("result/response", #""b""#),
            ("result/duration", #""PT5405.52S""#), ("result/extensions", #"{"http://example.com/null":0}"#),
            ("context", nil), ("context/registration", nil), ("context/platform", #""Web""#),
            ("context/contextActivities/grouping", #"[{"id":"http://example.com/g1"}]"#),
            ("context/team/member/0/mbox", #""mailto:n@example.com""#), ("context/statement", nil),
            ("context/extensions", "{}"), ("context/language", #""en""#),
        ] as [(String, String?)])
    func compared(path: String, json: String?) throws {
        #expect(try !areSame(Sample.full, Sample.changed(Sample.full, path, to: json)))
    }

    @Test("An agent isn't a group of the same name, nor an activity a reference")
    func kinds() throws {
        let agent = try Sample.changed(Sample.minimal, "object", to: #"{"objectType":"Agent","mbox":"mailto:a@b"}"#)
        let group = try Sample.changed(Sample.minimal, "object", to: #"{"objectType":"Group","mbox":"mailto:a@b"}"#)
        #expect(try !areSame(agent, group))
    }

    @Test("The order of an anonymous group's members doesn't matter")
    func anonymousGroups() throws {
        let a = #"{"objectType":"Group","member":[{"mbox":"mailto:a@b"},{"mbox":"mailto:c@d","name":"C"}]}"#
        let b = #"{"objectType":"Group","name":"G","member":[{"mbox":"mailto:c@d"},{"mbox":"mailto:a@b"}]}"#
        #expect(
            try areSame(
                Sample.changed(Sample.minimal, "actor", to: a), Sample.changed(Sample.minimal, "actor", to: b)))
    }

    @Test("A SubStatement is compared like a statement, and by its time")
    func subStatements() throws {
        let sample = Sample.subStatement
        let sameTime = try Sample.changed(sample, "object/timestamp", to: #""2026-05-18T05:32:34.000Z""#)
        let otherTime = try Sample.changed(sample, "object/timestamp", to: #""2026-05-18T05:32:35Z""#)
        #expect(try areSame(sample, sameTime))
        #expect(try !areSame(sample, otherTime))
        #expect(try areSame(sample, Sample.changed(sample, "object/verb/display", to: #"{"en":"x"}"#)))
    }

    @Test(
        "A completed statement is the same as the one that was received",
        arguments: [Sample.minimal, Sample.full, Sample.subStatement])
    func completed(text: String) throws {
        let statement = try valid(text)
        let completion = StatementCompletion(
            id: try #require(.init(Sample.id)), stored: .init(unixSeconds: 0),
            authority: Array(#"{"mbox":"mailto:a@b"}"#.utf8))
        let stored = try JSONDocument(parsing: completion.complete(statement))
        #expect(StatementEquality.logicalForm(of: stored.root) == statement.logicalForm)
        #expect(throws: Never.self) { try JSONDocument(parsing: statement.logicalForm) }
    }
}
