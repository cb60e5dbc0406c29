import JSON
import Testing
import Values
import XAPI

@testable import CMI5

@Suite("Launching an AU")
struct LaunchTests {
    private let terms = AUDouble().terms

    private func url(_ address: String) -> String {
        LaunchURL(
            address: address, endpoint: "https://c.example/xapi", fetch: "https://c.example/cmi5/fetch/t",
            actor: terms.actor.agent, registration: terms.registration, activityID: terms.activityID
        ).text
    }

    @Test("CMI-LCH-01: CMI-LCH-07: The five parameters stand in the query, encoded, the actor with an account")
    func parameters() throws {
        let text = url("https://c.example/s/x/index.html")
        let form = try #require(URLEncodedForm(parsing: text.drop { $0 != "?" }.dropFirst()))
        #expect(form.fields.map(\.name) == ["endpoint", "fetch", "actor", "registration", "activityId"])
        #expect(form["endpoint"] == "https://c.example/xapi")
        let actor = try JSONDocument(parsing: try #require(form["actor"])).root
        #expect(actor["objectType"]?.string == "Agent")
        #expect(AgentIdentifier(of: actor) == terms.actor)
        #expect(form["activityId"] == terms.activityID)
    }

    @Test("CMI-LCH-02: CMI-LCH-03: The AU's own query stays, and its fragment stands behind the parameters")
    func ownQuery() {
        let text = url("https://c.example/index.html?paramA=1&paramB=2#slide")
        #expect(text.hasPrefix("https://c.example/index.html?paramA=1&paramB=2&endpoint="))
        #expect(text.hasSuffix("#slide"))
        #expect(url("https://c.example/a#x").hasPrefix("https://c.example/a?endpoint="))
    }

    @Test(
        "CMI-LD-02: CMI-LD-03: CMI-LD-04: CMI-LD-05: CMI-LD-06: CMI-LD-08: The launch data hold what the structure says"
    )
    func launchData() throws {
        let data = try JSONDocument(parsing: LaunchData.document(for: terms).serialized).root
        let template = data["contextTemplate"]
        #expect(template?["extensions"]?[CMI5Extension.sessionID]?.string == "session-1")
        #expect(template?["contextActivities"]?["grouping"]?[0]?["id"]?.string == terms.publisherID)
        #expect(data["launchMode"]?.string == "Normal")
        #expect(data["launchParameters"]?.string == "p=1")
        #expect(data["masteryScore"]?.numberText == "0.8")
        #expect(data["moveOn"]?.string == "CompletedAndPassed")
        #expect(data["returnURL"]?.string == "https://lectern.example/learn/x")
        #expect(data["entitlementKey"]?["courseStructure"]?.string == "key")
        var bare = terms
        bare.masteryScore = nil
        bare.launchParameters = nil
        bare.entitlementKey = nil
        let few = LaunchData.document(for: bare)
        #expect(few["masteryScore"] == nil && few["launchParameters"] == nil && few["entitlementKey"] == nil)
        #expect(few["moveOn"] != nil)
    }
}

@Suite("Statements of the LMS")
struct LMSStatementTests {
    private let terms = AUDouble().terms
    private var frame: LMSStatement.Frame {
        .init(
            id: AUDouble.registration, timestamp: AUDouble.start, actor: terms.actor,
            registration: terms.registration, sessionID: terms.sessionID)
    }

    private func read(_ node: JSONNode) throws -> ValidStatement {
        try StatementReader.read(JSONDocument(parsing: node.serialized).root, version: .v1).get()
    }

    private func all() -> [JSONNode] {
        [
            LMSStatement.launched(frame, terms: terms, launchURL: "https://c.example/index.html?paramA=1"),
            LMSStatement.abandoned(
                frame, activityID: terms.activityID, publisherID: terms.publisherID, microseconds: 61_500_000),
            LMSStatement.waived(
                frame, activityID: terms.activityID, publisherID: terms.publisherID, reason: "Administrative"),
            LMSStatement.satisfied(
                frame, activityID: "https://lectern.example/activities/c", type: CMI5ActivityType.course,
                publisherIDs: ["https://example.org/course"]),
        ]
    }

    @Test(
        "CMI-LST-01: Each has all the context that cmi5 asks for, and is valid xAPI"
    )
    func common() throws {
        for node in all() {
            let statement = try read(node)
            #expect(statement.categories.contains(CMI5Category.cmi5))
            #expect(statement.registration == terms.registration && statement.sessionID == terms.sessionID)
            #expect(statement.activities.contains { $0.role.part == .grouping })
            #expect(statement.actor == terms.actor && statement.id != nil)
            #expect(node["timestamp"] == .string(AUDouble.start.rfc3339))
        }
    }

    @Test(
        "CMI-LST-03: CMI-LST-05: CMI-LST-06: CMI-LST-07: launched tells mode, moveOn, mastery score and parameters"
    )
    func launched() throws {
        let extensions = try read(all()[0]).value["context"]?["extensions"]
        #expect(extensions?[CMI5Extension.launchMode]?.string == "Normal")
        #expect(extensions?[CMI5Extension.launchURL]?.string == "https://c.example/index.html?paramA=1")
        #expect(extensions?[CMI5Extension.moveOn]?.string == "CompletedAndPassed")
        #expect(extensions?[CMI5Extension.masteryScore]?.double == 0.8)
        #expect(extensions?[CMI5Extension.launchParameters]?.string == "p=1")
    }

    @Test("CMI-LST-10: abandoned has the duration since the launch")
    func abandoned() throws {
        #expect(try read(all()[1]).value["result"]?["duration"]?.string == "PT61.50S")
        #expect(DurationText.iso8601(microseconds: -5) == "PT0S")
        #expect(DurationText.iso8601(microseconds: 1_050_000) == "PT1.05S")
    }

    @Test("CMI-LST-12: waived has success, completion, reason and the moveon category")
    func waived() throws {
        let statement = try read(all()[2])
        #expect(statement.result.success == true && statement.result.completion == true)
        #expect(statement.value["result"]?["extensions"]?[CMI5Extension.reason]?.string == "Administrative")
        #expect(statement.categories == [CMI5Category.cmi5, CMI5Category.moveOn])
    }

    @Test("CMI-LST-17: CMI-LST-21: satisfied names block or course by our id, with its type and the publisher's id")
    func satisfied() throws {
        let statement = try read(all()[3])
        #expect(statement.activityID == "https://lectern.example/activities/c")
        #expect(statement.value["object"]?["definition"]?["type"]?.string == CMI5ActivityType.course)
        let grouping = statement.value["context"]?["contextActivities"]?["grouping"]
        #expect(grouping?[0]?["id"]?.string == "https://example.org/course")
    }
}
