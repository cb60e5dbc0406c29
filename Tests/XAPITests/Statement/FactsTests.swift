import JSON
import Testing
import Values
import XAPI

@Suite("Facts of a valid statement")
struct FactsTests {
    @Test("Everything that a store needs is taken out")
    func facts() throws {
        let statement = try valid(Sample.full)
        #expect(statement.id == UUID16(Sample.id))
        #expect(statement.actor == .account(homePage: "http://example.com", name: "13936749"))
        #expect(statement.verbID == VerbID.completed)
        #expect(statement.objectKind == .activity)
        #expect(statement.activityID == "http://example.com/quiz")
        #expect(statement.registration == UUID16("ec531277-b57b-4c15-8d91-d292c5b2b8f7"))
        #expect(statement.timestamp?.utcText == "2026-05-18T05:32:34.8040001Z")
        #expect(statement.declaredVersion == "1.0.2")
        #expect(statement.sessionID == "s-1")
        #expect(statement.categories == ["https://w3id.org/xapi/cmi5/context/categories/cmi5"])
        #expect(
            statement.result
                == ResultFacts(
                    completion: true, success: true, scaled: 0.95, raw: 95, min: 0, max: 100,
                    duration: ISODuration("PT5405.5S")))
        #expect(
            statement.attachments.map(\.sha2) == ["495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"])
        #expect(statement.attachments.first?.fileURL == "http://example.com/f")
        #expect(statement.attachments.first?.isSignature == false)
        #expect(!statement.isVoiding && statement.referredStatement == nil && statement.subStatement == nil)
    }

    @Test("Agents are found with their role and place")
    func agents() throws {
        let statement = try valid(
            try Sample.changed(
                Sample.full, "context/contextAgents",
                to: #"[{"objectType":"contextAgent","agent":{"mbox":"mailto:c@d"}}]"#), .v2)
        let found = statement.agents.map { "\($0.role.part)\($0.role.isMember ? "+" : "") \($0.value.pointer)" }
        #expect(
            found == [
                "actor /actor", "actor+ /actor/member/0", "actor+ /actor/member/1", "authority /authority",
                "instructor /context/instructor", "team /context/team", "team+ /context/team/member/0",
                "contextAgent /context/contextAgents/0/agent",
            ])
        #expect(statement.agents[5].identifier == nil && statement.agents[5].isGroup)
        #expect(statement.agents.map(\.role.isDirect) == [true, true, true, false, false, false, false, false])
    }

    @Test("Activities are found with their role")
    func activities() throws {
        let found = try valid(Sample.full).activities.map { "\($0.role.part) \($0.id)" }
        #expect(
            found == [
                "object http://example.com/quiz", "parent http://example.com/parent", "grouping http://example.com/g1",
                "grouping http://example.com/g2", "category https://w3id.org/xapi/cmi5/context/categories/cmi5",
            ])
    }

    @Test("What stands in a SubStatement is marked so")
    func subStatement() throws {
        let statement = try valid(Sample.subStatement)
        #expect(statement.objectKind == .subStatement && statement.activityID == nil)
        #expect(statement.subStatement?["verb"]?["id"]?.string == "http://example.com/will")
        #expect(statement.agents.map(\.role.isInSubStatement) == [false, true])
        #expect(statement.activities.map(\.role.isInSubStatement) == [true, true])
        #expect(statement.agents[1].role.part == .actor && !statement.agents[1].role.isDirect)
        #expect(statement.result == ResultFacts())
    }

    @Test("A voiding statement names its target")
    func voiding() throws {
        let text = try Sample.changed(
            Sample.changed(Sample.minimal, "verb/id", to: #""\#(VerbID.voided)""#), "object",
            to: #"{"objectType":"StatementRef","id":"\#(Sample.id.uppercased())"}"#)
        let statement = try valid(text)
        #expect(statement.isVoiding)
        #expect(statement.referredStatement == UUID16(Sample.id))
    }

    @Test("The fact for a completion rule takes the time of storing where the sender gave none")
    func fact() throws {
        let id = try #require(UUID16(Sample.id))
        let stored = Instant(unixSeconds: 1_800_000_000)
        let fact = try valid(Sample.minimal).fact(id: id, stored: stored, authorityKind: .client)
        #expect(fact.timestamp == stored && fact.activityID == "http://example.com/it" && fact.authorityKind == .client)
        let timed = try valid(Sample.full).fact(id: id, stored: stored, isVoided: true, authorityKind: .session)
        #expect(timed.timestamp == Instant(rfc3339: "2026-05-18T05:32:34.804Z") && timed.isVoided)
        #expect(timed.completion == true && timed.scaled == 0.95)
    }
}
