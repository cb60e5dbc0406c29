import Access
import Cohorts
import Connections
import Database
import JSON
import LTI
import TestWorld
import Testing
import Values
import Workflows

@Suite("Launches", .serialized)
struct LaunchTests {
    @Test(
        "LTI-CLM-12, LTI-ROLE-06: a learner is enrolled in the link's cohort and gets a visit",
        arguments: Engine.underTest)
    func learner(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            try await world.bindLink()
            let session = try await world.opened()
            #expect(session.cohort == world.cohort)
            #expect(session.enrolment != nil)
            #expect(!session.isStaff)
            let again = try await world.opened([("name", "Other Name"), ("email", "new@example.org")])
            #expect(again.person == session.person && again.enrolment == session.enrolment)
            #expect(again.handle != session.handle)
            let other = try await world.opened([("sub", "learner-8"), ("name", "Ada Lovelace")])
            #expect(other.person != session.person)
            let record = try await world.lastRecord()
            #expect(record.outcome == .opened)
            #expect(record.person == other.person)
            #expect(record.checks.allSatisfy { $0.result == "passed" })
        }
    }

    @Test(
        "A link that nobody set up opens a visit without a cohort, for staff and learners", arguments: Engine.underTest)
    func unboundLink(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let learner = try await world.opened()
            #expect(learner.cohort == nil && learner.enrolment == nil)
            #expect(try await world.lastRecord().outcome == .notSetUp)
            let staff = try await world.opened([(ClaimName.roles, ["Instructor"])])
            #expect(staff.isStaff && staff.cohort == nil && staff.link == learner.link)
        }
    }

    @Test("A binding key in the custom parameters leads the link to its cohort", arguments: Engine.underTest)
    func bindingKey(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let (frozen, cohort) = (world.frozen, world.cohort)
            let key = try await world.services.database.write { tx in
                try LinkBindings(LaunchWorld.tenant).make(for: cohort, by: "test", world: frozen.world, in: tx)
            }
            let foreign = try await world.opened([(ClaimName.custom, [LinkBindings.parameter: "guessed"])])
            #expect(foreign.cohort == nil)
            let session = try await world.opened([(ClaimName.custom, [LinkBindings.parameter: .string(key)])])
            #expect(session.cohort == cohort && session.enrolment != nil)
        }
    }

    @Test(
        "LTI-STATE-03, LTI-STATE-06, LTI-BAD-19: a launch works once, and its nonce never again",
        arguments: Engine.underTest)
    func replay(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let login = try await world.login()
            let token = try world.platform.token(nonce: login.nonce, at: world.frozen.now)
            guard case .opened = try await world.post(token, login) else {
                Issue.record("the first launch was refused")
                return
            }
            try await expectRefusal(world.post(token, login), .expired, 401)
            #expect(try await world.lastRecord().reasons == ["state_used"])
            let second = try await world.login()
            try await expectRefusal(world.post(token, second), .refused, 401)
            #expect(try await world.lastRecord().reasons == ["nonce_mismatch", "nonce_replayed"])
        }
    }

    @Test(
        "LTI-STATE-07: of twenty posts at once exactly one opens, and a forged one uses nothing up",
        arguments: Engine.underTest)
    func parallel(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let login = try await world.login()
            let token = try world.platform.token(nonce: login.nonce, at: world.frozen.now)
            try await expectRefusal(world.post("not.a.token", login), .refused, 401)
            let opened = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask { if case .opened = try await world.post(token, login) { true } else { false } }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(opened == 1)
        }
    }

    @Test(
        "LTI-STATE-01, LTI-STATE-08: a launch belongs to the browser that began it; two at once don't mix",
        arguments: Engine.underTest)
    func browsers(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let first = try await world.login()
            let second = try await world.login()
            let token = try world.platform.token(nonce: first.nonce, at: world.frozen.now)
            var stolen = first
            stolen.cookieName = "__Host-s-other"
            guard case .refused(let refusal) = try await world.post(token, stolen) else {
                Issue.record("a foreign browser was let in")
                return
            }
            #expect(refusal.failureClass == .cookiesBlocked && refusal.status == 401)
            #expect(refusal.restart?["login_hint"] == "hint")
            var forged = first
            forged.cookieValue = second.cookieValue
            try await expectRefusal(world.post(token, forged), .refused, 401)
            for login in [first, second] {
                let own = try world.platform.token(nonce: login.nonce, at: world.frozen.now)
                guard case .opened = try await world.post(own, login) else {
                    Issue.record("one of two launches failed")
                    return
                }
            }
        }
    }

    @Test("LTI-STATE-04: a login that waited over ten minutes is expired", arguments: Engine.underTest)
    func expiredState(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let login = try await world.login()
            world.frozen.advance(seconds: 601)
            let token = try world.platform.token(nonce: login.nonce, at: world.frozen.now)
            try await expectRefusal(world.post(token, login), .expired, 401)
            #expect(try await world.lastRecord().reasons == ["state_expired"])
            world.frozen.advance(seconds: 7_200)
            #expect(try await SweepExpired(world.services).run() == 1)
        }
    }

    @Test("LTI-CLM-05: unknown deployments are taken, parked or refused by policy", arguments: Engine.underTest)
    func deployments(engine: Engine) async throws {
        try await LaunchWorld.with(engine, policy: .ask) { world in
            try await expectRefusal(world.launch(), .waitingForApproval, 202)
            let (registration, now) = (world.registration.id, world.frozen.now)
            let waiting = try await world.services.database.write { tx in
                let waiting = try #require(try Deployments.list(of: registration, in: tx).first)
                _ = try Deployments.set(.active, waiting.id, of: LaunchWorld.tenant, in: tx, now: now)
                return waiting
            }
            #expect(waiting.state == .waiting)
            _ = try await world.opened()
        }
        try await LaunchWorld.with(engine, policy: .closed) { world in
            try await expectRefusal(world.launch(), .notRegistered, 403)
            #expect(try await world.lastRecord().reasons == ["deployment_unknown"])
        }
    }

    @Test("LTI-CLM-04, LTI-CLM-10: the same link id under two deployments is two links", arguments: Engine.underTest)
    func linksOfDeployments(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let first = try await world.opened()
            let second = try await world.opened([(ClaimName.deploymentID, "2")])
            #expect(first.link != second.link)
            #expect(first.person == second.person)
        }
    }

    @Test("LTI-CLM-14: an anonymous visitor leaves no person behind", arguments: Engine.underTest)
    func anonymous(engine: Engine) async throws {
        try await LaunchWorld.with(engine, allowAnonymous: true) { world in
            try await world.bindLink()
            let session = try await world.opened([("sub", nil)])
            #expect(session.person == nil && session.enrolment == nil)
        }
    }

    @Test("LTI-ROLE-09: a preview by staff isn't enrolled", arguments: Engine.underTest)
    func testUser(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            try await world.bindLink()
            let session = try await world.opened([
                (ClaimName.roles, ["Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"])
            ])
            #expect(session.isTestUser && session.enrolment == nil)
        }
    }

    @Test(
        "LTI-LOGIN-04, LTI-LOGIN-05, LTI-LOGIN-06, LTI-LOGIN-14: a login finds its registration or is refused",
        arguments: Engine.underTest)
    func registrations(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let start = StartLogin(world.services)
            var unknown = world.initiation
            unknown.fields[0].value = "https://nobody.example"
            try await expectRefusal(start.run(unknown, reference: "r"), .notRegistered)
            let second = AddPlatform.Request(
                issuer: world.platform.issuer, clientID: "client-2", name: "Second",
                authURL: "https://second.example/auth",
                tokenURL: "https://second.example/token", jwksURL: "https://second.example/jwks")
            let added = try await AddPlatform(world.services).run(
                second, tenant: LaunchWorld.tenant, actor: .commandLine)
            try await expectRefusal(start.run(world.initiation, reference: "r"), .refused)
            var named = world.initiation
            named.fields.append(("client_id", "client-2"))
            guard case .redirect(let url, _, _, _) = try await start.run(named, reference: "r") else {
                Issue.record("the second registration wasn't found")
                return
            }
            #expect(url.hasPrefix("https://second.example/auth?") && url.contains("client_id=client-2"))
            let now = world.frozen.now
            try await world.services.database.write { try Registrations.setActive(false, added.id, in: $0, now: now) }
            try await expectRefusal(start.run(named, reference: "r"), .notRegistered)
            #expect(try await world.lastRecord().reasons == ["registration_disabled"])
        }
    }

    @Test("An error of the platform is recorded and ends the login", arguments: Engine.underTest)
    func platformError(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let login = try await world.login()
            let form = URLEncodedForm([
                ("error", "login_required"), ("error_description", "sign in"), ("state", login.state),
            ])
            let learner = LaunchLearner(world.services)
            let outcome = try await learner.run(form, browserProof: login.proof, reference: "r")
            try expectRefusal(outcome, .platformError, 400)
            #expect(try await world.lastRecord().reasons == ["platform_error:login_required"])
            let token = try world.platform.token(nonce: login.nonce, at: world.frozen.now)
            try await expectRefusal(world.post(token, login), .expired, 401)
        }
    }

    @Test(
        "LTI-IDT-23: a refusal shows the browser its class, and keeps all reasons for staff",
        arguments: Engine.underTest)
    func record(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            try await expectRefusal(
                world.launch([(ClaimName.roles, nil), (ClaimName.version, "1.2.0")]), .refused, 400)
            let record = try await world.lastRecord()
            #expect(record.reasons == ["version_unsupported", "claim_missing:roles"])
            #expect(record.reference == "ref-1" && record.registration == world.registration.id)
            let found = try await world.services.database.read { try LaunchRecords.find(reference: "ref-1", in: $0) }
            #expect(found?.id == record.id)
            let audit = try await world.services.database.read {
                try AuditLog.latest(1, of: LaunchWorld.tenant, in: $0)
            }
            #expect(audit.first?.verb == "launch.refused")
        }
    }

    @Test(
        "LTI-FRM-10: a visit ends when it idles, when it is old, and when its platform is switched off",
        arguments: Engine.underTest)
    func endOfVisits(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            guard case .opened(let session, let token) = try await world.launch() else {
                Issue.record("refused")
                return
            }
            let (database, frozen, handle) = (world.services.database, world.frozen, session.handle)
            @Sendable func isOpen(_ token: String) async throws -> Bool {
                let now = frozen.now
                return try await database.read {
                    try LaunchSessions.authenticate(handle, token: token, in: $0, now: now) != nil
                }
            }
            #expect(try await isOpen(token))
            #expect(try await !isOpen(token + "x"))
            frozen.advance(seconds: 7_199)
            #expect(try await isOpen(token))
            frozen.advance(seconds: 1)
            #expect(try await !isOpen(token))
            let now = frozen.now
            try await database.write { try LaunchSessions.touch(handle, in: $0, now: now) }
            #expect(try await isOpen(token))
            let registration = world.registration.id
            try await database.write { try Registrations.setActive(false, registration, in: $0, now: now) }
            #expect(try await !isOpen(token))
        }
    }

    private func expectRefusal(_ outcome: LaunchLearner.Outcome, _ failure: LaunchFailureClass, _ status: Int) throws {
        guard case .refused(let refusal) = outcome else {
            Issue.record("the launch was taken")
            return
        }
        #expect(refusal.failureClass == failure)
        #expect(refusal.status == status)
    }

    private func expectRefusal(_ outcome: StartLogin.Outcome, _ failure: LaunchFailureClass) throws {
        guard case .refused(let refusal) = outcome else {
            Issue.record("the login was taken")
            return
        }
        #expect(refusal.failureClass == failure)
    }
}
