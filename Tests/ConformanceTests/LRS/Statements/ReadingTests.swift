import Access
import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import Testing
import Values
import Workflows
import XAPI

extension LRSConformance {
    /// GET of statements without filters (1.0.3 Communication §2.1.3; IEEE 9274.1.1 §4.1.6.1).
    @Suite struct Reading {
        @Test(
            "LRS-GET-01, LRS-GET-02, LRS-GET-03, LRS-GET-05, LRS-ERR-14: one statement by its id, a voided one by the other parameter",
            arguments: LRSWorld.all)
        func one(_ world: LRSWorld) async throws {
            let client = try world.client
            let id = try await client.record(Fresh.statement())
            let got = try await client.get("statements", [("statementId", id)])
            #expect(got.status == 200)
            #expect(try got.json["id"]?.string == id)
            #expect(try await client.get("statements", [("voidedStatementId", id)]).status == 404)
            try await client.record(Fresh.voiding(id))
            #expect(try await client.get("statements", [("statementId", id)]).status == 404)
            let voided = try await client.get("statements", [("voidedStatementId", id)])
            #expect(voided.status == 200)
            #expect(try voided.json["id"]?.string == id)
            for name in ["statementId", "voidedStatementId"] {
                #expect(try await client.get("statements", [(name, Fresh.uuid)]).status == 404)
                #expect(try await client.get("statements", [(name, "abc")]).status == 400)
            }
            let both = [("statementId", id), ("voidedStatementId", id)]
            #expect(try await client.get("statements", both).status == 400)
        }

