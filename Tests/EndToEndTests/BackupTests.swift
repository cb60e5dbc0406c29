import Access
import ContentPackages
import Cryptography
import Database
import DemoJourney
import DemoLMS
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// Backups of the running binary, put back by the binary into empty stores of both engines.
@Suite(.serialized, .timeLimit(.minutes(4))) struct BackupTests {
    @Test(
        """
        LRS-OPS-03: a backup made while statements are written is put back on either engine, and gives the same export byte for \
        byte, with attachments and keys
        """,
        arguments: Engine.underTest)
    func roundTrip(engine: Engine) async throws {
        try await ServiceApart.with(engine) { service in
            try await service.start()
            let writer = BackupWriter(service: service)
            for number in 0..<60 { try await writer.post(number, "http://example.com/kept") }
            let data = try await writer.postAttached("http://example.com/kept")
            let file = service.place.folder.path + "/backup.zip"
            let isOver = Locked(false)
            async let later = writer.write(until: { isOver.withLock(\.self) })
            let made = try await service.command("backup", file, "--with-keys", "--json")
            isOver.withLock { $0 = true }
            #expect(made.status == 0, "\(made.output)")
            #expect(try await later > 0, "it was written meanwhile")
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try await service.command("backup", file).status == 1, "nothing is written over")
            let original = try await Store(environment: service.place.environment).export(to: service.place.folder.path)
            for target in Engine.underTest {
                let place = try await ServicePlace(target)
                defer { place.folder.remove() }
                let store = Store(environment: place.environment)
                let restored = try await store.run("restore", file, "--json")
                #expect(restored.status == 0, "\(engine) to \(target): \(restored.output)")
                #expect(try await store.export(to: place.folder.path) == original, "\(engine) to \(target)")
                let attached = place.folder.path + "/data/attachments/1/\(data.prefix(2))/\(data)"
                #expect(try Self.hash(attached) == data)
                #expect(
                    try Self.hash(place.folder.path + "/keys/vault.key")
                        == Self.hash(service.place.folder.path + "/keys/vault.key"))
                #expect(try await store.run("audit", "verify").status == 0)
                let again = try await store.run("restore", file)
                #expect(again.status == 1 && again.output.contains("empty store"), "\(again.output)")
            }
        }
    }

    @Test("The keys of single platforms go along with the service's own, and sign in the new place")
    func platformKeys() async throws {
        try await ServiceApart.with(.sqlite) { service in
            let (folder, platform) = (service.place.folder.path, UUID16(high: 1, low: 2))
            let store = Store(environment: service.place.environment)
            #expect(try await store.run("backup", folder + "/first.zip").status == 0)
            let keys = try Keyring(KeyFolder(path: folder + "/keys"), world: .system)
            let kid = try keys.ofPlatform(platform).current.kid
            #expect(try await store.run("backup", folder + "/whole.zip", "--with-keys").status == 0)
            let place = try await ServicePlace(.sqlite)
            defer { place.folder.remove() }
            let restored = try await Store(environment: place.environment).run("restore", folder + "/whole.zip")
            #expect(restored.status == 0, "\(restored.output)")
            let there = try Keyring(KeyFolder(path: place.folder.path + "/keys"), world: .system)
            #expect(try there.current.kid == keys.current.kid)
            #expect(try there.ofPlatformIfAny(platform)?.current.kid == kid)
        }
    }

    @Test("A backup without keys holds the public halves: what was signed before is verified in the new place")
    func publicKeys() async throws {
        try await ServiceApart.with(.sqlite) { service in
            let folder = service.place.folder.path
            let store = Store(environment: service.place.environment)
            let made = try await store.run("export", "completions", "--out", folder + "/c.csv", "--purpose", "audit")
            #expect(made.status == 0, "\(made.output)")
            #expect(try await store.run("keys", "rotate").status == 0)
            #expect(try await store.run("backup", folder + "/keyless.zip").status == 0)
            let place = try await ServicePlace(.sqlite)
            defer { place.folder.remove() }
            let target = Store(environment: place.environment)
            try Self.copyVault(from: folder, to: place.folder.path)
            #expect(try await target.run("restore", folder + "/keyless.zip").status == 0)
            let verified = try await target.run("verify", folder + "/c.report.json")
            #expect(verified.status == 0, "\(verified.output)")
            #expect(try await target.run("audit", "verify").status == 0)
            let keys = try await target.run("keys", "list").output.split(separator: "\n")
            #expect(keys.count == 3 && keys.count { $0.contains("  lost  ") } == 2, "\(keys)")
            #expect(keys.last?.contains("  current  ") == true)
        }
    }

    @Test("A restore with keys that fails takes the key files back, so that the next one isn't in its own way")
    func takenBack() async throws {
        try await ServiceApart.with(.sqlite) { service in
            let folder = service.place.folder.path
            let store = Store(environment: service.place.environment)
            _ = try Keyring(KeyFolder(path: folder + "/keys"), world: .system).ofPlatform(UUID16(high: 1, low: 2))
            #expect(try await store.run("backup", folder + "/whole.zip", "--with-keys").status == 0)
            let broken = try ZipWriter(file: folder + "/broken.zip", modifiedAt: World.system.now())
            var tenants: [UInt8] = []
            try ZipReader(path: folder + "/whole.zip").forEach { name, read in
                var bytes: [UInt8] = []
                try read { bytes += $0 }
                if name == "tables/tenant" { tenants = bytes }
                // The rows come a second time, behind the keys.
                if name == "end.json" { try broken.add("tables/tenant", tenants) }
                try broken.add(name, bytes)
            }
            try broken.finish()
            let place = try await ServicePlace(.sqlite)
            defer { place.folder.remove() }
            let target = Store(environment: place.environment)
            let failed = try await target.run("restore", folder + "/broken.zip")
            #expect(failed.status == 1, "\(failed.output)")
            let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path + "/keys")
            #expect(left.filter { !$0.hasPrefix(".") } == [])
            let restored = try await target.run("restore", folder + "/whole.zip")
            #expect(restored.status == 0, "\(restored.output)")
        }
    }

    @Test("A restored copy that is served without workers sends nothing of what waits")
    func withoutWorkers() async throws {
        try await ServiceApart.with(.sqlite) { service in
            try await service.start()
            let visit = LearnerVisit(lms: service.place.lmsURL, world: .system)
            let course = try await visit.launch("tides", as: "u-1001")
            await service.lms.setDown(true)
            let lesson = try #require(visit.lessons(on: course).first)
            try await visit.play(try await visit.open(lesson))
            #expect(service.process.stop() == 0)
            await service.lms.setDown(false)
            try await Self.makeDue(service)
            let waiting = try await Self.waiting(service)
            #expect(waiting > 0)
            let copy = ServiceProcess(arguments: ["serve", "--no-workers"], environment: service.place.environment)
            defer { copy.kill() }
            let probe = BrowserClient(timeout: .seconds(2))
            let ready = service.place.publicURL + "/readyz"
            try await copy.start { (try? await probe.get(ready))?.status == 200 }
            #expect(copy.stop() == 0)
            #expect(try await Self.waiting(service) == waiting)
            #expect(await service.lms.gradebook.history.isEmpty)
        }
    }

    private static func waiting(_ service: ServiceApart) async throws -> Int64 {
        try await service.inspect { try $0.row("select count(*) from outbox where state = 0")?.int(0) ?? 0 }
    }

    /// Else what failed once would wait for its next turn.
    private static func makeDue(_ service: ServiceApart) async throws {
        let opened = try await OpenedServices.open(service.place.configuration)
        try await opened.services.database.write { try $0.execute("update outbox set due_at = 0 where state = 0") }
        await opened.close()
    }

    private static func copyVault(from folder: String, to other: String) throws {
        try FileManager.default.createDirectory(
            atPath: other + "/keys", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try FileManager.default.copyItem(atPath: folder + "/keys/vault.key", toPath: other + "/keys/vault.key")
    }

    @Test("A damaged or cut backup is refused before anything is written, and one without keys wants its own vault.key")
    func refused() async throws {
        try await ServiceApart.with(.sqlite) { service in
            let folder = service.place.folder.path
            let store = Store(environment: service.place.environment)
            #expect(try await store.run("backup", folder + "/whole.zip").status == 0)
            let bytes = try Data(contentsOf: URL(filePath: folder + "/whole.zip"))
            var damaged = bytes
            for place in (bytes.count / 2)..<(bytes.count / 2 + 2_000) { damaged[place] ^= 0x5A }
            try damaged.write(to: URL(filePath: folder + "/damaged.zip"))
            try bytes.prefix(bytes.count / 2).write(to: URL(filePath: folder + "/cut.zip"))
            let place = try await ServicePlace(.sqlite)
            defer { place.folder.remove() }
            let target = Store(environment: place.environment)
            for name in ["damaged.zip", "cut.zip"] {
                let answer = try await target.run("restore", folder + "/" + name)
                #expect(answer.status == 1, "\(name): \(answer.output)")
            }
            let keyless = try await target.run("restore", folder + "/whole.zip")
            #expect(keyless.status == 1 && keyless.output.contains("vault.key"), "\(keyless.output)")
            #expect(!FileManager.default.fileExists(atPath: place.folder.path + "/data/lectern.sqlite"))
            try Self.copyVault(from: folder, to: place.folder.path)
            #expect(try await target.run("restore", folder + "/whole.zip").status == 0)
        }
    }

    @Test(
        "The doctor finds a sound installation sound, and tells each fault with what to do", arguments: Engine.underTest
    )
    func doctor(engine: Engine) async throws {
        try await ServiceApart.with(engine) { service in
            try await service.start()
            let store = Store(environment: service.place.environment)
            let sound = try await store.run("doctor")
            #expect(sound.status == 0, "\(sound.output)")
            for word in ["database: ", "migrations: are all applied", "clock: agrees", "vault: opens"] {
                #expect(sound.output.contains(word), "\(word)\n\(sound.output)")
            }
            var environment = service.place.environment
            environment["LECTERN_PUBLIC_URL"] = "http://lectern.invalid"
            environment["LECTERN_CONTENT_URL"] = "http://content.invalid"
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: service.place.folder.path + "/keys")
            let faulty = try await Store(environment: environment).run("doctor")
            #expect(faulty.status == 1)
            for word in ["isn't https", "isn't known here", "chmod 700"] {
                #expect(faulty.output.contains(word), "\(word)\n\(faulty.output)")
            }
            environment["LECTERN_ADDRESS"] = "nowhere"
            environment["LECTERN_LOG_LEVEL"] = "loud"
            let unusable = try await Store(environment: environment).run("doctor", "--json")
            let findings = try JSONDocument(parsing: Array(unusable.output.utf8)).root
            #expect(unusable.status == 1)
            #expect(findings.elements.compactMap { $0["subject"]?.string } == ["LECTERN_ADDRESS", "LECTERN_LOG_LEVEL"])
        }
    }

    private static func hash(_ path: String) throws -> String {
        Hexadecimal.encode(Digest.sha256(Array(try Data(contentsOf: URL(filePath: path)))))
    }

    /// The binary against one store.
    private struct Store: Sendable {
        let environment: [String: String]

        func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
            try await ServiceProcess.run(arguments, environment: environment)
        }

        /// The statements that were there before the backup began, as they are stored.
        func export(to folder: String) async throws -> Data {
            let file = folder + "/\(UUID().uuidString).ndjson"
            let answer = try await run(
                "export", "statements", "--out", file, "--purpose", "comparison", "--verb", "http://example.com/kept")
            #expect(answer.status == 0, "\(answer.output)")
            let bytes = try Data(contentsOf: URL(filePath: file))
            #expect(bytes.count { $0 == 0x0A } == 61)
            return bytes
        }
    }
}

