import Access
import Database
import DemoData
import DemoJourney
import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// Two customers of one service, over HTTP.
@Suite(.serialized, .timeLimit(.minutes(2))) struct TenantTests {
    private static let other = TenantID(2)

    private static func client(
        _ service: RunningService, _ tenant: TenantID
    ) async throws -> (lrs: LRSClient, key: IssuedCredential) {
        let issued = try await ManageCredentials(service.services).add(
            name: "client of \(tenant.number)", scopes: XAPIScopes([.all]), tenant: tenant, by: .commandLine)
        return (LRSClient(service: service, credential: issued, version: .v2), issued)
    }

    @Test(
        """
        LRS-OPS-06: what one tenant stores, another neither sees nor touches: statements, with the same id in both, attachments, \
        documents, activities and credentials
        """,
        arguments: Engine.underTest)
    func apart(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            try await service.services.database.write { tx in
                _ = try Tenants.create(Self.other, name: "Other", in: tx, now: service.services.world.now())
            }
            let (mine, myKey) = try await Self.client(service, DemoTenant.tenant)
            let (theirs, theirKey) = try await Self.client(service, Self.other)
            let (id, alone) = (Saying.id(), Saying.id())
            let verb = "http://example.com/tenants"
            #expect(try await mine.put(id, Saying.statement(id, verb: verb, actor: "ann")).status == 204)
            #expect(try await theirs.put(id, Saying.statement(id, verb: verb, actor: "bob")).status == 204)
            #expect(try await mine.put(alone, Saying.statement(alone, verb: verb)).status == 204)
            #expect(try await mine.statement(id)["actor"]?["mbox"]?.string == "mailto:ann@example.com")
            #expect(try await theirs.statement(id)["actor"]?["mbox"]?.string == "mailto:bob@example.com")
            #expect(try await theirs.get("statements", [("statementId", alone)]).status == 404)
            #expect(try await mine.ids([("verb", verb)]).count == 2)
            #expect(try await theirs.ids([("verb", verb)]) == [id])
            #expect(try await theirs.post(Saying.voiding(alone)).status == 200)
            #expect(try await mine.get("statements", [("statementId", alone)]).status == 200)
            try await Self.expectDocumentsApart(mine, theirs)
            try await Self.expectKeysApart(service, myKey, theirKey)
        }
    }

    private static func expectDocumentsApart(_ mine: LRSClient, _ theirs: LRSClient) async throws {
        let agent = #"{"mbox":"mailto:ann@example.com"}"#
        let places: [(String, [(String, String)])] = [
            ("activities/state", [("activityId", "http://example.com/a"), ("agent", agent), ("stateId", "s")]),
            ("activities/profile", [("activityId", "http://example.com/a"), ("profileId", "s")]),
            ("agents/profile", [("agent", agent), ("profileId", "s")]),
        ]
        for (resource, parameters) in places {
            let stored = try await mine.send(
                .PUT, resource, parameters, body: Array("mine".utf8), type: "text/plain",
                headers: [("If-None-Match", "*")])
            #expect(stored.status == 204, "\(resource)")
            #expect(try await theirs.get(resource, parameters).status == 404)
            #expect(try await theirs.get(resource, Array(parameters.dropLast())).text == "[]")
            let deletion = try await theirs.send(.DELETE, resource, parameters, headers: [("If-Match", "*")])
            #expect([204, 404, 412].contains(deletion.status))
            #expect(try await mine.get(resource, parameters).text == "mine")
        }
    }

    private static func expectKeysApart(
        _ service: RunningService, _ mine: IssuedCredential, _ theirs: IssuedCredential
    ) async throws {
        let manage = ManageCredentials(service.services)
        #expect(try await !manage.list(of: DemoTenant.tenant).map(\.keyID).contains(theirs.keyID))
        #expect(try await !manage.list(of: other).map(\.keyID).contains(mine.keyID))
        await #expect(throws: ServiceError.self) {
            try await manage.revoke(mine.keyID, tenant: other, by: .commandLine)
        }
        let client = LRSClient(service: service, credential: mine, version: .v2)
        #expect(try await client.get("statements", [("limit", "1")]).status == 200)
        let browser = try await PickerVisit.administrator(of: service)
        let page = try await browser.get(service.publicURL + "/admin/credentials")
        #expect(page.text.contains(mine.keyID) && !page.text.contains(theirs.keyID))
    }
}
