import JSON
import Testing
import Values
import XAPI

extension LRSConformance {
    /// Filters look through StatementRefs (1.0.3 Communication §2.1.3, §2.1.4; IEEE 9274.1.1 §4.1.6.1).
    @Suite struct ReferenceFilters {
        @Test(
            "LRS-FLT-19: a statement is found by what its target is found by, along a chain; since and limit look at itself",
            arguments: LRSWorld.all)
        func chain(_ world: LRSWorld) async throws {
            let client = try world.client
            let (mbox, verb, activity, registration) = (Fresh.mbox, Fresh.activity, Fresh.activity, Fresh.uuid)
            let target = Fresh.statement(actor: mbox, verb: verb, activity: activity)
                .setting("context/registration", .string(registration))
            let c = try await client.record(target)
            let b = try await client.record(Fresh.referring(to: c))
            let a = try await client.record(Fresh.referring(to: b))
            let stored = try #require(try await client.statement(c)["stored"]?.string)
            for filter in [
                ("agent", Fresh.agent(mbox)), ("verb", verb), ("activity", activity), ("registration", registration),
            ] {
                #expect(try await client.ids([filter]) == [a, b, c])
                #expect(try await client.ids([filter, ("since", stored)]) == [a, b])
                #expect(try await client.ids([filter, ("until", stored)]) == [c])
                #expect(try await client.ids([filter, ("limit", "1")]) == [a])
            }
        }

        @Test(
            "LRS-FLT-20: an id finds its statement alone, and a reference in the context finds nothing",
            arguments: LRSWorld.all)
        func notByID(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let target = try await client.record(Fresh.statement(activity: activity))
            let referring = try await client.record(Fresh.referring(to: target))
            try await client.record(
                Fresh.statement().setting(
                    "context/statement", ["objectType": "StatementRef", "id": .string(target)]))
            #expect(try await client.statement(target)["id"]?.string == target)
            #expect(try await client.ids([("activity", activity)]) == [referring, target])
            try await client.record(Fresh.voiding(target))
            let voided = try await client.get("statements", [("voidedStatementId", target)])
            #expect(try voided.json["id"]?.string == target)
        }

        @Test("LRS-FLT-21: a target that comes later makes those found that referred to it", arguments: LRSWorld.all)
        func later(_ world: LRSWorld) async throws {
            let client = try world.client
            let (id, activity) = (Fresh.uuid, Fresh.activity)
            let near = try await client.record(Fresh.referring(to: id))
            let far = try await client.record(Fresh.referring(to: near))
            #expect(try await client.ids([("activity", activity)]) == [])
            #expect(try await client.put(id, Fresh.statement(activity: activity)).status == 204)
            #expect(try await client.ids([("activity", activity)]) == [id, far, near])
        }

        @Test(
            "LRS-FLT-22: the target being voided, those that refer to it are found and it is not",
            arguments: LRSWorld.all)
        func voided(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let target = try await client.record(Fresh.statement(activity: activity))
            let referring = try await client.record(Fresh.referring(to: target))
            let voiding = try await client.record(Fresh.voiding(target))
            #expect(try await client.ids([("activity", activity)]) == [voiding, referring])
        }

        @Test("LRS-FLT-23: references in a circle are answered like others", arguments: LRSWorld.all)
        func circle(_ world: LRSWorld) async throws {
            let client = try world.client
            let (a, b, mbox) = (Fresh.uuid, Fresh.uuid, Fresh.mbox)
            #expect(try await client.put(a, Fresh.referring(to: b, by: mbox)).status == 204)
            #expect(try await client.put(b, Fresh.referring(to: a)).status == 204)
            let own = Fresh.uuid
            #expect(try await client.put(own, Fresh.referring(to: own, by: mbox)).status == 204)
            #expect(try await client.ids([("agent", Fresh.agent(mbox))]) == [own, b, a])
        }
    }
}
