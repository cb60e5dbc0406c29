import Access
import Database
import PersonalData
import TestWorld
import Testing
import Values
import XAPI

@Suite("People")
struct PeopleTests {
    static let lti = PersonIdentifier.lti(issuer: "https://lms.example", subject: "7")
    static let profile = PersonProfile(name: "Ada Lovelace", email: "Ada@Example.com", locale: "en")

    @Test("A person is made once and found again by each identifier", arguments: Engine.underTest)
    func findOrCreate(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, tenant, now) = (world.people, world.tenant, world.now)
        try await world.write { tx in
            #expect(try people.find(Self.lti, of: tenant, in: tx) == nil)
            let made = try people.findOrCreate(
                Self.lti, of: tenant, profile: Self.profile, source: .launch, in: tx, now: now)
            #expect(made.accountName.utf8.count == 22)
            #expect(try people.findOrCreate(Self.lti, of: tenant, source: .launch, in: tx, now: now).id == made.id)
            #expect(
                try people.addIdentifier(.email("ada@example.com"), to: made, source: .roster, in: tx, now: now)
                    == .added)
            #expect(
                try people.addIdentifier(.email("ADA@example.com"), to: made, source: .roster, in: tx, now: now)
                    == .known)
            #expect(try people.find(.email(" ada@Example.COM"), of: tenant, in: tx)?.id == made.id)
            #expect(try people.find(accountName: made.accountName, of: tenant, in: tx)?.id == made.id)
            #expect(try people.profile(of: made) == Self.profile)
            #expect(try people.identifiers(of: made, in: tx).map(\.identifier).count == 2)
        }
    }

    @Test("The same identifier in another tenant is another person", arguments: Engine.underTest)
    func tenants(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, now) = (world.people, world.now)
        try await world.write { tx in
            let here = try people.findOrCreate(Self.lti, of: TenantID(1), source: .launch, in: tx, now: now)
            let there = try people.findOrCreate(Self.lti, of: TenantID(2), source: .launch, in: tx, now: now)
            #expect(here.id != there.id)
            #expect(try people.find(here.id, of: TenantID(2), in: tx) == nil)
        }
    }

    @Test("Many who make one person at once end with one, in write and in append", arguments: Engine.underTest)
    func race(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, tenant, now, database) = (world.people, world.tenant, world.now, world.database)
        let ids = try await withThrowingTaskGroup(of: UUID16.self) { group in
            for i in 0..<12 {
                group.addTask {
                    let make: @Sendable (Transaction) throws -> UUID16 = { tx in
                        try people.findOrCreate(Self.lti, of: tenant, source: .launch, in: tx, now: now).id
                    }
                    return try await i % 2 == 0 ? database.write(make) : database.append(make)
                }
            }
            return try await group.reduce(into: Set<UUID16>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await database.read { try $0.row("select count(*) from person")?.int(0) } == 1)
    }

    @Test("An identifier of someone else isn't taken away", arguments: Engine.underTest)
    func foreignIdentifier(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, tenant, now) = (world.people, world.tenant, world.now)
        try await world.write { tx in
            let first = try people.findOrCreate(Self.lti, of: tenant, source: .launch, in: tx, now: now)
            let second = try people.findOrCreate(.employeeNumber("9"), of: tenant, source: .staff, in: tx, now: now)
            #expect(
                try people.addIdentifier(Self.lti, to: second, source: .staff, in: tx, now: now) == .belongsTo(first.id)
            )
            #expect(try people.find(Self.lti, of: tenant, in: tx)?.id == first.id)
        }
    }

    @Test("What a later launch tells is added, and what it leaves out is kept", arguments: Engine.underTest)
    func profileUpdate(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, tenant, now) = (world.people, world.tenant, world.now)
        try await world.write { tx in
            _ = try people.findOrCreate(Self.lti, of: tenant, profile: Self.profile, source: .launch, in: tx, now: now)
            let newer = PersonProfile(name: "Ada King", locale: nil)
            let again = try people.findOrCreate(Self.lti, of: tenant, profile: newer, source: .launch, in: tx, now: now)
            let stored = try people.profile(of: again)
            #expect(stored.name == "Ada King")
            #expect(stored.email == "Ada@Example.com")
            #expect(try people.profiles(of: [again.id, again.id], tenant: tenant, in: tx) == [again.id: stored])
            #expect(try people.profiles(of: [], tenant: tenant, in: tx).isEmpty)
        }
    }

    @Test("GDPR-SEC-01: no name, address or platform subject stands in the database", arguments: Engine.underTest)
    func sealed(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, tenant, now) = (world.people, world.tenant, world.now)
        let identifier = PersonIdentifier.lti(issuer: "https://lms.example", subject: "subject-4711")
        try await world.write { tx in
            let person = try people.findOrCreate(
                identifier, of: tenant, profile: Self.profile, source: .launch, in: tx, now: now)
            try people.addIdentifier(.email("ada@example.com"), to: person, source: .launch, in: tx, now: now)
            var stored: [UInt8] = []
            for row in try tx.rows("select wrapped_key, sealed_profile from person") {
                stored += try row.bytes(0) + row.bytes(1)
            }
            for row in try tx.rows("select lookup, sealed, kind, source from person_identifier") {
                stored += try row.bytes(0) + row.bytes(1) + Array((row.text(2) + row.text(3)).utf8)
            }
            for word in ["Ada", "Lovelace", "example.com", "subject-4711"] {
                #expect(stored.firstRange(of: Array(word.utf8)) == nil)
            }
        }
    }

    @Test("Erasure destroys the key, leaves tombstones, and can be repeated", arguments: Engine.underTest)
    func erasure(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, tenant, now) = (world.people, world.tenant, world.now)
        try await world.write { tx in
            let person = try people.findOrCreate(
                Self.lti, of: tenant, profile: Self.profile, source: .launch, in: tx, now: now)
            #expect(try people.destroyKey(of: person.id, tenant, in: tx, at: now) == 1)
            #expect(try people.destroyKey(of: person.id, tenant, in: tx, at: now) == 0)
            let erased = try #require(try people.find(person.id, of: tenant, in: tx))
            #expect(erased.erasedAt == now)
            #expect(erased.accountName != person.accountName)
            #expect(try people.profile(of: erased).isEmpty)
            #expect(try people.identifiers(of: erased, in: tx).isEmpty)
            #expect(try people.find(Self.lti, of: tenant, in: tx) == nil)
            #expect(try people.erasure(of: Self.lti, tenant, in: tx) == now)
            #expect(throws: ServiceError.self) {
                try people.addIdentifier(.email("a@b.c"), to: erased, source: .launch, in: tx, now: now)
            }
        }
    }

    @Test(
        "GDPR-ERA-09: an erased person's launch makes a new, empty one; roster, import and statement don't",
        arguments: Engine.underTest)
    func comingBack(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, tenant, now) = (world.people, world.tenant, world.now)
        let old = try await world.write { tx in
            let person = try people.findOrCreate(
                Self.lti, of: tenant, profile: Self.profile, source: .launch, in: tx, now: now)
            try people.destroyKey(of: person.id, tenant, in: tx, at: now)
            return person
        }
        for source in [PersonSource.roster, .importing, .statement] {
            await #expect(throws: ServiceError.self) {
                try await world.write { tx in
                    _ = try people.findOrCreate(Self.lti, of: tenant, source: source, in: tx, now: now)
                }
            }
        }
        try await world.write { tx in
            let new = try people.findOrCreate(Self.lti, of: tenant, source: .launch, in: tx, now: now)
            #expect(new.id != old.id)
            #expect(new.accountName != old.accountName)
            #expect(try people.profile(of: new).isEmpty)
            #expect(try people.findOrCreate(Self.lti, of: tenant, source: .roster, in: tx, now: now).id == new.id)
        }
    }

    @Test("A reference holds every name under which records may speak of the person", arguments: Engine.underTest)
    func reference(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, vault, tenant, now) = (world.people, world.vault, world.tenant, world.now)
        try await world.write { tx in
            let person = try people.findOrCreate(
                Self.lti, of: tenant, profile: Self.profile, source: .launch, in: tx, now: now)
            let openID = AgentIdentifier.openID("https://ada.example/").canonical
            try people.addIdentifier(.agent(ifi: openID), to: person, source: .statement, in: tx, now: now)
            let reference = try people.reference(to: person, publicURL: "https://lectern.example", in: tx)
            for expected in [
                AgentIdentifier.account(homePage: "https://lectern.example", name: person.accountName),
                .mbox("mailto:\(person.accountName)@lectern.example"), .mbox("mailto:Ada@example.com"),
                .mbox("mailto:ada@example.com"), .account(homePage: "https://lms.example", name: "7"),
                .openID("https://ada.example/"),
            ] {
                #expect(reference.identifiers.contains(expected.canonical))
                #expect(reference.agentKeys.contains(vault.agentKey(expected.canonical)))
            }
            #expect(reference.agentKeys.count == reference.identifiers.count)
        }
    }

    @Test(
        "The exporter hands out profile and identifiers; after the eraser nothing is left", arguments: Engine.underTest)
    func exportAndErase(engine: Engine) async throws {
        let world = try await AccessWorld(engine)
        let (people, tenant, now) = (world.people, world.tenant, world.now)
        try await world.write { tx in
            let person = try people.findOrCreate(
                Self.lti, of: tenant, profile: Self.profile, source: .launch, in: tx, now: now)
            let event = AuditEvent(
                tenant: tenant, actor: .service, verb: "person.export", objectKind: "person", person: person.id)
            try AuditLog.append(event, in: tx, at: now)
            let data = AccessPersonalData(people: people)
            let reference = try people.reference(to: person, publicURL: "https://lectern.example", in: tx)
            var files: [String: String] = [:]
            try data.export(reference, from: tx) { files[$0.path] = String(decoding: $0.bytes, as: UTF8.self) }
            #expect(files["person/profile.json"]?.contains("Ada Lovelace") == true)
            #expect(files["person/identifiers.json"]?.contains("https://lms.example 7") == true)
            #expect(files["person/audit.json"]?.contains("person.export") == true)

            let count = try data.erase(reference, in: tx, at: now)
            #expect(count.lines.contains(ErasureCount.Line(table: "person_identifier", action: .deleted, rows: 1)))
            #expect(count.lines.contains(ErasureCount.Line(table: "audit_event", action: .kept, rows: 1)))
            files = [:]
            try data.export(reference, from: tx) { files[$0.path] = String(decoding: $0.bytes, as: UTF8.self) }
            #expect(!files.values.contains { $0.contains("Ada") || $0.contains("lms.example") })
            let own = AgentIdentifier.account(homePage: "https://lectern.example", name: person.accountName)
            #expect(try people.erasure(of: .agent(ifi: own.canonical), tenant, in: tx) == now)
        }
    }
}
