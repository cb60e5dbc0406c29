import JSON
import Testing
import Values
import XAPI

@testable import CMI5

@Suite("MoveOn and what it satisfies")
struct MoveOnTests {
    @Test(
        "CMI-MOVE-02: CMI-MOVE-03: CMI-MOVE-04: CMI-MOVE-05: Each moveOn is met by what it names, or by a waiver"
    )
    func table() {
        let nothing = UnitProgress()
        let completed = UnitProgress(isCompleted: true)
        let passed = UnitProgress(isPassed: true)
        let both = UnitProgress(isCompleted: true, isPassed: true)
        let expected: [(MoveOn, [Bool])] = [
            (.notApplicable, [true, true, true, true]), (.passed, [false, false, true, true]),
            (.completed, [false, true, false, true]), (.completedAndPassed, [false, false, false, true]),
            (.completedOrPassed, [false, true, true, true]),
        ]
        for (moveOn, results) in expected {
            #expect([nothing, completed, passed, both].map(moveOn.isMet) == results)
            #expect(moveOn.isMet(by: UnitProgress(isWaived: true)))
        }
    }

    private let tree = SatisfactionTree.group(
        "course",
        [
            .group("outer", [.unit("a"), .group("inner", [.unit("b"), .unit("c")])]), .unit("d"),
        ])

    @Test("CMI-MOVE-07: CMI-LST-22: Blocks come inner first, then the course, each when all of its members are done")
    func rollup() {
        #expect(tree.satisfiedGroups { _ in true } == ["inner", "outer", "course"])
        #expect(tree.satisfiedGroups { $0 != "d" } == ["inner", "outer"])
        #expect(tree.satisfiedGroups { $0 != "a" } == ["inner"])
        #expect(tree.satisfiedGroups { _ in false } == [])
    }
}

@Suite("Documents of an AU")
struct DocumentRuleTests {
    private let terms = AUDouble().terms
    private var rules: SessionDocumentRules { .init(terms: terms) }

    private func state(
        _ access: SessionDocumentRules.Access, _ id: String? = "x", activity: String? = nil,
        agent: AgentIdentifier? = nil, registration: UUID16? = AUDouble.registration
    ) -> String? {
        rules.violation(
            state: access, stateID: id, activityID: activity ?? terms.activityID, agent: agent ?? terms.actor,
            registration: registration
        )?.rule
    }

    @Test("CMI-TOK-04: CMI-TOK-05: CMI-TOK-06: State is the session's own: learner, registration and activity")
    func ownState() {
        #expect(state(.write) == nil)
        #expect(state(.read, agent: .mbox("mailto:a@b.example")) == "CMI-TOK-04")
        #expect(state(.read, registration: nil) == "CMI-TOK-05")
        #expect(state(.write, activity: "https://other.example/") == "CMI-TOK-06")
    }

    @Test("CMI-LD-10: CMI-LD-12: The launch data can be read and nothing else")
    func launchData() {
        #expect(state(.read, LaunchData.stateID) == nil)
        #expect(state(.write, LaunchData.stateID) == "CMI-LD-10")
        #expect(state(.delete, LaunchData.stateID) == "CMI-LD-10")
        #expect(state(.delete, nil) == "CMI-LD-10")
        #expect(state(.delete, "own") == nil)
    }

    private func preferences(_ text: String, _ type: String = "application/json") -> String? {
        rules.violation(
            agentProfile: .write, profileID: LearnerPreferences.profileID, agent: terms.actor,
            body: (type, Array(text.utf8))
        )?.rule
    }

    @Test("CMI-PREF-03: CMI-PREF-08: Only the learner's own preferences, and never deleted")
    func whose() {
        #expect(
            rules.violation(agentProfile: .read, profileID: "x", agent: .mbox("mailto:a@b.example"))?.rule
                == "CMI-PREF-03")
        #expect(rules.violation(agentProfile: .write, profileID: "x", agent: terms.actor)?.rule == "CMI-PREF-08")
        #expect(
            rules.violation(agentProfile: .delete, profileID: LearnerPreferences.profileID, agent: terms.actor)?.rule
                == "CMI-PREF-08")
        #expect(rules.violation(agentProfile: .read, profileID: nil, agent: terms.actor) == nil)
    }

    @Test("CMI-PREF-04: Preferences are a JSON object with both, sent as JSON")
    func form() {
        let good = #"{"languagePreference":"en-US,fr-FR","audioPreference":"on"}"#
        #expect(preferences(good) == nil)
        #expect(preferences(good, "application/json; charset=utf-8") == nil)
        #expect(preferences(good, "text/plain;charset=UTF-8") == "CMI-PREF-04")
        for text in ["text", "[]", #"{"languagePreference":"en"}"#, #"{"audioPreference":"on"}"#] {
            #expect(preferences(text) == "CMI-PREF-04")
        }
    }

    @Test("CMI-PREF-05: CMI-PREF-06: Languages are tags, sound is on or off")
    func values() {
        for language in [#""en US""#, #"";""#, "5", #""""#, #""en,""#] {
            #expect(preferences("{\"languagePreference\":\(language),\"audioPreference\":\"on\"}") == "CMI-PREF-05")
        }
        #expect(preferences(#"{"languagePreference":"en","audioPreference":"loud"}"#) == "CMI-PREF-06")
    }
}
