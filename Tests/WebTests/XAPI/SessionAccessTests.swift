import CMI5
import Content
import Database
import HTTPTypes
import JSON
import TestWorld
import Testing
import Values
import Web
import Workflows
import XAPI

@Suite struct SessionAccessTests {
    static let registration = UUID16(Spoken.id(700)) ?? UUID16(high: 0, low: 0)
    static let actor: JSONNode = [
        "account": ["homePage": "http://localhost:8080", "name": "learner-1"]
    ]
    private static let root = "http://example.com/package"

    /// A client that speaks with the credential of a fresh session of an xAPI package.
    static func session(_ lrs: LRSClient) async throws -> LRSClient {
        let (services, secrets) = (lrs.services, SessionSecrets(world: lrs.services.world))
        let terms = SessionTerms(
            sessionID: "s", registration: registration,
            actor: .account(homePage: "http://localhost:8080", name: "learner-1"), activityID: root,
            publisherID: root)
        let new = NewContentSession(
            tenant: LRSHouse.tenant, enrolment: nil, person: services.world.newID(), item: services.world.newID(),
            version: services.world.newID(), lesson: nil, handle: "h", kind: .tincan, terms: terms)
        try await services.database.write { tx in
            _ = try ContentSessions().open(
                new, id: services.world.newID(), secrets: secrets, now: services.world.now(), in: tx)
        }
        return lrs.with(authorization: "Basic " + secrets.token)
    }

    static func statement(actor: JSONNode = actor, registration: String? = "\(registration)") -> JSONNode {
        .compactObject([
            ("actor", actor), ("verb", ["id": "http://example.com/verbs/did"]),
            ("object", ["id": .string(root), "definition": ["name": ["en": "Renamed"]]]),
            ("context", registration.map { ["registration": .string($0)] }),
        ])
    }

