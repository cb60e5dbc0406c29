import Access
import Database
import DemoData
import JSON
import NIOHTTP1
import ServiceWorld
import Testing
import Values
import Workflows
import XAPI

extension LRSConformance {
    /// Credentials and what they may do (1.0.3 Communication §4; IEEE 9274.1.1 §4.1.8).
    @Suite struct CredentialRules {
        @Test(
            "LRS-AUTHN-01, LRS-AUTHN-03, LRS-AUTHN-04, LRS-AUTHN-12: Basic with a good pair is let in; all else is 401 and told of Basic",
            arguments: LRSWorld.all)
        func basic(_ world: LRSWorld) async throws {
            let client = try await world.client(.all)
            #expect(try await client.get("statements", [("limit", "1")]).status == 200)
            let lower = client.authorization.map { "basic" + $0.dropFirst(5) }
            #expect(try await client.with(authorization: lower).get("statements", [("limit", "1")]).status == 200)
            for authorization in [
                nil, "nonsense", "Basic", "Basic ???", "Basic Og==", LRSClient.basic("unknown", "secret"), "Basic eHl6",
                client.authorization.map { $0 + "AAAA" }, "Bearer abc", "OAuth oauth_consumer_key=\"a\"", "",
            ] {
                let other = client.with(authorization: authorization)
                for resource in [
                    "statements", "agents", "activities", "activities/state", "activities/profile", "agents/profile",
                ] {
                    let answer = try await other.get(resource)
                    #expect(answer.status == 401, "\(authorization ?? "none") \(resource)")
                    #expect(answer["WWW-Authenticate"]?.hasPrefix("Basic") == true)
                }
            }
        }

        @Test(
            "LRS-AUTHN-02, LRS-AUTHN-05, LRS-AUTHN-06: each scope lets through what it names, on every resource, and nothing else",
            arguments: LRSWorld.all)
        func scopes(_ world: LRSWorld) async throws {
            let full = try world.client
            let activity = Fresh.activity
            try await full.record(Fresh.statement(activity: activity))
            let state = DocumentPlace.all()[0]
            let profiles = Array(DocumentPlace.all()[1...])
            for place in [state] + profiles { try await full.store(place, "a", [1]) }
            for scope in XAPIScope.allCases {
                let client = try await world.client(scope)
                let isAll = scope == .all
                let readsAll = isAll || scope == .allRead
                let writes = try await client.post(Fresh.statement()).status
                #expect(writes == (isAll || scope == .statementsWrite ? 200 : 403), "\(scope)")
                let reads = try await client.get("statements", [("limit", "1")]).status
                let mayRead = readsAll || scope == .statementsRead || scope == .statementsReadMine
                #expect(reads == (mayRead ? 200 : 403), "\(scope)")
                let mayState = isAll || scope == .state
                #expect(
                    try await client.send(.GET, state, "a").status == (mayState || readsAll ? 200 : 403), "\(scope)")
                #expect(
                    try await client.send(.POST, state, "\(scope)", Array("{}".utf8)).status == (mayState ? 204 : 403),
                    "\(scope)")
                #expect(try await client.send(.DELETE, state, "\(scope)").status == (mayState ? 204 : 403), "\(scope)")
                let mayProfile = isAll || scope == .profile
                for place in profiles {
                    #expect(try await client.send(.GET, place, "a").status == (mayProfile || readsAll ? 200 : 403))
                    #expect(
                        try await client.send(.POST, place, "\(scope)", Array("{}".utf8)).status
                            == (mayProfile ? 204 : 403))
                }
                let mayLook = ![.statementsWrite, .define, .keepAuthority, .mergeAgents].contains(scope)
                #expect(try await client.get("activities", [("activityId", activity)]).status == (mayLook ? 200 : 403))
                #expect(
                    try await client.get("agents", [("agent", Fresh.agent(Fresh.mbox))]).status == (mayLook ? 200 : 403)
                )
                #expect(try await client.get("about").status == 200)
            }
        }

        @Test(
            "LRS-AUTHN-08, LRS-OBJ-10, LRS-OBJ-11: only who may define changes what is known of an activity, and never its answers",
            arguments: LRSWorld.all)
        func define(_ world: LRSWorld) async throws {
            let owner = try await world.client(.statementsWrite, .define)
            let writer = try await world.client(.statementsWrite)
            let reader = try world.client
            let activity = Fresh.activity
            func say(_ name: String, _ tag: String, _ pattern: String) -> JSONNode {
                Fresh.statement(activity: activity).setting(
                    "object/definition",
                    [
                        "name": .object([(tag, .string(name))]), "interactionType": "fill-in",
                        "correctResponsesPattern": [.string(pattern)],
                    ])
            }
            try await owner.record(say("Name", "en", "right"))
            try await writer.record(say("Other", "en", "wrong"))
            try await owner.record(say("Nom", "fr", "changed"))
            let got = try await reader.get("activities", [("activityId", activity)]).json["definition"]
            #expect(
                got?["name"]?.isEquivalent(to: try JSONDocument(parsing: #"{"en":"Name","fr":"Nom"}"#).root) == true)
            #expect(got?["correctResponsesPattern"]?.rawText == #"["right"]"#)
            try await owner.record(say("New name", "en", "right"))
            let renamed = try await reader.get("activities", [("activityId", activity)]).json["definition"]
            #expect(renamed?["name"]?["en"]?.string == "New name")
        }

        @Test(
            "LRS-AUTHN-09: a rotated secret still works for a while, a revoked credential at once no more",
            arguments: LRSWorld.all)
        func rotation(_ world: LRSWorld) async throws {
            let services = try world.service.services
            let issued = try await HeldService.credential([.all], in: try world.service)
            let old = LRSClient(service: try world.service, credential: issued, version: world.version)
            #expect(try await old.get("statements", [("limit", "1")]).status == 200)
            let fresh = try await services.database.write { tx in
                try Credentials(world: services.world).rotate(
                    issued.keyID, tenant: DemoTenant.tenant, in: tx, now: services.world.now())
            }
            let new = LRSClient(service: try world.service, credential: fresh, version: world.version)
            for client in [old, new] { #expect(try await client.get("statements", [("limit", "1")]).status == 200) }
            try await services.database.write { tx in
                try Credentials(world: services.world).revoke(
                    issued.keyID, tenant: DemoTenant.tenant, in: tx, now: services.world.now())
            }
            for client in [old, new] { #expect(try await client.get("statements", [("limit", "1")]).status == 401) }
        }
    }
}
