import Access
import Database
import HTTPTypes
import JSON
import Testing
import Values
import Web
import Workflows

@Suite struct VersionAndAccessTests {
    @Test(
        "LRS-VER-02 LRS-VER-03 LRS-VER-04 LRS-VER-12: good versions are served by their line",
        arguments: [
            ("1.0", "1.0.3"), ("1.0.0", "1.0.3"), ("1.0.9", "1.0.3"), (" 1.0.3 ", "1.0.3"), ("2.0", "2.0.0"),
            ("2.0.1", "2.0.0"),
        ])
    func good(version: String, answered: String) async throws {
        try await LRSHouse.with { lrs in
            let answer = try await lrs.send(.get, "statements", version: version)
            #expect(answer.status == .ok)
            #expect(answer["X-Experience-API-Version"] == answered)
        }
    }

    @Test(
        "LRS-VER-05 LRS-VER-06 LRS-VER-07 LRS-VER-09 LRS-VER-10: other versions are refused with a text",
        arguments: ["0.9", "0.95", "1.1.0", "1.5", "2.1.0", "3.0.0", "abc", "1.0."])
    func bad(version: String) async throws {
        try await LRSHouse.with { lrs in
            let answer = try await lrs.send(.get, "statements", version: version)
            #expect(answer.status == .badRequest)
            #expect(answer.text.contains("1.0.3") && answer.text.contains("2.0.0"))
        }
    }

    @Test("LRS-VER-01 LRS-VER-08: without a version the base path names one, on errors too")
    func missing() async throws {
        try await LRSHouse.with { lrs in
            for path in [
                "statements", "activities/state", "agents", "activities", "agents/profile", "activities/profile",
            ] {
                let plain = try await lrs.send(.get, path, version: nil)
                #expect(plain.status == .badRequest && plain["X-Experience-API-Version"] == "2.0.0")
                let old = try await lrs.send(.get, "1.0.3/" + path, version: nil)
                #expect(old.status == .badRequest && old["X-Experience-API-Version"] == "1.0.3")
            }
        }
    }

    @Test("LRS-ABOUT-01 LRS-ABOUT-02 LRS-ABOUT-04 LRS-ABOUT-05: about needs neither version nor credentials")
    func about() async throws {
        try await LRSHouse.with { lrs in
            let answer = try await lrs.send(.get, "about", version: "9.9", headers: [.authorization: nil])
            #expect(answer.status == .ok)
            #expect(try answer.json["version"]?.rawText == #"["1.0.3","2.0.0"]"#)
            let old = try await lrs.send(.get, "1.0.3/about", version: nil, headers: [.authorization: nil])
            #expect(try old.json["version"]?.rawText == #"["1.0.3"]"#)
        }
    }

    @Test(
        "LRS-AUTHN-03 LRS-AUTHN-12: missing or bad credentials are 401, with what is wanted",
        arguments: [nil, "nonsense", "Basic ???", "Basic Og==", "Basic eDp5", "Bearer x"] as [String?])
    func unauthenticated(authorization: String?) async throws {
        try await LRSHouse.with { lrs in
            let answer = try await lrs.send(.get, "statements", headers: [.authorization: authorization])
            #expect(answer.status == .unauthorized)
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Basic") == true)
        }
    }

    @Test("LRS-AUTHN-02 LRS-AUTHN-05 LRS-AUTHN-06: scopes hold")
    func scopes() async throws {
        try await LRSHouse.with { lrs in
            let reader = lrs.with(try await LRSHouse.credential(.statementsRead, services: lrs.services))
            let writer = lrs.with(try await LRSHouse.credential(.statementsWrite, services: lrs.services))
            #expect(try await reader.send(.get, "statements").status == .ok)
            #expect(try await reader.post(Spoken.statement().text).status == .forbidden)
            #expect(try await writer.post(Spoken.statement().text).status == .ok)
            #expect(try await writer.send(.get, "statements").status == .forbidden)
            let state = [("activityId", "http://e.com/a"), ("agent", Spoken.agent("ann")), ("stateId", "s")]
            #expect(try await reader.send(.put, "activities/state", state, body: "{}").status == .forbidden)
        }
    }

