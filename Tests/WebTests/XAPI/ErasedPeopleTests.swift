import Access
import Database
import HTTPTypes
import JSON
import PersonalData
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// Systems that queued what they send mustn't bring back who was erased meanwhile (traps 25).
@Suite struct ErasedPeopleTests {
    private static let eve = Spoken.agent("eve")

    /// Eve was here, known by an address, and was erased.
    /// - Returns: the account that the service had given her.
    private static func eraseEve(_ lrs: LRSClient) async throws -> JSONNode {
        let services = lrs.services
        return try await services.database.write { tx in
            let now = services.world.now()
            let people = People(vault: services.vault, world: services.world)
            let eve = try people.findOrCreate(
                .email("eve@example.com"), of: LRSHouse.tenant, profile: PersonProfile(email: "eve@example.com"),
                source: .launch, in: tx, now: now)
            let publicURL = services.settings.publicURL
            let names = try people.reference(to: eve, publicURL: publicURL, in: tx).identifiers
            try people.destroyKey(of: eve.id, LRSHouse.tenant, names: names, in: tx, at: now)
            return ["account": ["homePage": .string(publicURL), "name": .string(eve.accountName)]]
        }
    }

    @Test("A document about somebody who was erased is refused", arguments: Engine.underTest)
    func documents(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let account = try await Self.eraseEve(lrs).text
            for agent in [Self.eve, account] {
                let state = [("activityId", "http://example.com/a"), ("agent", agent), ("stateId", "s")]
                let profile = [("agent", agent), ("profileId", "p")]
                for (path, parameters) in [("activities/state", state), ("agents/profile", profile)] {
                    for method in [HTTPRequest.Method.put, .post] {
                        let headers: [HTTPField.Name: String?] = [.ifNoneMatch: "*"]
                        let answer = try await lrs.send(method, path, parameters, body: "{}", headers: headers)
                        #expect(answer.status == .conflict, "\(method) \(path): \(answer.text)")
                    }
                    #expect(try await lrs.send(.get, path, parameters).status == .notFound)
                }
            }
            let others = [("agent", Spoken.agent("ann")), ("profileId", "p")]
            let kept = try await lrs.send(
                .put, "agents/profile", others, body: "{}", headers: [.ifNoneMatch: "*"])
            #expect(kept.status == .noContent)
        }
    }

    @Test("A client's statement with the account that the service gave is refused too", arguments: Engine.underTest)
    func account(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let account = try await Self.eraseEve(lrs)
            guard case .object(let members) = Spoken.statement() else { return }
            let statement = JSONNode.object(members.map { $0.0 == "actor" ? ("actor", account) : $0 })
            #expect(try await lrs.post(statement.text).status == .conflict)
            #expect(try await lrs.post(Spoken.statement(actor: "eve").text).status == .conflict)
            #expect(try await lrs.ids().isEmpty)
        }
    }

    @Test(
        "A session's statement may speak of its own learner and of others, but not of who was erased",
        arguments: Engine.underTest)
    func session(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            _ = try await Self.eraseEve(lrs)
            let content = try await SessionAccessTests.session(lrs)
            func statement(instructor: String) -> String {
                JSONNode.object([
                    ("verb", ["id": "http://example.com/verbs/did"]), ("object", ["id": "http://example.com/a"]),
                    ("context", ["instructor": ["mbox": .string("mailto:\(instructor)@example.com")]]),
                ]).text
            }
            #expect(try await content.post(statement(instructor: "eve"), version: "1.0.3").status == .conflict)
            #expect(try await content.post(statement(instructor: "ann"), version: "1.0.3").status == .ok)
            #expect(try await lrs.ids().count == 1)
        }
    }
}
