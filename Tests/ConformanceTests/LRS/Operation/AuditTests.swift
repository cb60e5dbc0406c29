import Access
import Database
import DemoData
import DemoJourney
import JSON
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// What the audit log says of the LRS's use, over HTTP.
@Suite(.serialized, .timeLimit(.minutes(2))) struct AuditTests {
    /// The lines that come while something is done.
    private static func lines(
        _ service: RunningService, _ work: () async throws -> Void
    ) async throws -> [AuditLine] {
        let before = try await latest(service).first?.id ?? 0
        try await work()
        return try await latest(service).filter { $0.id > before }
    }

    private static func latest(_ service: RunningService) async throws -> [AuditLine] {
        try await service.services.database.read { try AuditLog.latest(100, of: DemoTenant.tenant, in: $0) }
    }

    @Test(
        """
        LRS-OPS-07: each request that writes leaves one line with its credential and the number of statements, each reading by \
        staff one with the user, and none holds content
        """,
        arguments: Engine.underTest)
    func oneLineEach(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let issued = try await ManageCredentials(service.services).add(
                name: "auditee", scopes: XAPIScopes([.all]), tenant: DemoTenant.tenant, by: .commandLine)
            let lrs = LRSClient(service: service, credential: issued, version: .v1)
            let browser = try await PickerVisit.administrator(of: service)
            let id = Saying.id()
            let state = [
                ("activityId", "http://example.com/a"), ("agent", #"{"mbox":"mailto:ann@example.com"}"#),
                ("stateId", "s"),
            ]
            let place = service.publicURL + "/admin/statements"
            let steps: [(verb: String, actor: String, count: Int64, run: () async throws -> Int)] = [
                ("statements.record", issued.keyID, 1, { try await lrs.put(id, Saying.statement(id)).status }),
                (
                    "statements.record", issued.keyID, 7,
                    { try await lrs.post(.array((0..<7).map { _ in Saying.statement() })).status }
                ),
                (
                    "document.write", issued.keyID, 1,
                    { try await lrs.send(.PUT, "activities/state", state, body: [1], type: "text/plain").status }
                ),
                ("document.delete", issued.keyID, 1, { try await lrs.send(.DELETE, "activities/state", state).status }),
                ("statements.browse", "", 8, { try await browser.get(place).status }),
                ("statement.read", "", 1, { try await browser.get(place + "/" + id).status }),
                ("statement.download", "", 1, { try await browser.get(place + "/\(id)/json").status }),
            ]
            for step in steps {
                let lines = try await Self.lines(service) {
                    let status = try await step.run()
                    #expect([200, 204].contains(status))
                }
                #expect(lines.map(\.verb) == [step.verb])
                #expect(lines.map(\.count) == [step.count], "\(step.verb)")
                #expect(lines.allSatisfy { step.actor.isEmpty ? $0.actorKind == "staff" : $0.actor == step.actor })
                #expect(!lines.contains { "\($0)".contains("example.com") }, "no content")
            }
            let refused = try await Self.lines(service) {
                let status = try await lrs.post(["verb": "none"]).status
                #expect(status == 400)
            }
            #expect(refused.isEmpty, "nothing was written")
        }
    }
}
