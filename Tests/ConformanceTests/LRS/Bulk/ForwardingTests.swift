import Access
import Database
import DemoData
import DemoJourney
import Foundation
import JSON
import LearningRecords
import NIOHTTP1
import Outbox
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// Statements that go on to another record store: two services in one process, over HTTP.
@Suite(.serialized) struct ForwardingTests {
    private static func administrator(_ service: RunningService) async throws -> StaffPrincipal {
        StaffPrincipal(
            tenant: DemoTenant.tenant, user: service.services.world.newID(), roles: Roles([.administrator]))
    }

    private static func withContextAgents(_ id: String) -> JSONNode {
        [
            "id": .string(id), "actor": ["mbox": "mailto:ann@example.com"], "verb": ["id": "http://example.com/did"],
            "object": ["id": "http://example.com/lesson"],
            "context": [
                "contextAgents": [
                    ["objectType": "contextAgent", "agent": ["mbox": "mailto:tutor@example.com"]]
                ]
            ],
        ]
    }

    @Test(
        "LRS-CT-25: statements forwarded to another LRS travel with their attachments, in order, each once",
        arguments: Engine.underTest)
    func withAttachments(engine: Engine) async throws {
        try await RunningService.with(engine) { (second: RunningService) async throws in
            let reader = try await LRSVisitor(service: second, scopes: .all)
            let issued = try await ManageCredentials(second.services).add(
                name: "from the first", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, by: .commandLine)
            try await RunningService.with(engine) { (first: RunningService) async throws in
                var lrs = try await LRSVisitor(service: first, scopes: .all)
                lrs.version = "1.0.3"
                var settings = ForwardingSettings(
                    name: "Second", kind: .recordStore, url: second.publicURL + "/xapi/")
                settings.keyID = issued.keyID
                settings.secret = issued.secret
                settings.verb = "http://example.com/did"
                _ = try await ManageForwarding(first.services).add(
                    settings, fromStart: false, by: try await Self.administrator(first))
                let data = TestData("travels along")
                let ids = (0..<60).map { _ in Saying.id() }
                #expect(try await lrs.post(json: .array(ids[..<55].map { Saying.statement($0) })).status == 200)
                let attached = Saying.statement(ids[55], attachments: [data.attachment()])
                #expect(try await lrs.post(MultipartBody(attached, [data])).status == 200)
                #expect(try await lrs.post(json: .array(ids[56...].map { Saying.statement($0) })).status == 200)
                #expect(try await lrs.post(json: Saying.statement(verb: "http://example.com/other")).status == 200)
                let filter = [("verb", "http://example.com/did"), ("ascending", "true")]
                try await eventually("all statements are there") {
                    return try await reader.ids(filter) == ids
                }
                #expect(try await reader.fetch(ids[55]).data == [data.sha2: data.bytes])
                #expect(try await reader.count(verb: "http://example.com/other") == 0)
            }
        }
    }

    @Test(
        "A store said to be of 1.0.3 gets each statement under the version that it came in, unchanged, in their order")
    func ownVersions() async throws {
        try await RunningService.with { (second: RunningService) async throws in
            let reader = try await LRSVisitor(service: second, scopes: .all)
            let issued = try await ManageCredentials(second.services).add(
                name: "from the first", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, by: .commandLine)
            try await RunningService.with { (first: RunningService) async throws in
                var lrs = try await LRSVisitor(service: first, scopes: .all)
                let ids = (0..<6).map { _ in Saying.id() }
                for (place, id) in ids.enumerated() {
                    lrs.version = [0, 3].contains(place) ? "1.0.3" : "2.0.0"
                    let statement = place == 4 ? Self.withContextAgents(id) : Saying.statement(id)
                    #expect(try await lrs.post(json: statement).status == 200)
                }
                var settings = ForwardingSettings(name: "Older", kind: .recordStore, url: second.publicURL + "/xapi")
                (settings.keyID, settings.secret, settings.version) = (issued.keyID, issued.secret, "1.0.3")
                let staff = try await Self.administrator(first)
                let manage = ManageForwarding(first.services)
                let target = try await manage.add(settings, fromStart: true, by: staff).id
                try await eventually("all six are there") {
                    try await manage.find(target, for: staff).standing.target.sent == 6
                }
                #expect(try await reader.ids([("ascending", "true")]) == ids)
                var versions: [String?] = []
                for id in ids {
                    let page = try await reader.send(.GET, "statements", [("statementId", id)])
                    versions.append(try JSONDocument(parsing: page.body).root["version"]?.string)
                }
                #expect(versions == ["1.0.0", "2.0.0", "2.0.0", "1.0.0", "2.0.0", "2.0.0"])
            }
        }
    }

