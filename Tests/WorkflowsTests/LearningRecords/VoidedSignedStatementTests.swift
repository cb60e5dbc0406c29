import Access
import Cohorts
import Cryptography
import Database
import JSON
import LearningRecords
import TestWorld
import Testing
import Values
import Workflows
import XAPI

@Suite("Voiding what a session said without a registration")
struct VoidedSignedStatementTests {
    /// As a signed statement is stored, which isn't completed with its session's registration.
    private static func store(_ id: UUID16, _ world: PrivacyWorld) async throws {
        let services = world.services
        let node: JSONNode = [
            "actor": [
                "account": ["homePage": .string(PrivacyWorld.publicURL), "name": .string(world.ada.accountName)]
            ],
            "verb": ["id": .string(VerbID.completed)], "object": ["id": .string(PrivacyWorld.activities[0])],
            "timestamp": .string(world.frozen.now.rfc3339),
        ]
        let value = try JSONDocument(parsing: node.serialized).root
        let statement = try StatementReader.read(value, version: .v1).get()
        let incoming = IncomingStatement(
            id: id, statement: statement, digest: Digest.sha256(statement.logicalForm),
            authority: services.ownAuthority, source: .session, sessionRegistration: world.enrolment.id,
            agentKey: services.agentKeying
        ) { stored in
            StatementCompletion(id: id, stored: stored, authority: nil).complete(statement)
        }
        try await services.database.write { tx in
            let stored = try services.storedClock.start(PrivacyWorld.tenant, in: tx)
            _ = try services.statements(of: PrivacyWorld.tenant).append([incoming], in: tx, stored: stored)
        }
    }

    @Test("Its tick goes with it, and a rebuild finds the same", arguments: Engine.underTest)
    func voided(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let id = world.services.world.newID()
            try await Self.store(id, world)
            _ = try await RebuildCompletions(world.services).run(tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(try await world.progress().modules[0].lessons[0].result.isMet)
            let issued = try await ManageCredentials(world.services).add(
                name: "All", scopes: try #require(XAPIScopes("all")), tenant: PrivacyWorld.tenant, by: .commandLine)
            let client = XAPIPrincipal.client(
                CredentialPrincipal(
                    tenant: PrivacyWorld.tenant, id: issued.keyID, name: "All", scopes: try #require(XAPIScopes("all")))
            )
            let voiding: JSONNode = [
                "actor": ["mbox": "mailto:admin@example.com"], "verb": ["id": .string(VerbID.voided)],
                "object": ["objectType": "StatementRef", "id": .string(id.description)],
            ]
            _ = try await RecordStatements(world.services).run(
                StatementSubmission(body: voiding.serialized, version: .v1), by: client)
            #expect(try await !world.progress().modules[0].lessons[0].result.isMet)
            let report = try await RebuildCompletions(world.services).run(
                tenant: PrivacyWorld.tenant, by: .commandLine)
            #expect(report.changes == 0)
        }
    }
}
