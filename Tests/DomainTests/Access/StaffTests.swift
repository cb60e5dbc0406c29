import Access
import Cryptography
import Database
import TestWorld
import Testing
import Values

@Suite("Staff")
struct StaffTests {
    @Test(
        "A user signs in by login in any letter case, and the password's hash is kept alone",
        arguments: Engine.underTest)
    func signIn(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let users = StaffUsers(vault: world.vault, world: world.world)
        let (tenant, now) = (world.tenant, world.now)
        let hash = try StaffUsers.hash("correct horse battery")
        try await world.write { tx in
            let id = try users.add(
                login: "Grace@example.com", passwordHash: hash, roles: Roles([.administrator]), tenant: tenant, in: tx,
                now: now)
            let found = try #require(try users.find(login: " grace@EXAMPLE.com ", in: tx))
            #expect(found.user.id == id)
            #expect(found.user.login == "grace@example.com")
            #expect(PasswordHash.verify("correct horse battery", against: found.passwordHash))
            #expect(try users.find(login: "nobody", in: tx) == nil)
            #expect(try users.list(of: tenant, in: tx).map(\.id) == [id])
            let sealed = try #require(try tx.row("select sealed_login from staff_user")).bytes(0)
            #expect(sealed.firstRange(of: Array("grace".utf8)) == nil)
        }
    }

    @Test("A login is given once, whatever the tenant", arguments: Engine.underTest)
    func uniqueLogin(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let users = StaffUsers(vault: world.vault, world: world.world)
        let now = world.now
        try await world.write { tx in
            let roles = Roles([.owner])
            try users.add(login: "grace", passwordHash: "x", roles: roles, tenant: TenantID(1), in: tx, now: now)
            #expect(throws: ServiceError.self) {
                try users.add(login: "Grace", passwordHash: "x", roles: roles, tenant: TenantID(2), in: tx, now: now)
            }
            for roles in [Roles([]), Roles([.learner]), Roles([.owner, .client])] {
                #expect(throws: ServiceError.self) {
                    try users.add(login: "x", passwordHash: "x", roles: roles, tenant: TenantID(1), in: tx, now: now)
                }
            }
        }
    }

    @Test("A short password is refused")
    func shortPassword() {
        #expect(throws: ServiceError.self) { try StaffUsers.hash("elevenchars") }
    }

    @Test("A session lasts while it is used, and at most twelve hours", arguments: Engine.underTest)
    func sessionTimes(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let users = StaffUsers(vault: world.vault, world: world.world)
        let (tenant, now, own) = (world.tenant, world.now, world.world)
        try await world.write { tx in
            let id = try users.add(
                login: "grace", passwordHash: "x", roles: Roles([.privacy]), tenant: tenant, in: tx, now: now)
            let token = try StaffSessions.begin(id, world: own, in: tx, now: now).reveal()
            let open = try #require(try StaffSessions.find(token, in: tx, now: now))
            #expect(open.principal == StaffPrincipal(tenant: tenant, user: id, roles: Roles([.privacy])))
            #expect(!open.wantsNote)
            #expect(try StaffSessions.find(token + "x", in: tx, now: now) == nil)
            #expect(try StaffSessions.find(token, in: tx, now: now.adding(seconds: StaffSessions.idle)) == nil)

            var later = now
            while later < now.adding(seconds: StaffSessions.longest - StaffSessions.idle) {
                later = later.adding(seconds: StaffSessions.idle - 1)
                #expect(try #require(try StaffSessions.find(token, in: tx, now: later)).wantsNote)
                try StaffSessions.note(token, in: tx, now: later)
            }
            #expect(try StaffSessions.find(token, in: tx, now: now.adding(seconds: StaffSessions.longest)) == nil)
            #expect(try StaffSessions.sweep(in: tx, now: later) == 0)
            #expect(try StaffSessions.sweep(in: tx, now: now.adding(seconds: StaffSessions.longest)) == 1)
        }
    }

    @Test("A new password, new roles and disabling end all sessions", arguments: Engine.underTest)
    func endings(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let users = StaffUsers(vault: world.vault, world: world.world)
        let (tenant, now, own) = (world.tenant, world.now, world.world)
        try await world.write { tx in
            let id = try users.add(
                login: "grace", passwordHash: "x", roles: Roles([.owner]), tenant: tenant, in: tx, now: now)
            let changes: [() throws -> Void] = [
                { try users.setPassword("y", of: id, in: tx) },
                { try users.setRoles(Roles([.privacy]), of: id, in: tx) },
                { try users.disable(id, in: tx, now: now) },
            ]
            for change in changes {
                let token = try StaffSessions.begin(id, world: own, in: tx, now: now).reveal()
                try change()
                #expect(try StaffSessions.find(token, in: tx, now: now) == nil)
            }
            #expect(try users.find(login: "grace", in: tx) == nil)
            let token = try StaffSessions.begin(id, world: own, in: tx, now: now).reveal()
            #expect(try StaffSessions.find(token, in: tx, now: now) == nil)
        }
    }

    @Test("GDPR-SEC-02: each role has its rights and no other")
    func matrix() {
        let teaching: Set<Right> = [.seeRoster, .teach]
        for role in [Role.instructor, .lead, .coach] { #expect(role.rights == teaching) }
        #expect(Role.learner.rights == [.learn])
        #expect(Role.client.rights == [.useLRS])
        #expect(Role.privacy.rights.isDisjoint(with: [.manageUsers, .manageKeys, .managePlatforms, .exportStatements]))
        #expect(
            Role.administrator.rights.isDisjoint(with: [
                .approveErasure, .answerDataRequests, .manageKeys, .manageUsers,
            ]))
        #expect(Role.owner.rights == Set(Right.allCases).subtracting([.learn, .useLRS]))
        #expect(Roles([.coach, .privacy]).allow(.approveErasure))
        #expect(!Roles([]).allow(.learn))
    }

    @Test("A workflow's first line refuses who lacks the right")
    func require() throws {
        let coach = StaffPrincipal(tenant: TenantID(1), user: UUID16(high: 0, low: 1), roles: Roles([.coach]))
        try coach.require(.teach)
        #expect(throws: ServiceError.self) { try coach.require(.exportReports) }
    }

    @Test("Roles are read in any order and written in one; unknown ones are refused")
    func roleNames() {
        #expect(Roles("coach owner")?.text == "owner coach")
        #expect(Roles("root") == nil)
        #expect(Roles("") == nil)
    }
}