    @Test("A statement that was voided before it was sent goes along with the voiding one")
    func voided() async throws {
        try await RunningService.with { (second: RunningService) async throws in
            let reader = try await LRSVisitor(service: second, scopes: .all)
            let issued = try await ManageCredentials(second.services).add(
                name: "from the first", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, by: .commandLine)
            try await RunningService.with { (first: RunningService) async throws in
                let lrs = try await LRSVisitor(service: first, scopes: .all)
                let id = Saying.id()
                #expect(try await lrs.post(json: Saying.statement(id)).status == 200)
                #expect(try await lrs.post(json: Saying.voiding(id)).status == 200)
                var settings = ForwardingSettings(name: "Second", kind: .recordStore, url: second.publicURL + "/xapi")
                (settings.keyID, settings.secret, settings.version) = (issued.keyID, issued.secret, "2.0.0")
                let staff = try await Self.administrator(first)
                let target = try await ManageForwarding(first.services).add(settings, fromStart: true, by: staff).id
                try await eventually("both are there") {
                    try await ManageForwarding(first.services).find(target, for: staff).standing.target.sent == 2
                }
                #expect(try await reader.send(.GET, "statements", [("statementId", id)]).status == 404)
                #expect(try await reader.send(.GET, "statements", [("voidedStatementId", id)]).status == 200)
            }
        }
    }

    @Test("A statement that the other side refuses is put aside with its answer; the others go on")
    func refused() async throws {
        try await RunningService.with { (second: RunningService) async throws in
            let reader = try await LRSVisitor(service: second, scopes: .all)
            let issued = try await ManageCredentials(second.services).add(
                name: "from the first", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, by: .commandLine)
            let ids = (0..<5).map { _ in Saying.id() }
            #expect(try await reader.post(json: Saying.statement(ids[2], actor: "eve")).status == 200)
            try await RunningService.with { (first: RunningService) async throws in
                let lrs = try await LRSVisitor(service: first, scopes: .all)
                #expect(try await lrs.post(json: .array(ids.map { Saying.statement($0) })).status == 200)
                var settings = ForwardingSettings(name: "Second", kind: .recordStore, url: second.publicURL + "/xapi")
                (settings.keyID, settings.secret, settings.version) = (issued.keyID, issued.secret, "2.0.0")
                let staff = try await Self.administrator(first)
                let manage = ManageForwarding(first.services)
                let target = try await manage.add(settings, fromStart: true, by: staff).id
                try await eventually("four are there beside the other one") {
                    return try await reader.ids([("verb", "http://example.com/did")]).count == 5
                }
                try await eventually("the refusal is on record") {
                    let found = try await manage.find(target, for: staff)
                    return found.standing.target.sent == 4 && found.refusals.map(\.statement.description) == [ids[2]]
                        && found.refusals.map(\.status) == [409]
                }
            }
        }
    }

    @Test("Data is forwarded as a stream: a large attachment goes on within a small part of its size in memory")
    func large() async throws {
        let limit = 300 << 20
        try await RunningService.with(adjust: { $0.recordLimits.attachments = limit }) { second in
            let reader = try await LRSVisitor(service: second, scopes: .all)
            let issued = try await ManageCredentials(second.services).add(
                name: "from the first", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, by: .commandLine)
            try await RunningService.with(adjust: { $0.recordLimits.attachments = limit }) { first in
                let lrs = try await LRSVisitor(service: first, scopes: .all)
                let transfer = LargeTransfer(megabytes: 256)
                let before = try LargeTransfer.residentMegabytes()
                let id = Saying.id()
                #expect(try await transfer.send(id, by: lrs) == 200)
                var settings = ForwardingSettings(name: "Second", kind: .recordStore, url: second.publicURL + "/xapi")
                (settings.keyID, settings.secret, settings.version) = (issued.keyID, issued.secret, "2.0.0")
                let staff = try await Self.administrator(first)
                let target = try await ManageForwarding(first.services).add(settings, fromStart: true, by: staff).id
                try await eventually("the statement is there") {
                    try await ManageForwarding(first.services).find(target, for: staff).standing.target.sent == 1
                }
                let grown = try LargeTransfer.residentMegabytes() - before
                #expect(grown < 128, "\(grown) MiB, both services' share among them")
                #expect(try await transfer.matches(id, by: reader))
            }
        }
    }

    @Test("A system that doesn't answer keeps its place: the message waits and is tried again")
    func away() async throws {
        try await RunningService.with { (service: RunningService) async throws in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            #expect(try await lrs.post(json: Saying.statement()).status == 200)
            let port = try FreePort.find(1)[0]
            let settings = ForwardingSettings(name: "Away", kind: .webhook, url: "http://127.0.0.1:\(port)/hook")
            let staff = try await Self.administrator(service)
            let target = try await ManageForwarding(service.services).add(settings, fromStart: true, by: staff)
            #expect(target.secret.reveal().hasPrefix("whsec_"))
            try await eventually("the message was tried") {
                let found = try await ManageForwarding(service.services).find(target.id, for: staff).standing
                return found.delivery?.state == .waiting && found.delivery?.note != nil && found.target.sent == 0
            }
        }
    }
}

/// Asks again and again for what another task brings about, at most for half a minute.
func eventually(_ what: Comment, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
        if try await condition() { return }
        await Task.yield()
    }
    Issue.record(what)
}
