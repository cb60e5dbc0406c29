import Access
import Cryptography
import Database
import DemoData
import DemoJourney
import Foundation
import JSON
import LearningRecords
import Outbox
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// Forwarding while the other side is away: the first service's clock is the test's, the second one really ends and
/// comes back on the same address, with its data.
@Suite(.serialized, .timeLimit(.minutes(4))) struct ForwardingOutageTests {
    private static let registrations = (0..<3).map { _ in Saying.id() }
    private static let staff = StaffPrincipal(
        tenant: DemoTenant.tenant, user: World.system.newID(), roles: Roles([.administrator]))

    private static func statement(_ id: String, _ number: Int) -> JSONNode {
        [
            "id": .string(id), "actor": ["mbox": "mailto:ann@example.com"], "verb": ["id": "http://example.com/did"],
            "object": ["id": .string("http://example.com/page/\(number)")],
            "context": ["registration": .string(registrations[number % 3])],
        ]
    }

    @Test(
        """
        LRS-OPS-04: a record store that is away for hours gets everything afterwards, with attachments, in each registration's \
        order, the tries ever farther apart; what it refuses and what is given up is listed and sent again
        """,
        arguments: Engine.underTest)
    func away(engine: Engine) async throws {
        let place = try await ServicePlace(engine)
        defer { place.folder.remove() }
        let ids = (0..<24).map { _ in Saying.id() }
        let issued = try await RunningService.with(adjust: { $0 = place.configuration }) { second in
            let lrs = try await LRSVisitor(service: second, scopes: .all)
            #expect(try await lrs.post(json: Saying.statement(ids[5], actor: "eve")).status == 200)
            return try await ManageCredentials(second.services).add(
                name: "from the first", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, by: .commandLine)
        }
        let frozen = FrozenWorld(now: World.system.now())
        try await RunningService.with(engine, world: frozen.world) { first in
            let outage = Outage(first: first, frozen: frozen, staff: Self.staff)
            let data = TestData("kept while it was away")
            try await outage.post(ids[..<12].enumerated().map { Self.statement($1, $0) })
            let target = try await outage.addTarget(place.publicURL, issued)
            let lost = try await outage.addTarget("http://127.0.0.1:\(try FreePort.find(1)[0])", issued)
            try await outage.wait(hours: 1, for: target)
            let attached = Self.statement(ids[12], 12).adding("attachments", [data.attachment()])
            try await outage.post(attached, data)
            try await outage.post(ids[13...].enumerated().map { Self.statement($1, $0 + 13) })
            #expect(try await outage.standing(target).target.sent == 0)
            try await RunningService.with(adjust: { $0 = place.configuration }) { second in
                let reader = try await LRSVisitor(service: second, scopes: .all)
                try await eventually("everything arrives") {
                    try await outage.skip(to: target)
                    return try await outage.standing(target).target.sent == 23
                }
                for (number, registration) in Self.registrations.enumerated() {
                    let sent = ids.enumerated().filter { $0.offset % 3 == number && $0.offset != 5 }.map(\.element)
                    #expect(try await reader.ids([("registration", registration), ("ascending", "true")]) == sent)
                }
                #expect(try await reader.fetch(ids[12]).data == [data.sha2: data.bytes])
            }
            let refusals = try await ManageForwarding(first.services).find(target, for: Self.staff).refusals
            #expect(refusals.map(\.statement.description) == [ids[5]] && refusals.map(\.status) == [409])
            try await outage.expectDeadLetter(lost)
        }
    }
}

/// The side that goes on.
private struct Outage: Sendable {
    let first: RunningService
    let frozen: FrozenWorld
    let staff: StaffPrincipal

    private var manage: ManageForwarding { ManageForwarding(first.services) }

    func post(_ statements: [JSONNode]) async throws {
        let lrs = try await LRSVisitor(service: first, scopes: .all)
        #expect(try await lrs.post(json: .array(statements)).status == 200)
    }

    func post(_ statement: JSONNode, _ data: TestData) async throws {
        let lrs = try await LRSVisitor(service: first, scopes: .all)
        #expect(try await lrs.post(MultipartBody(statement, [data])).status == 200)
    }

    func addTarget(_ base: String, _ issued: IssuedCredential) async throws -> UUID16 {
        var settings = ForwardingSettings(name: "Second", kind: .recordStore, url: base + "/xapi/")
        (settings.keyID, settings.secret, settings.verb) = (issued.keyID, issued.secret, "http://example.com/did")
        settings.version = "2.0.0"
        return try await manage.add(settings, fromStart: true, by: staff).id
    }

    func standing(_ target: UUID16) async throws -> ManageForwarding.Standing {
        try await manage.find(target, for: staff).standing
    }

    /// Lets the time pass until the next try is due.
    func skip(to target: UUID16) async throws {
        guard let entry = try await standing(target).delivery, entry.state == .waiting, entry.dueAt > frozen.now else {
            return
        }
        frozen.now = entry.dueAt.adding(seconds: 1)
    }

    /// Lets time pass try by try; each delay is longer than the one before.
    func wait(hours: Int64, for target: UUID16) async throws {
        let start = frozen.now
        var (tries, before) = (0, Int64(0))
        while frozen.now < start.adding(seconds: hours * 3_600) {
            tries += 1
            let expected = tries
            try await eventually("try \(expected) is made and recorded") {
                guard let entry = try await standing(target).delivery else { return false }
                return entry.attempts == expected && entry.note != nil && entry.dueAt > frozen.now
            }
            let due = try #require(try await standing(target).delivery).dueAt
            let delay = due.microseconds(since: frozen.now)
            #expect(delay > before)
            before = delay
            frozen.now = due
        }
        #expect(tries >= 4)
    }

    /// A message whose tries are used up is listed, and goes its way again when it is told to.
    func expectDeadLetter(_ target: UUID16) async throws {
        try await eventually("the message is given up") {
            try await skip(to: target)
            return try await standing(target).delivery?.state == .dead
        }
        let outbox = ReadOutbox(first.services)
        let dead = try await outbox.list(OutboxFilter(state: .dead), for: staff).deliveries.map(\.entry)
        let entry = try #require(dead.first { $0.topic == ForwardStatements.topic })
        #expect(entry.attempts == RetrySchedule.standard.mostAttempts)
        try await outbox.replay(entry.id, by: staff)
        try await eventually("it is tried again") {
            try await standing(target).delivery.map { $0.state == .waiting && $0.attempts == 1 } ?? false
        }
    }
}

extension JSONNode {
    /// An object with one more member.
    func adding(_ name: String, _ value: JSONNode) -> JSONNode {
        guard case .object(let members) = self else { return self }
        return .object(members + [(name, value)])
    }
}
