import Access
import CMI5
import Cohorts
import Content
import Database
import JSON
import LearningRecords
import TestWorld
import Testing
import Values
import Workflows
import XAPI

@Suite("How long a session is let in")
struct SessionLifeTests {
    private static let root = "https://content.example/package"

    /// - Returns: the session, and what it shows at the door.
    private static func open(_ world: PrivacyWorld) async throws -> (ContentSession, String) {
        let (services, secrets) = (world.services, SessionSecrets(world: world.services.world))
        let terms = SessionTerms(
            sessionID: "s", registration: world.enrolment.id,
            actor: .account(homePage: PrivacyWorld.publicURL, name: world.ada.accountName), activityID: root,
            publisherID: root)
        let new = NewContentSession(
            tenant: PrivacyWorld.tenant, enrolment: world.enrolment.id, person: world.ada.id,
            item: services.world.newID(), version: services.world.newID(), lesson: nil, handle: "h", kind: .tincan,
            terms: terms)
        let opened = try await services.database.write { tx in
            try ContentSessions().open(
                new, id: services.world.newID(), secrets: secrets, now: services.world.now(), in: tx)
        }
        return (opened.session, "Basic " + secrets.token)
    }

    @Test("Whatever a session asks for keeps it alive, not statements alone", arguments: Engine.underTest)
    func seen(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let (_, authorization) = try await Self.open(world)
            let access = RecordsAccess(world.services)
            for _ in 0..<3 {
                world.frozen.advance(seconds: 20 * 3_600)
                let principal = try await access.principal(
                    authorization: authorization, sessionsOnly: true, address: "192.0.2.1")
                #expect(principal.tenant == PrivacyWorld.tenant)
                let overdue = try await world.services.database.read { tx in
                    try ContentSessions().overdue(now: world.frozen.now, limit: 10, in: tx)
                }
                #expect(overdue.isEmpty)
            }
            world.frozen.advance(seconds: 25 * 3_600)
            let refusal = await PrivacyWorld.error {
                _ = try await access.principal(
                    authorization: authorization, sessionsOnly: true, address: "192.0.2.1")
            }
            #expect(refusal?.code == .unauthenticated)
        }
    }

    @Test("The live stream of a session ends with it", arguments: Engine.underTest)
    func stream(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let (session, authorization) = try await Self.open(world)
            let (services, access) = (world.services, RecordsAccess(world.services))
            let principal = try await access.principal(
                authorization: authorization, sessionsOnly: true, address: "192.0.2.1")
            let follow = FollowStatements(services, access: access, bound: ConsistencyBound(services))
            let start = try await follow.start(after: nil, since: nil, by: principal)
            _ = try await follow.next(StatementQuestion(), after: start, by: principal)
            _ = try await services.database.write { tx in
                try ContentSessions().end(session, now: world.frozen.now, in: tx)
            }
            let refusal = await PrivacyWorld.error {
                _ = try await follow.next(StatementQuestion(), after: start, by: principal)
            }
            #expect(refusal?.code == .unauthenticated)
        }
    }
}