        @Test(
            "LRS-GET-06: beside an id stand format and attachments alone", arguments: LRSWorld.all)
        func alone(_ world: LRSWorld) async throws {
            let client = try world.client
            let id = try await client.record(Fresh.statement())
            let voided = try await client.record(Fresh.statement())
            try await client.record(Fresh.voiding(voided))
            let others = [
                ("agent", Fresh.agent(Fresh.mbox)), ("verb", "http://example.com/v"), ("activity", Fresh.activity),
                ("registration", Fresh.uuid), ("related_activities", "true"), ("related_agents", "false"),
                ("since", "2020-01-01T00:00:00Z"), ("until", "2040-01-01T00:00:00Z"), ("limit", "1"),
                ("ascending", "true"),
            ]
            for name in [("statementId", id), ("voidedStatementId", voided)] {
                for other in others { #expect(try await client.get("statements", [name, other]).status == 400) }
                for other in [("format", "ids"), ("format", "exact"), ("attachments", "false")] {
                    #expect(try await client.get("statements", [name, other]).status == 200)
                }
            }
        }

        @Test(
            "LRS-GET-04, LRS-RES-01: a list has the newest first, in an object of statements and more",
            arguments: LRSWorld.all)
        func list(_ world: LRSWorld) async throws {
            let client = try world.client
            var ids: [String] = []
            for _ in 0..<20 { ids.append(try await client.record(Fresh.statement())) }
            let answer = try await client.get("statements", [("limit", "20")])
            #expect(answer.status == 200)
            let json = try answer.json
            #expect(Set(json.members.map(\.name)) == ["statements", "more"])
            #expect(json["statements"]?.kind == .array && json["more"]?.kind == .string)
            #expect(json["statements"]?.elements.compactMap { $0["id"]?.string } == ids.reversed())
            let all = try await client.list([])
            let stored = all.compactMap { $0["stored"]?.string.flatMap { Instant(rfc3339: $0) } }
            #expect(stored.count >= 100 && stored == stored.sorted(by: >))
        }

        @Test(
            "LRS-GET-07, LRS-GET-11, LRS-RES-02: no hit is an empty list without more; the answer is JSON",
            arguments: LRSWorld.all)
        func none(_ world: LRSWorld) async throws {
            let client = try world.client
            let answer = try await client.get("statements", [("registration", Fresh.uuid)])
            #expect(answer.status == 200)
            #expect(answer["Content-Type"]?.hasPrefix("application/json") == true)
            let json = try answer.json
            #expect(json["statements"]?.count == 0)
            #expect(json["more"]?.string ?? "" == "")
            let activity = Fresh.activity
            for _ in 0..<3 { try await client.record(Fresh.statement(activity: activity)) }
            for limit in ["0", "3", "4", "1000000000"] {
                let json = try await client.get("statements", [("activity", activity), ("limit", limit)]).json
                #expect(json["statements"]?.count == 3)
                #expect(json["more"]?.string ?? "" == "")
            }
        }

        @Test(
            "LRS-GET-08: every answer of the resource says up to when it is consistent, errors included",
            arguments: LRSWorld.all)
        func bound(_ world: LRSWorld) async throws {
            let client = try world.client
            let body = Fresh.statement().serialized
            let answers = [
                try await client.get("statements"), try await client.send(.HEAD, "statements"),
                try await client.get("statements", [("limit", "-1")]),
                try await client.get("statements", [("statementId", Fresh.uuid)]),
                try await client.send(.POST, "statements", body: body), try await client.post("text"),
                try await client.send(.PUT, "statements", [("statementId", Fresh.uuid)], body: body),
                try await client.with(authorization: nil).get("statements"),
                try await client.with(version: nil).get("statements"),
            ]
            #expect(answers.map(\.status) == [200, 200, 400, 404, 200, 400, 204, 401, 400])
            for answer in answers {
                let through = try #require(answer["X-Experience-API-Consistent-Through"])
                #expect(Instant(rfc3339: through) != nil)
            }
        }

        @Test(
            "LRS-GET-09: whatever is stored before the bound can be seen, while others write", arguments: LRSWorld.all)
        func visible(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            let writing = Task {
                try await inParallel(Array(0..<120), width: 4) { _ in
                    try await client.record(Fresh.statement(activity: activity))
                }
            }
            var seen: [(bound: Instant, ids: Set<String>)] = []
            for _ in 0..<40 {
                let answer = try await client.get("statements", [("activity", activity), ("limit", "500")])
                let through = try #require(
                    answer["X-Experience-API-Consistent-Through"].flatMap { Instant(rfc3339: $0) })
                let ids = try answer.json["statements"].map { $0.elements.compactMap { $0["id"]?.string } } ?? []
                seen.append((through, Set(ids)))
            }
            try await writing.value
            let all = try await client.list([("activity", activity), ("limit", "500")])
            #expect(all.count == 120)
            for (bound, ids) in seen {
                for statement in all {
                    let stored = try #require(statement["stored"]?.string.flatMap { Instant(rfc3339: $0) })
                    guard stored < bound, let id = statement["id"]?.string else { continue }
                    #expect(ids.contains(id))
                }
            }
            let age = try world.service.services.world.now().microseconds(since: try #require(seen.last).bound)
            #expect(age < 30_000_000)
        }

        @Test(
            "LRS-GET-10: Last-Modified is the stored of the statement, and the newest of a list",
            arguments: LRSWorld.all)
        func lastModified(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            for _ in 0..<3 { try await client.record(Fresh.statement(activity: activity)) }
            let list = try await client.get("statements", [("activity", activity)])
            let newest = try #require(try list.json["statements"]?[0])
            let stored = try #require(newest["stored"]?.string)
            #expect(Self.seconds(list["Last-Modified"]) == Self.second(of: stored))
            let one = try await client.get("statements", [("statementId", try #require(newest["id"]?.string))])
            #expect(Self.seconds(one["Last-Modified"]) == Self.second(of: stored))
            let ascending = try await client.get("statements", [("activity", activity), ("ascending", "true")])
            #expect(ascending["Last-Modified"] == list["Last-Modified"])
        }

        @Test(
            "LRS-GET-12, LRS-AUTHN-07: who may read only its own sees no other's, in pages and by id",
            arguments: LRSWorld.all)
        func mine(_ world: LRSWorld) async throws {
            let activity = Fresh.activity
            let one = try await world.client(.statementsWrite, .statementsReadMine)
            let two = try await world.client(.statementsWrite, .statementsReadMine)
            var own: [String] = []
            for _ in 0..<5 {
                own.append(try await one.record(Fresh.statement(activity: activity)))
                try await two.record(Fresh.statement(activity: activity))
            }
            var found: [String] = []
            var page = try await one.get("statements", [("activity", activity), ("limit", "2")])
            while true {
                let json = try page.json
                found += json["statements"].map { $0.elements.compactMap { $0["id"]?.string } } ?? []
                guard let more = json["more"]?.string, !more.isEmpty else { break }
                page = try await one.more(more)
            }
            #expect(found == own.reversed())
            #expect(try await two.get("statements", [("statementId", own[0])]).status == 404)
            #expect(try await two.ids([("agent", Fresh.agent(Fresh.mbox))]).isEmpty)
        }

        private static func second(of stored: String) -> Int64? { Instant(rfc3339: stored)?.unixSeconds }

        private static func seconds(_ header: String?) -> Int64? {
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.timeZone = TimeZone(identifier: "UTC")
            format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            return header.flatMap { format.date(from: $0) }.map { Int64($0.timeIntervalSince1970) }
        }
    }
}
