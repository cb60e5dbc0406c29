import CMI5
import Content
import Database
import JSON
import TestWorld
import Testing
import Values
import XAPI

@Suite("Sessions of content")
struct ContentSessionTests {
    private func authenticate(_ world: ContentWorld, token: String) async throws -> ContentSession? {
        let text = try #require(
            Base64URL.decode(
                token.prefix { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }.map(String.init).joined()))
        let credential = String(decoding: text, as: UTF8.self)
        let (sessions, now) = (world.sessions, world.clock.now)
        return try await world.database.read { try sessions.authenticate(credential: credential, now: now, in: $0) }
    }

    @Test(
        "CMI-FETCH-03: CMI-FETCH-06: CMI-FETCH-07: The first fetch brings a token that is name and secret",
        arguments: Engine.underTest)
    func fetch(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open()
        guard case .token(let token) = try await world.fetch(opened) else { Issue.record("no token"); return }
        let session = try await authenticate(world, token: token)
        #expect(session?.id == opened.session.id)
        #expect(session?.terms.sessionID == opened.session.terms.sessionID)
        #expect(try await world.fetch(opened) == .used)
    }

    @Test("CMI-FETCH-04: Of a hundred fetches at once exactly one brings a token", arguments: Engine.underTest)
    func parallel(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open()
        let outcomes = try await withThrowingTaskGroup(of: FetchOutcome.self) { group in
            for _ in 0..<100 { group.addTask { try await world.fetch(opened) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == .used } == 99)
    }

    @Test(
        "CMI-FETCH-05: CMI-FETCH-10: An unused fetch URL expires after ten minutes, and an unknown one is told apart",
        arguments: Engine.underTest)
    func expiry(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open()
        world.clock.advance(seconds: 600)
        #expect(try await world.fetch(opened) == .used)
        var stranger = opened
        stranger.secrets.fetch = "unknown"
        #expect(try await world.fetch(stranger) == .unknown)
    }

    @Test(
        "CMI-TOK-01: The credential made at the launch is worth nothing before it was fetched",
        arguments: Engine.underTest)
    func beforeFetch(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open()
        #expect(try await authenticate(world, token: opened.secrets.token) == nil)
        let package = try await world.open(.tincan)
        #expect(try await authenticate(world, token: package.secrets.token)?.id == package.session.id)
    }

    @Test(
        "CMI-TOK-02: CMI-SES-17: Terminated closes the session: credential and path are worth nothing after it",
        arguments: Engine.underTest)
    func terminated(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open()
        guard case .token(let token) = try await world.fetch(opened) else { return }
        try await world.readPreferences(opened)
        _ = try await world.admit([world.defined("initialized", opened)], opened)
        #expect(try await path(world, opened) != nil)
        let admission = try await world.admit([world.defined("terminated", opened)], opened)
        #expect(admission.terminated)
        #expect(try await authenticate(world, token: token) == nil)
        #expect(try await path(world, opened) == nil)
    }

    private func path(_ world: ContentWorld, _ opened: OpenedContentSession) async throws -> ContentSession? {
        let (sessions, now) = (world.sessions, world.clock.now)
        return try await world.database.read { try sessions.find(pathSecret: opened.secrets.path, now: now, in: $0) }
    }

    @Test(
        "CMI-SES-16: A refused statement leaves the session as it was and names the rule", arguments: Engine.underTest)
    func refused(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open()
        let early = try world.defined("initialized", opened)
        let error = await #expect(throws: ServiceError.self) { _ = try await world.admit([early], opened) }
        #expect(error?.code == .forbidden && error?.faults.map(\.place) == ["CMI-PREF-02"])
        try await world.readPreferences(opened)
        _ = try await world.admit([early], opened)
    }

    @Test("CMI-SES-10: Completed is admitted once in a registration, over all sessions", arguments: Engine.underTest)
    func oncePerRegistration(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let first = try await world.open()
        try await world.readPreferences(first)
        _ = try await world.admit([world.defined("initialized", first), world.defined("completed", first)], first)
        let second = try await world.open(registration: first.session.registration)
        try await world.readPreferences(second)
        let statements = [try world.defined("initialized", second), try world.defined("completed", second)]
        let error = await #expect(throws: ServiceError.self) { _ = try await world.admit(statements, second) }
        #expect(error?.faults.map(\.place) == ["CMI-SES-10"])
    }

    @Test(
        "CMI-LST-08: CMI-LST-10: A session that is ended is abandoned once, with the time to its last statement",
        arguments: Engine.underTest)
    func abandoned(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open()
        try await world.readPreferences(opened)
        world.clock.advance(seconds: 90)
        _ = try await world.admit([world.defined("initialized", opened)], opened)
        world.clock.advance(seconds: 600)
        let (sessions, now, tenant) = (world.sessions, world.clock.now, world.tenant)
        let registration = opened.session.registration
        let ended = try await world.database.write { tx in
            try sessions.openSessions(registration: registration, tenant: tenant, in: tx)
                .compactMap { try sessions.end($0, now: now, in: tx) }
        }
        #expect(ended.map(\.microseconds) == [90_000_000])
        #expect(ended.map(\.isAbandoned) == [true])
        let again = try await world.database.write { try sessions.end(ended[0].session, now: now, in: $0) == nil }
        #expect(again)
        let error = await #expect(throws: ServiceError.self) {
            _ = try await world.admit([world.defined("terminated", opened)], opened)
        }
        #expect(error?.faults.map(\.place) == ["CMI-SES-07"])
    }

    @Test(
        "CMI-LST-11: CMI-TC-12: Sessions without a request are overdue after 12 hours, packages after 24",
        arguments: Engine.underTest)
    func idle(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let unit = try await world.open()
        let package = try await world.open(.tincan)
        func overdue() async throws -> [UUID16] {
            let (sessions, now) = (world.sessions, world.clock.now)
            return try await world.database.read { try sessions.overdue(now: now, limit: 10, in: $0).map(\.id) }
        }
        world.clock.advance(seconds: 43_199)
        #expect(try await overdue() == [])
        world.clock.advance(seconds: 1)
        #expect(try await overdue() == [unit.session.id])
        #expect(try await path(world, unit) == nil)
        world.clock.advance(seconds: 43_200)
        #expect(Set(try await overdue()) == [unit.session.id, package.session.id])
    }

    @Test(
        "CMI-TC-12: CMI-TC-18: A package is held to its learner and registration; without one it is matched by session",
        arguments: Engine.underTest)
    func package(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open(.tincan)
        let own = try world.statement("attempted", opened)
        let without = try world.statement("attempted", opened, registration: .some(nil))
        #expect(try await world.admit([own, without], opened).matchedBySession == [false, true])
        let foreign = try world.statement(
            "attempted", opened, registration: UUID16(high: 1, low: 0x8000_0000_0000_0001))
        let other = try world.statement("attempted", opened, actor: ["mbox": "mailto:x@y.example"])
        for statement in [foreign, other] {
            let error = await #expect(throws: ServiceError.self) { _ = try await world.admit([statement], opened) }
            #expect(error?.code == .forbidden)
        }
    }

    @Test("Two requests of one session at once: one initialized is admitted", arguments: Engine.underTest)
    func race(engine: Engine) async throws {
        let world = try await ContentWorld(engine)
        let opened = try await world.open()
        try await world.readPreferences(opened)
        let statements = try (0..<8).map { _ in try world.defined("initialized", opened) }
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for statement in statements {
                group.addTask { (try? await world.admit([statement], opened)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(admitted == 1)
    }
}