/// Sends statements to the running service.
private struct BackupWriter: Sendable {
    let service: ServiceApart

    func post(_ number: Int, _ verb: String) async throws {
        let statement: JSONNode = [
            "id": .string(UUID().uuidString.lowercased()), "actor": ["mbox": "mailto:ann@example.com"],
            "verb": ["id": .string(verb)], "object": ["id": .string("http://example.com/page/\(number)")],
            "result": ["score": ["raw": .raw(Array("1.50".utf8))]],
        ]
        let answer = try await BrowserClient().send(
            .PUT, service.statementURL(statement), headers: service.headers, body: statement.serialized)
        #expect(answer.status == 204, "\(answer.text)")
    }

    /// - Returns: how many were stored until it was over.
    func write(until isOver: @Sendable () -> Bool) async throws -> Int {
        var count = 0
        repeat {
            try await post(count, "http://example.com/later")
            count += 1
        } while !isOver()
        return count
    }

    /// - Returns: the hash of the data.
    func postAttached(_ verb: String) async throws -> String {
        let data = Array("kept in a file".utf8)
        let hash = Hexadecimal.encode(Digest.sha256(data))
        let statement: JSONNode = [
            "actor": ["mbox": "mailto:ann@example.com"], "verb": ["id": .string(verb)],
            "object": ["id": "http://example.com/page"],
            "attachments": [
                [
                    "usageType": "http://example.com/usage", "display": ["en": "Evidence"], "contentType": "text/plain",
                    "length": .number(data.count), "sha2": .string(hash),
                ]
            ],
        ]
        let body = """
            --b\r\nContent-Type: application/json\r\n\r\n\(statement.text)\r\n--b\r\nContent-Type: text/plain\r\n\
            Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: \(hash)\r\n\r\nkept in a file\r\n--b--\r\n
            """
        let headers =
            service.headers.filter { $0.0 != "Content-Type" } + [("Content-Type", "multipart/mixed; boundary=b")]
        let answer = try await BrowserClient().send(
            .POST, service.place.publicURL + "/xapi/statements", headers: headers, body: Array(body.utf8))
        #expect(answer.status == 200, "\(answer.text)")
        return hash
    }
}
