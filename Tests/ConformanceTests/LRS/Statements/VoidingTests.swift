import Access
import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// Voiding (1.0.3 Data §2.3.2; IEEE 9274.1.1 §4.2.5).
    @Suite struct Voiding {
        @Test(
            "LRS-VOID-01, LRS-VOID-02: the verb voided stands with a StatementRef that has an id, and with nothing else",
            arguments: LRSWorld.all)
        func form(_ world: LRSWorld) async throws {
            let voiding = Fresh.voiding(Fresh.uuid)
            try await world.refuses([
                "an activity": voiding.setting("object", ["id": "http://example.com/a"]),
                "a typed activity": voiding.setting(
                    "object", ["objectType": "Activity", "id": "http://example.com/a"]),
                "an agent": voiding.setting("object", ["objectType": "Agent", "mbox": "mailto:a@example.com"]),
                "a group": voiding.setting("object", ["objectType": "Group", "mbox": "mailto:a@example.com"]),
                "a SubStatement": voiding.setting("object", Fresh.statement().setting("objectType", "SubStatement")),
                "no id": voiding.removing("object/id"), "a bad id": voiding.setting("object/id", "abc"),
            ])
            try await world.accepts(["a reference": voiding])
        }

        @Test(
            "LRS-VOID-03, LRS-VOID-04, LRS-VOID-05: a voided statement is in no list, its voiding one is",
            arguments: LRSWorld.all)
        func hidden(_ world: LRSWorld) async throws {
            let client = try world.client
            let (mbox, verb, activity, registration) = (Fresh.mbox, Fresh.activity, Fresh.activity, Fresh.uuid)
            let target = try await client.record(
                Fresh.statement(actor: mbox, verb: verb, activity: activity)
                    .setting("context/registration", .string(registration)))
            let voiding = try await client.record(Fresh.voiding(target))
            for filters in [
                [("agent", Fresh.agent(mbox))], [("verb", verb)], [("activity", activity)],
                [("registration", registration)],
                [("agent", Fresh.agent(mbox)), ("related_agents", "true")],
                [("activity", activity), ("related_activities", "true")], [("verb", verb), ("ascending", "true")],
                [("verb", verb), ("format", "ids")], [("verb", verb), ("since", "2020-01-01T00:00:00Z")],
            ] { #expect(try await client.ids(filters) == [voiding], "\(filters)") }
            #expect(!(try await client.ids([])).contains(target))
            #expect(try await client.get("statements", [("statementId", target)]).status == 404)
            #expect(try await client.get("statements", [("voidedStatementId", target)]).status == 200)
            #expect(try await client.get("statements", [("statementId", voiding)]).status == 200)
        }

        @Test(
            "LRS-VOID-06, LRS-VOID-07: a voiding statement can't be voided, and voiding twice changes nothing",
            arguments: LRSWorld.all)
        func twice(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let target = try await client.record(Fresh.statement(activity: activity))
            let first = try await client.record(Fresh.voiding(target))
            let second = try await client.record(Fresh.voiding(target))
            _ = try await client.post(Fresh.voiding(first))
            #expect(try await client.get("statements", [("statementId", first)]).status == 200)
            #expect(try await client.get("statements", [("voidedStatementId", first)]).status == 404)
            #expect(try await client.get("statements", [("statementId", target)]).status == 404)
            let found = try await client.ids([("activity", activity)])
            #expect(found.contains(first) && found.contains(second) && !found.contains(target))
        }

        @Test(
            "LRS-VOID-08: what isn't there yet can be voided, and is when it comes", arguments: LRSWorld.all)
        func before(_ world: LRSWorld) async throws {
            let client = try world.client
            let (id, activity) = (Fresh.uuid, Fresh.activity)
            let voiding = try await client.record(Fresh.voiding(id))
            #expect(try await client.get("statements", [("voidedStatementId", id)]).status == 404)
            #expect(try await client.put(id, Fresh.statement(activity: activity)).status == 204)
            #expect(try await client.get("statements", [("statementId", id)]).status == 404)
            #expect(try await client.get("statements", [("voidedStatementId", id)]).status == 200)
            #expect(try await client.ids([("activity", activity)]) == [voiding])
        }

        @Test("LRS-VOID-09: 1.0.3 refuses to void a known voiding statement", arguments: LRSWorld.v1)
        func voidingOfVoiding(_ world: LRSWorld) async throws {
            let client = try world.client
            let voiding = try await client.record(Fresh.voiding(try await client.record(Fresh.statement())))
            #expect(try await client.post(Fresh.voiding(voiding)).status == 400)
        }

        @Test("2.0 stores the voiding of a voiding statement, without effect", arguments: LRSWorld.v2)
        func withoutEffect(_ world: LRSWorld) async throws {
            let client = try world.client
            let voiding = try await client.record(Fresh.voiding(try await client.record(Fresh.statement())))
            #expect(try await client.post(Fresh.voiding(voiding)).status == 200)
            #expect(try await client.get("statements", [("statementId", voiding)]).status == 200)
        }

        @Test("LRS-VOID-10: voiding needs more than the right to write", arguments: LRSWorld.all)
        func right(_ world: LRSWorld) async throws {
            let writer = try await world.client(.statementsWrite)
            let target = try await writer.record(Fresh.statement())
            #expect(try await writer.post(Fresh.voiding(target)).status == 403)
            #expect(try await world.client.get("statements", [("statementId", target)]).status == 200)
        }
    }
}