    @Test("LRS-AUTHN-11: a session writes for its own learner and registration alone", arguments: Engine.underTest)
    func ownAlone(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let content = try await Self.session(lrs)
            #expect(try await content.post(Self.statement().text).status == .ok)
            let foreign = Self.statement(actor: ["mbox": "mailto:eve@example.com"])
            #expect(try await content.post(foreign.text).status == .forbidden)
            let elsewhere = Self.statement(registration: Spoken.id(701))
            #expect(try await content.post(elsewhere.text).status == .forbidden)
            #expect(try await lrs.ids().count == 1)
        }
    }

    @Test("A group is nobody's learner: whoever it has as members, a session's statement with one as actor is refused")
    func groups() async throws {
        try await LRSHouse.with { lrs in
            let content = try await Self.session(lrs)
            let member: JSONNode = [["mbox": "mailto:eve@example.com"]]
            guard case .object(let learner) = Self.actor else { return }
            for identifier in [[], learner] {
                let group = JSONNode.object([("objectType", "Group"), ("member", member)] + identifier)
                for version in ["1.0.3", "2.0.0"] {
                    let answer = try await content.post(Self.statement(actor: group).text, version: version)
                    #expect(answer.status == .forbidden, "\(answer.text)")
                }
            }
            #expect(try await lrs.ids([("agent", Spoken.agent("eve"))]).isEmpty)
        }
    }

    @Test("A statement without a registration gets that of its session, for good", arguments: Engine.underTest)
    func registrationFilled(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let content = try await Self.session(lrs)
            let bare = Self.statement(registration: nil)
            for id in [Spoken.id(1), Spoken.id(2)] {
                for _ in 0..<2 {
                    let answer = try await content.send(.put, "statements", [("statementId", id)], body: bare.text)
                    #expect(answer.status == .noContent)
                }
                for reader in [content, lrs] {
                    let got = try await reader.send(.get, "statements", [("statementId", id)])
                    #expect(got.status == .ok)
                    #expect(try got.json["context"]?["registration"]?.string == "\(Self.registration)")
                }
            }
            let asked = [("registration", "\(Self.registration)")]
            #expect(try await lrs.ids(asked) == [Spoken.id(2), Spoken.id(1)])
        }
    }

    @Test("LRS-VOID-10: a session may not void")
    func voiding() async throws {
        try await LRSHouse.with { lrs in
            let content = try await Self.session(lrs)
            let answer = try await content.post(Spoken.voiding(Spoken.id(1)).text)
            #expect(answer.status == .forbidden)
        }
    }

    @Test("A session reads the statements of its registration alone")
    func reading() async throws {
        try await LRSHouse.with { lrs in
            let content = try await Self.session(lrs)
            let others = try await lrs.record([Spoken.statement()])
            let own = try await content.record([Self.statement()])
            #expect(try await content.ids() == own)
            #expect(try await content.send(.get, "statements", [("statementId", others[0])]).status == .notFound)
        }
    }

    @Test("LRS-AUTHN-08 LRS-OBJ-10: a session's definitions don't become the activity's own")
    func definitions() async throws {
        try await LRSHouse.with { lrs in
            try await Self.session(lrs).record([Self.statement()])
            let answer = try await lrs.send(.get, "activities", [("activityId", Self.root)])
            #expect(answer.text == #"{"objectType":"Activity","id":"http://example.com/package"}"#)
        }
    }

    @Test("A package that leaves out actor or registration is completed with its session's")
    func tolerance() async throws {
        try await LRSHouse.with { lrs in
            let content = try await Self.session(lrs)
            let lectora = #"""
                {"actor":null,"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/a"},
                "context":{"registration":""}}
                """#
            let forgetful = Self.statement(registration: nil)
            #expect(try await content.post("[\(lectora), \(forgetful.text)]", version: "1.0.3").status == .ok)
            let found = try await lrs.send(.get, "statements", [("registration", "\(Self.registration)")])
            #expect(try found.statements.count == 2)
            #expect(try found.statements[1]["actor"]?["account"]?["name"]?.string == "learner-1")
            #expect(try await lrs.post(lectora, version: "1.0.3").status == .badRequest, "clients get no such help")
        }
    }

    @Test("A package keeps states and finds statements by an id with a space, as some tools write them; others don't")
    func spaces() async throws {
        try await LRSHouse.with { lrs in
            let content = try await Self.session(lrs)
            let id = "http://M5_Gravity Filtration"
            let state = [("activityId", id), ("agent", Self.actor.text), ("stateId", "bookmark")]
            for client in [content, lrs] {
                let put = try await client.send(
                    .put, "activities/state", state, body: "7", type: "text/plain", version: "1.0.3")
                #expect(put.status == (client.authorization == content.authorization ? .noContent : .badRequest))
            }
            #expect(try await content.send(.get, "activities/state", state).text == "7")
            let spoken: JSONNode = [
                "actor": Self.actor, "verb": ["id": "http://example.com/verbs/did"], "object": ["id": .string(id)],
                "context": ["registration": .string("\(Self.registration)")],
            ]
            let ids = try await content.record([spoken])
            #expect(try await content.ids([("activity", id)]) == ids)
        }
    }

    @Test("LRS-TIME-02: what a package sends without a timestamp has the time at which it was stored")
    func timestamp() async throws {
        try await LRSHouse.with { lrs in
            let content = try await Self.session(lrs)
            let ids = try await content.record([Self.statement(registration: nil), Self.statement()])
            for id in ids {
                let got = try await lrs.send(.get, "statements", [("statementId", id)]).json
                #expect(got["timestamp"]?.string == got["stored"]?.string && got["stored"] != nil)
            }
        }
    }

    @Test(
        "A session may speak of a hundred statements at once, and of more in several requests; a client of any number")
    func references() async throws {
        try await LRSHouse.with { lrs in
            let content = try await Self.session(lrs)
            func batch(_ count: Int) -> JSONNode {
                .array(
                    (0..<count).map { _ in
                        [
                            "actor": Self.actor, "verb": ["id": "http://example.com/verbs/did"],
                            "object": ["objectType": "StatementRef", "id": .string(Spoken.id(1))],
                            "context": ["registration": .string("\(Self.registration)")],
                        ]
                    })
            }
            #expect(try await content.post(batch(101).text).status == .contentTooLarge)
            #expect(try await lrs.ids().isEmpty)
            #expect(try await content.post(batch(100).text).status == .ok)
            #expect(try await lrs.post(batch(101).text).status == .ok)
        }
    }

    @Test("A session's states are kept under its registration, and other learners' are out of reach")
    func states() async throws {
        try await LRSHouse.with { lrs in
            let content = try await Self.session(lrs)
            let own = [("activityId", Self.root), ("agent", Self.actor.text), ("stateId", "suspend_data")]
            let put = try await content.send(
                .put, "activities/state", own, body: "x", type: "text/plain", version: "1.0.3")
            #expect(put.status == .noContent)
            #expect(try await content.send(.get, "activities/state", own).text == "x")
            #expect(try await lrs.send(.get, "activities/state", own).status == .notFound)
            let explicit = own + [("registration", "\(Self.registration)")]
            #expect(try await lrs.send(.get, "activities/state", explicit).text == "x")
            let foreign = [("activityId", Self.root), ("agent", Spoken.agent("eve")), ("stateId", "s")]
            #expect(try await content.send(.get, "activities/state", foreign).status == .forbidden)
        }
    }

    @Test("A session's credential works on the content host, a client's doesn't")
    func contentHost() async throws {
        try await LRSHouse.with(.sqlite, XAPISettings(audience: .sessions)) { lrs in
            let content = try await Self.session(lrs)
            #expect(try await content.post(Self.statement().text).status == .ok)
            #expect(try await lrs.send(.get, "statements").status == .unauthorized)
        }
    }
}
