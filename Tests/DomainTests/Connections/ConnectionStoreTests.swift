import Connections
import Database
import LTI
import PersonalData
import TestWorld
import Testing
import Values

@Suite("Stores of the connections")
struct ConnectionStoreTests {
    private let tenant = TenantID(1)

    private func registration(_ world: FrozenWorld, client: String = "c", tenant: TenantID? = nil) -> Registration {
        Registration(
            id: world.world.newID(), tenant: tenant ?? self.tenant, issuer: "https://lms.example", clientID: client,
            name: "LMS", authURL: "https://lms.example/auth", tokenURL: "https://lms.example/token",
            jwksURL: "https://lms.example/jwks", createdAt: world.now)
    }

    private func login() throws -> LoginInitiation {
        try LoginInitiation(
            URLEncodedForm([
                ("iss", "https://lms.example"), ("login_hint", "h\u{0}é"),
                ("target_link_uri", "https://t.example/\u{0}"),
            ]))
    }

    @Test(
        "A registration is one per issuer and client id; saving again changes its settings", arguments: Engine.underTest
    )
    func saving(engine: Engine) async throws {
        let frozen = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: frozen)
        var first = registration(frozen)
        let other = registration(frozen, client: "d")
        var changed = registration(frozen)
        changed.name = "Renamed"
        changed.tokenAudience = "https://aud.example"
        changed.trustedAudiences = ["a", "b"]
        (first.allowsAnonymous, changed.keepsProfiles) = (true, false)
        let now = frozen.now
        let (one, two, again) = try await database.write { [first, changed] tx in
            (
                try Registrations.save(first, in: tx, now: now), try Registrations.save(other, in: tx, now: now),
                try Registrations.save(changed, in: tx, now: now)
            )
        }
        #expect(one.allowsAnonymous && one.id != two.id)
        #expect(again.id == one.id && again.name == "Renamed" && !again.keepsProfiles && !again.allowsAnonymous)
        #expect(again.tokenAudience == "https://aud.example" && again.trustedAudiences == ["a", "b"])
        let issuer = "https://lms.example"
        let (all, slashed) = try await database.read { tx in
            (try Registrations.of(issuer: issuer, in: tx), try Registrations.of(issuer: issuer + "/", in: tx))
        }
        #expect(all.count == 2 && slashed.isEmpty)
        await database.close()
    }

    @Test("What keeps a registration from working is told all at once")
    func faults() {
        var bad = registration(FrozenWorld())
        bad.name = ""
        bad.authURL = "http://lms.example/auth"
        bad.jwksURL = "nonsense"
        #expect(bad.faults().map(\.place) == ["name", "auth_url", "jwks_url"])
        bad.authURL = "http://127.0.0.1:8090/auth"
        #expect(bad.faults().map(\.place) == ["name", "jwks_url"])
    }

    @Test("A login is used up once, by its own registration, before it ends", arguments: Engine.underTest)
    func consumption(engine: Engine) async throws {
        let frozen = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: frozen)
        let secrets = LoginSecrets(world: frozen.world)
        let late = LoginSecrets(world: frozen.world)
        let (owner, stranger) = (frozen.world.newID(), frozen.world.newID())
        let (login, now) = (try login(), frozen.now)
        try await database.append { tx in
            for each in [secrets, late] { try LoginStates.add(each, for: login, registration: owner, in: tx, now: now) }
        }
        @Sendable func consume(_ state: String, _ registration: UUID16, at moment: Instant) async throws -> Bool {
            try await database.write { try LoginStates.consume(state, registration: registration, in: $0, now: moment) }
        }
        let found = try #require(try await database.read { try LoginStates.find(secrets.state, in: $0) })
        #expect(found.initiation["login_hint"] == "h\u{0}é")
        #expect(found.facts(browserProof: secrets.browserProof, now: now) != .used)
        #expect(found.facts(browserProof: nil, now: now) == .browserUnproven)
        #expect(found.facts(browserProof: late.browserProof, now: now) == .foreignBrowser)
        #expect(try await !consume(secrets.state, stranger, at: now))
        #expect(try await !consume("unknown", owner, at: now))
        #expect(try await consume(secrets.state, owner, at: now))
        #expect(try await !consume(secrets.state, owner, at: now))
        #expect(try await !consume(late.state, owner, at: now.adding(seconds: LoginState.lifetime)))
        let isUsed = try await database.read { tx in
            (try LoginStates.isUsed(nonce: secrets.nonce, in: tx), try LoginStates.isUsed(nonce: late.nonce, in: tx))
        }
        #expect(isUsed == (true, false))
        await database.close()
    }

    @Test("LTI-LOGIN-13: logins die by themselves", arguments: Engine.underTest)
    func sweeping(engine: Engine) async throws {
        let frozen = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: frozen)
        let (login, now, owner) = (try login(), frozen.now, frozen.world.newID())
        let many = (0..<200).map { _ in LoginSecrets(world: frozen.world) }
        let counts = try await database.write { tx in
            for each in many { try LoginStates.add(each, for: login, registration: owner, in: tx, now: now) }
            let before = try LoginStates.count(in: tx)
            try LoginStates.forgetOld(in: tx, now: now.adding(seconds: 8_000))
            return (before, try LoginStates.count(in: tx))
        }
        #expect(counts == (200, 0))
        await database.close()
    }

    @Test(
        "LTI-CLM-04: deployments are apart by registration, and only their tenant changes them",
        arguments: Engine.underTest)
    func deployments(engine: Engine) async throws {
        let frozen = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: frozen)
        let (mine, theirs) = (registration(frozen), registration(frozen, client: "d", tenant: TenantID(2)))
        let (world, now, tenant) = (frozen.world, frozen.now, tenant)
        try await database.write { tx in
            let (first, second) = (
                try Registrations.save(mine, in: tx, now: now), try Registrations.save(theirs, in: tx, now: now)
            )
            let one = try Deployments.add("1", to: first, state: .waiting, world: world, in: tx)
            let two = try Deployments.add("1", to: second, state: .active, world: world, in: tx)
            #expect(one.id != two.id && two.tenant == TenantID(2))
            #expect(try !Deployments.set(.disabled, two.id, of: tenant, in: tx, now: now))
            #expect(try Deployments.set(.active, one.id, of: tenant, in: tx, now: now))
            #expect(try Deployments.find(one.id, in: tx)?.state == .active)
            #expect(try Deployments.find("2", of: first.id, in: tx) == nil)
        }
        await database.close()
    }

    @Test("A binding key leads to its cohort within its tenant alone", arguments: Engine.underTest)
    func bindings(engine: Engine) async throws {
        let frozen = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: frozen)
        let (world, cohort, tenant) = (frozen.world, frozen.world.newID(), tenant)
        try await database.write { tx in
            let key = try LinkBindings(tenant).make(for: cohort, by: "x", world: world, in: tx)
            #expect(key.count == 22)
            #expect(
                try LinkBindings(tenant).lead(of: key, registration: cohort, deployment: cohort, in: tx)?.target.cohort
                    == cohort)
            #expect(
                try LinkBindings(TenantID(2)).lead(of: key, registration: cohort, deployment: cohort, in: tx) == nil)
        }
        await database.close()
    }

    @Test("A visit is found by its handle and proven by its token", arguments: Engine.underTest)
    func sessions(engine: Engine) async throws {
        let frozen = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: frozen)
        let (world, now, mine, tenant) = (frozen.world, frozen.now, registration(frozen), tenant)
        try await database.write { tx in
            let saved = try Registrations.save(mine, in: tx, now: now)
            let (session, token) = try LaunchSessions.open(
                NewLaunchSession(
                    tenant: tenant, person: nil, registration: saved.id, link: world.newID(), cohort: nil,
                    enrolment: nil, standing: .instructor, locale: "fr\u{0}", returnURL: "https://lms.example/",
                    frameOrigins: ["https://a.example", "https://b.example"]),
                world: world, in: tx)
            let found = try #require(try LaunchSessions.find(session.handle, in: tx))
            #expect(found.isStaff && found.locale == "fr" && found.frameOrigins.count == 2)
            #expect(found.path == "/learn/\(session.handle)/")
            #expect(try LaunchSessions.authenticate(session.handle, token: token, in: tx, now: now) != nil)
            #expect(try LaunchSessions.authenticate(session.handle, token: session.handle, in: tx, now: now) == nil)
            try LaunchSessions.close(session.handle, in: tx)
            #expect(try LaunchSessions.find(session.handle, in: tx) == nil)
        }
        await database.close()
    }

    @Test("Stamps rise by a second at least, and follow the clock")
    func stamps() {
        let now = Instant(unixSeconds: 100)
        #expect(ScoreDeliveries.stamp(after: nil, now: now) == now)
        #expect(ScoreDeliveries.stamp(after: now, now: now) == now.adding(seconds: 1))
        #expect(ScoreDeliveries.stamp(after: now.adding(seconds: 50), now: now) == now.adding(seconds: 51))
        #expect(ScoreDeliveries.stamp(after: now.adding(seconds: -50), now: now) == now)
    }

    @Test("All that names a person is handed out and erased", arguments: Engine.underTest)
    func personalData(engine: Engine) async throws {
        let frozen = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: frozen)
        let (world, now, tenant) = (frozen.world, frozen.now, tenant)
        let (person, other, link) = (world.newID(), world.newID(), world.newID())
        let registry = PersonalDataRegistry(
            exporters: [ConnectionsExporter { _, _, _, _ in nil }], erasers: [ConnectionsEraser()])
        let ours: Set<String> = [
            "registration", "deployment", "login_state", "launch", "launch_session", "resource_link", "link_binding",
            "link_visit", "score_delivery", "roster", "roster_member", "deep_linking_request",
        ]
        let tables = try await database.tables()
        #expect(registry.uncovered(tables: tables.filter { ours.contains($0.name) }) == [])
        #expect(registry.unknown(tables: tables) == [])
        try await database.write { tx in
            for each in [person, other] {
                try LinkVisits(tenant).note(
                    each, link: link, enrolment: world.newID(), standing: .learner, isTestUser: false, in: tx, now: now)
                try RosterMembers(tenant, roster: link).note(each, .active, .learner, run: 1, in: tx, now: now)
                try ScoreDeliveries(tenant).save(
                    link: link, person: each, enrolment: world.newID(), message: 1, stampedAt: now, scaled: 0.5,
                    activityProgress: "Completed", gradingProgress: "FullyGraded", in: tx, now: now)
                _ = try LaunchSessions.open(
                    NewLaunchSession(
                        tenant: tenant, person: each, registration: world.newID(), link: link, cohort: nil,
                        enrolment: nil, standing: .learner),
                    world: world, in: tx)
                var record = LaunchRecord(
                    id: world.newID(), tenant: tenant, at: now, reference: "r", outcome: .opened,
                    verdict: LaunchVerdict(refusing: .stateUsed), status: 303)
                (record.person, record.roles) = (each, ["Learner"])
                try LaunchRecords.add(record, in: tx)
            }
        }
        let reference = PersonReference(tenant: tenant, person: person, accountName: "a")
        try await database.write { tx in
            var counts: [String: Int] = [:]
            try registry.export(reference, from: tx) { counts[$0.path] = $0.count }
            #expect(
                counts == [
                    "lti/launches.json": 1, "lti/links.json": 1, "lti/open-visits.json": 1, "lti/scores.json": 1,
                    "lti/rosters.json": 1, "lti/score-comments.json": 0, "lti/notices.json": 0,
                ])
            let erased = try registry.erase(reference, in: tx, at: now)
            #expect(erased.lines.map(\.rows) == [1, 1, 1, 0, 1, 0, 1])
            try registry.export(reference, from: tx) { #expect($0.count == 0) }
            #expect(try ScoreDeliveries(tenant).find(link: link, person: other, in: tx) != nil)
            #expect(try LaunchRecords.latest(9, of: tenant, in: tx).filter { $0.person == other }.count == 1)
        }
        await database.close()
    }
}
