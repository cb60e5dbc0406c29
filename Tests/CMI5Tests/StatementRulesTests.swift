import JSON
import Testing
import Values
import XAPI

@testable import CMI5

@Suite("The form of an AU's statements")
struct StatementRulesTests {
    private func opened(_ mode: LaunchMode = .normal) throws -> AUDouble {
        var au = AUDouble()
        au.terms.mode = mode
        #expect(try au.send("initialized").isEmpty)
        return au
    }

    @Test("CMI-AUS-01: The cmi5 category with another verb is refused")
    func foreignVerb() throws {
        var au = try opened()
        #expect(try au.send("experienced") == ["CMI-AUS-01"])
    }

    @Test("CMI-AUS-02: CMI-AUS-03: Allowed statements pass in between, also a cmi5 verb without the category")
    func allowed() throws {
        var au = try opened()
        #expect(try au.send("experienced", defined: false).isEmpty)
        #expect(try au.send("passed", defined: false).isEmpty)
        #expect(au.record.admitted[.passed] == nil)
    }

    @Test("CMI-AUS-04: The object is the launch's activity")
    func object() throws {
        var au = try opened()
        #expect(try au.send("completed") { $0["object"] = ["id": "https://example.org/au/1"] } == ["CMI-AUS-04"])
        #expect(try au.send("experienced", defined: false) { $0["object"] = ["id": "https://x.example/slide"] }.isEmpty)
    }

    @Test("CMI-AUS-05: The actor is the launch's actor")
    func actor() throws {
        var au = try opened()
        let others: [JSONNode] = [
            ["account": ["homePage": "https://lectern.example", "name": "other"]], ["mbox": "mailto:a@b.example"],
            au.terms.actor.agent.with("objectType", "Group"),
        ]
        for other in others {
            #expect(try au.send("experienced", defined: false) { $0["actor"] = other } == ["CMI-AUS-05"])
        }
    }

