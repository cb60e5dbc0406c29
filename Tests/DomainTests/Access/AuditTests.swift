import Access
import Database
import TestWorld
import Testing
import Values

@Suite("The audit log")
struct AuditTests {
    /// A log with sealer and keys.
    struct Log {
        let world: AccessWorld
        let folder = TemporaryFolder()
        let keyring: Keyring
        let sealer: AuditSealer

        init(_ engine: Engine) async throws {
            world = try await AccessWorld(engine)
            keyring = try Keyring(KeyFolder(path: folder.path), world: world.world)
            sealer = AuditSealer(database: world.database, keyring: keyring, world: world.world)
        }

        func append(_ count: Int) async throws {
            let (tenant, now) = (world.tenant, world.now)
            try await world.write { tx in
                for i in 0..<count {
                    try AuditLog.append(
                        AuditEvent(
                            tenant: tenant, actor: .client("k"), verb: "statements.post", objectKind: "statement",
                            objectID: "\(i)", count: i, purpose: "test"), in: tx, at: now)
                }
            }
        }

        func verify(afterSeconds seconds: Int64 = 0) async throws -> AuditVerification {
            let (keys, now) = (try keyring.keysEver, world.now.adding(seconds: seconds))
            return try await world.database.read { try AuditVerification.run(in: $0, keys: keys, now: now) }
        }

        func change(_ sql: SQL) async throws { _ = try await world.write { try $0.execute(sql) } }
    }

    @Test("Lines are sealed in order, batch by batch, and the log is sound", arguments: Engine.underTest)
    func sealing(engine: Engine) async throws {
        let log = try await Log(engine)
        try await log.append(3)
        #expect(try await log.sealer.sealPending() == 3)
        try await log.append(1_100)
        #expect(try await log.sealer.sealPending() == 1_100)
        #expect(try await log.sealer.sealPending() == 0)
        let verification = try await log.verify()
        #expect(verification.isSound)
        #expect(verification.linesChecked == 1_103)
    }

    @Test("An empty log is sound", arguments: Engine.underTest)
    func empty(engine: Engine) async throws {
        let log = try await Log(engine)
        #expect(try await log.verify().isSound)
        #expect(try await log.sealer.sealPending() == 0)
        #expect(try await log.verify().isSound)
    }

    @Test("A line that waits too long is reported", arguments: Engine.underTest)
    func unsealed(engine: Engine) async throws {
        let log = try await Log(engine)
        try await log.append(1)
        #expect(try await log.verify(afterSeconds: AuditVerification.patience).isSound)
        let late = try await log.verify(afterSeconds: AuditVerification.patience + 1)
        #expect(late.faults == [.unsealed(line: 1, at: log.world.now)])
        #expect(late.linesWaiting == 1)
    }

    @Test(
        "GDPR-SEC-05: a changed row makes the check fail and is named", arguments: Engine.underTest,
        [
            "purpose = 'other'", "at = at + 1", "actor = 'x'", "tenant = 2", "amount = 99", "object = 'x'",
            "verb = 'x'", "person = hash", "actor_kind = 'service'", "object_kind = 'x'",
        ])
    func altered(engine: Engine, change: String) async throws {
        let log = try await Log(engine)
        try await log.append(5)
        try await log.sealer.sealPending()
        // A person's column holds sixteen bytes.
        let change = change == "person = hash" ? "person = substr(hash, 1, 16)" : change
        try await log.change("update audit_event set \(raw: change) where position = 3")
        #expect(try await log.verify().faults == [.altered(line: 3, position: 3)])
    }

    @Test("A line taken out, first, in the middle or last, is reported", arguments: Engine.underTest)
    func missing(engine: Engine) async throws {
        let log = try await Log(engine)
        try await log.append(6)
        try await log.sealer.sealPending()
        try await log.change("delete from audit_event where position in (1, 3, 4)")
        #expect(try await log.verify().faults == [.missing(from: 1, through: 1), .missing(from: 3, through: 4)])
        try await log.change("delete from audit_event where position = 6")
        let faults = try await log.verify().faults
        #expect(faults.contains(.missing(from: 6, through: 6)))
        #expect(faults.contains(.headDiffers("the chain")))
    }

    @Test(
        "The head of each day is signed, and a chain that was made anew doesn't agree with it",
        arguments: Engine.underTest)
    func heads(engine: Engine) async throws {
        let log = try await Log(engine)
        try await log.append(4)
        try await log.sealer.sealPending()
        log.world.frozen.advance(days: 1)
        try await log.append(2)
        try await log.sealer.sealPending()
        let sound = try await log.verify()
        #expect(sound.isSound)
        #expect(sound.headsChecked == 1)

        // Someone with the database alone takes a line out and chains the rest again.
        try await log.change("delete from audit_event where position = 2")
        try await log.change("update audit_event set position = null, hash = null")
        try await log.change("delete from audit_chain")
        try await log.sealer.sealPending()
        let day = String(log.world.now.adding(seconds: -86_400).rfc3339.prefix(10))
        #expect(try await log.verify().faults == [.headDiffers(day)])

        try await log.change("update audit_head set signature = 'e30.e30.AAAA'")
        #expect(try await log.verify().faults.contains(.headNotSigned(day: day)))
    }

    @Test(
        "While one sealer holds the lease another does nothing, and takes over when it ends",
        arguments: Engine.underTest)
    func lease(engine: Engine) async throws {
        let log = try await Log(engine)
        let other = AuditSealer(database: log.world.database, keyring: log.keyring, world: log.world.world)
        try await log.append(1)
        #expect(try await log.sealer.sealPending() == 1)
        try await log.append(1)
        #expect(try await other.sealPending() == 0)
        log.world.frozen.advance(seconds: 10)
        #expect(try await other.sealPending() == 1)
        #expect(try await log.verify().isSound)
    }

    @Test("Many sealers and writers at once leave a sound log", arguments: Engine.underTest)
    func together(engine: Engine) async throws {
        let log = try await Log(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for i in 0..<6 {
                group.addTask {
                    for _ in 0..<10 {
                        if i < 4 { try await log.append(3) } else { try await log.sealer.sealPending() }
                    }
                }
            }
            try await group.waitForAll()
        }
        try await log.sealer.sealPending()
        let verification = try await log.verify()
        #expect(verification.faults == [])
        #expect(verification.linesChecked == 120)
    }

    @Test("Pages of lines are a tenant's own, newest first", arguments: Engine.underTest)
    func pages(engine: Engine) async throws {
        let log = try await Log(engine)
        try await log.append(5)
        try await log.world.database.read { tx in
            let first = try AuditLog.latest(2, of: TenantID(1), in: tx)
            #expect(first.map(\.object) == ["4", "3"])
            let second = try AuditLog.latest(2, of: TenantID(1), before: first.last?.id, in: tx)
            #expect(second.map(\.object) == ["2", "1"])
            #expect(try AuditLog.latest(2, of: TenantID(2), in: tx).isEmpty)
        }
    }
}