    @Test("LRS-AUTHN-07: statements/read/mine sees the client's own alone")
    func mine() async throws {
        try await LRSHouse.with { lrs in
            let first = lrs.with(
                try await LRSHouse.credential(.statementsWrite, .statementsReadMine, services: lrs.services))
            let second = lrs.with(
                try await LRSHouse.credential(.statementsWrite, .statementsReadMine, services: lrs.services))
            let own = try await first.record([Spoken.statement(), Spoken.statement()])
            let others = try await second.record([Spoken.statement()])
            #expect(try await first.ids() == own.reversed())
            #expect(try await second.ids() == others)
            #expect(try await second.send(.get, "statements", [("statementId", own[0])]).status == .notFound)
        }
    }

    @Test("LRS-AUTHN-09: a revoked credential ends with the next request")
    func revoked() async throws {
        try await LRSHouse.with { lrs in
            #expect(try await lrs.send(.get, "statements").status == .ok)
            let (services, keyID) = (lrs.services, lrs.credential.keyID)
            try await services.database.write { tx in
                try Credentials(world: services.world).revoke(
                    keyID, tenant: LRSHouse.tenant, in: tx, now: services.world.now())
            }
            #expect(try await lrs.send(.get, "statements").status == .unauthorized)
            #expect(try await lrs.post(Spoken.statement().text).status == .unauthorized)
        }
    }

    @Test(
        "LRS-HDR-10 LRS-HDR-12: browsers are told what they need, on errors too, and a preflight needs no credentials")
    func crossOrigin() async throws {
        try await LRSHouse.with { lrs in
            let origin = "http://p1.content.localhost:8081"
            let preflight = try await lrs.send(
                .options, "statements", version: nil, headers: [.authorization: nil, .origin: origin])
            #expect(preflight.status == .noContent)
            #expect(preflight.headers[.accessControlAllowOrigin] == origin)
            #expect(preflight.headers[.accessControlAllowHeaders]?.contains("X-Experience-API-Version") == true)
            let refused = try await lrs.send(.get, "statements", headers: [.authorization: nil, .origin: origin])
            #expect(refused.status == .unauthorized)
            #expect(refused.headers[.accessControlAllowOrigin] == origin)
            #expect(refused.headers[.accessControlExposeHeaders]?.contains("ETag") == true)
            let foreign = try await lrs.send(.options, "statements", headers: [.origin: "http://evil.example"])
            #expect(foreign.headers[.accessControlAllowOrigin] == nil)
        }
    }

    @Test("LRS-ERR-15 LRS-ERR-18: other methods are 405 with Allow, unknown paths 404, repeated slashes one")
    func paths() async throws {
        try await LRSHouse.with { lrs in
            let answer = try await lrs.send(.delete, "statements")
            #expect(answer.status == .methodNotAllowed && answer.headers[.allow]?.contains("PUT") == true)
            #expect(try await lrs.send(.put, "agents").status == .methodNotAllowed)
            for (method, path, allowed) in [
                (HTTPRequest.Method.patch, "activities/state", "GET, HEAD, PUT, POST, DELETE"),
                (.post, "extensions/stream", "GET, HEAD"),
            ] {
                let answer = try await lrs.send(method, path)
                #expect(answer.status == .methodNotAllowed && answer.headers[.allow] == allowed, "\(path)")
            }
            #expect(try await lrs.send(.patch, "nothing").status == .notFound)
            #expect(try await lrs.send(.get, "extensions/none").status == .notFound)
            #expect(try await lrs.send(.get, "/statements").status == .ok)
        }
    }

    @Test("LRS-ERR-11: what is too large is 413")
    func tooLarge() async throws {
        var settings = XAPISettings(audience: .everybody)
        settings.statementLimit = 2_000
        try await LRSHouse.with(.sqlite, settings) { lrs in
            let large = Spoken.statement(extra: [
                ("result", ["response": .string(String(repeating: "x", count: 3_000))])
            ])
            let answer = try await lrs.post(large.text)
            #expect(answer.status == .contentTooLarge)
        }
    }

    @Test("A client's credential is worth nothing on the content host")
    func contentHost() async throws {
        try await LRSHouse.with(.sqlite, XAPISettings(audience: .sessions)) { lrs in
            let answer = try await lrs.send(.get, "statements")
            #expect(answer.status == .unauthorized)
        }
    }
}