    @Test("CMI-AUS-06: CMI-AUS-07: CMI-AUS-08: Registration, session id and the template's context stay")
    func context() throws {
        var au = try opened()
        let context = AUDouble.context("x", au.terms, defined: false)
        #expect(
            try au.send("x", defined: false) { $0["context"] = context.with("registration", nil) } == ["CMI-AUS-06"])
        let foreign = context.with("extensions", .object([(CMI5Extension.sessionID, JSONNode.string("other"))]))
        #expect(try au.send("x", defined: false) { $0["context"] = foreign } == ["CMI-AUS-07", "CMI-AUS-08"])
        let bare = context.with("contextActivities", nil)
        #expect(try au.send("x", defined: false) { $0["context"] = bare } == ["CMI-AUS-08"])
        let more = context.with("platform", "AU").with(
            "extensions",
            .object([(CMI5Extension.sessionID, JSONNode.string(au.terms.sessionID)), ("https://x.example/e", 1)]))
        #expect(try au.send("x", defined: false) { $0["context"] = more }.isEmpty)
    }

    @Test("CMI-AUS-09: CMI-AUS-10: CMI-AUS-11: Scores stand in passed and failed, raw with min and max, scaled 0 to 1")
    func scores() throws {
        var au = try opened()
        func with(_ verb: String, _ score: JSONNode) throws -> [String] {
            try au.send(verb) { $0["result"] = AUDouble.result(verb)?.with("score", score) }
        }
        #expect(try with("completed", ["scaled": 1]) == ["CMI-AUS-09"])
        #expect(try with("terminated", ["scaled": 1]) == ["CMI-AUS-09"])
        #expect(try with("passed", ["scaled": 1, "raw": 5]) == ["CMI-AUS-10"])
        #expect(try with("failed", ["scaled": .number("-0.5")]) == ["CMI-AUS-11"])
        #expect(try with("passed", ["scaled": 1, "raw": .number("7.5"), "min": 0, "max": 8]).isEmpty)
    }

    @Test("CMI-AUS-12: CMI-AUS-13: Passed and failed agree with the mastery score")
    func mastery() throws {
        var au = try opened()
        func with(_ verb: String, _ scaled: String) throws -> [String] {
            try au.send(verb) {
                $0["result"] = AUDouble.result(verb)?.with("score", ["scaled": JSONNode.number(scaled)])
            }
        }
        #expect(try with("passed", "0.79") == ["CMI-AUS-12"])
        #expect(try with("failed", "0.8") == ["CMI-AUS-13"])
        #expect(
            try au.send("passed") { $0["result"] = AUDouble.result("passed")?.with("success", false) }
                == ["CMI-AUS-12"])
        #expect(
            try au.send("failed") { $0["result"] = AUDouble.result("failed")?.with("success", true) } == ["CMI-AUS-13"])
        #expect(try with("passed", "0.80").isEmpty)
    }

    @Test("CMI-AUS-14: CMI-AUS-15: CMI-AUS-16: CMI-AUS-17: Success, completion and duration stand where they belong")
    func results() throws {
        var au = try opened()
        func with(_ verb: String, _ name: String, _ value: JSONNode?) throws -> Set<String> {
            Set(try au.send(verb) { $0["result"] = AUDouble.result(verb)?.with(name, value) })
        }
        #expect(try with("completed", "success", true) == ["CMI-AUS-14"])
        #expect(try with("terminated", "success", true).contains("CMI-AUS-14"))
        #expect(try with("completed", "completion", nil).contains("CMI-AUS-15"))
        #expect(try with("completed", "completion", false) == ["CMI-AUS-15"])
        #expect(try with("passed", "completion", true) == ["CMI-AUS-16"])
        for verb in ["completed", "passed", "failed", "terminated"] {
            #expect(try with(verb, "duration", nil) == ["CMI-AUS-17"])
        }
    }

    @Test("CMI-AUS-18: The moveon category stands exactly beside success or completion")
    func moveOnCategory() throws {
        var au = try opened()
        func categories(_ ids: [String]) -> JSONNode {
            let list = ids.map { JSONNode.object([("id", .string($0))]) }
            let context = AUDouble.context("passed", au.terms, defined: true)
            return context.with(
                "contextActivities", (context["contextActivities"] ?? .null).with("category", .array(list)))
        }
        let one = categories([CMI5Category.cmi5])
        let both = categories([CMI5Category.cmi5, CMI5Category.moveOn])
        let moveOn = categories([CMI5Category.moveOn])
        #expect(try au.send("passed") { $0["context"] = one } == ["CMI-AUS-18"])
        #expect(try au.send("terminated") { $0["context"] = both } == ["CMI-AUS-18"])
        #expect(try au.send("experienced") { $0["context"] = moveOn } == ["CMI-AUS-18"])
    }

    @Test("CMI-AUS-19: The mastery score of the launch is repeated beside a score")
    func masteryExtension() throws {
        var au = try opened()
        for value: JSONNode? in [nil, .number("0.7")] {
            let violations = try au.send("passed") { parts in
                let context = parts["context"] ?? .null
                parts["context"] = context.with(
                    "extensions", (context["extensions"] ?? .null).with(CMI5Extension.masteryScore, value))
            }
            #expect(violations == ["CMI-AUS-19"])
        }
    }

    @Test("CMI-AUS-20: CMI-TOK-07: An AU can't void")
    func voiding() throws {
        var au = try opened()
        let violations = try au.send("voided", defined: false) {
            $0["object"] = ["objectType": "StatementRef", "id": "01900000-0000-7000-8000-000000000009"]
        }
        #expect(violations == ["CMI-AUS-20"])
    }

    @Test(
        "CMI-AUS-21: The LMS' verbs with the cmi5 category are refused",
        arguments: ["launched", "abandoned", "waived", "satisfied"])
    func lmsVerbs(verb: String) throws {
        var au = try opened()
        #expect(try au.send(verb) == ["CMI-AUS-21"])
    }

    @Test(
        "CMI-MODE-02: CMI-MODE-03: CMI-MODE-04: In Browse and Review nothing is judged, the rest passes",
        arguments: [(LaunchMode.browse, "CMI-MODE-02"), (.review, "CMI-MODE-03")])
    func modes(mode: LaunchMode, rule: String) throws {
        var au = try opened(mode)
        for verb in ["passed", "failed", "completed"] { #expect(try au.send(verb) == [rule]) }
        #expect(try au.send("experienced", defined: false).isEmpty)
        #expect(try au.send("terminated").isEmpty)
    }
}
