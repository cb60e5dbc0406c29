import Access
import Cryptography
import Database
import Foundation
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// What belongs to one store, and what the binary does where it doesn't fit together.
@Suite(.serialized, .timeLimit(.minutes(4))) struct StoreTests {
    @Test(
        "Where there is no store, a command refuses, names the place and leaves nothing behind",
        arguments: [
            ["users", "list"], ["platforms", "list"], ["keys", "list"], ["backup", "made.zip"], ["audit", "verify"],
        ])
    func missing(arguments: [String]) async throws {
        let place = try await ServicePlace(.sqlite)
        defer { place.folder.remove() }
        let answer = try await ServiceProcess.run(arguments, environment: place.environment)
        #expect(answer.status == 1)
        #expect(answer.output.contains(place.folder.path + "/data"), "\(answer.output)")
        #expect(answer.output.contains("LECTERN_DATA") && answer.output.contains("lectern serve"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.path) == [])
    }

    @Test(
        "A vault.key that is lost or another's is refused by every command, told by the doctor, and never replaced",
        arguments: Engine.underTest)
    func keys(engine: Engine) async throws {
        let store = try await SomeStore(engine)
        defer { store.place.folder.remove() }
        try await store.addOwner()
        #expect(try await store.run("users", "list").status == 0)
        let key = store.place.folder.path + "/keys/vault.key"
        let kept = try Data(contentsOf: URL(filePath: key))
        // As it is, and as a release left it that wrote down nothing of its key.
        for isKnown in [true, false] {
            try FileManager.default.removeItem(atPath: key)
            if !isKnown { try await store.forgetCheck() }
            for command in [["users", "list"], ["serve"], ["backup", store.place.folder.path + "/made.zip"]] {
                let answer = try await ServiceProcess.run(command, environment: store.place.environment)
                #expect(answer.status == 1 && answer.output.contains("no vault.key"), "\(command) \(answer.output)")
                #expect(!FileManager.default.fileExists(atPath: key))
            }
            let missing = try await store.run("doctor")
            #expect(missing.status == 1 && missing.output.contains("FAULT    vault and database"), "\(missing.output)")

            _ = try Vault.open(KeyFolder(path: store.place.folder.path + "/keys"), world: .system)
            let foreign = try Data(contentsOf: URL(filePath: key))
            for command in [["users", "list"], ["serve"]] {
                let answer = try await ServiceProcess.run(command, environment: store.place.environment)
                #expect(answer.status == 1 && answer.output.contains("isn't the one"), "\(command) \(answer.output)")
            }
            let told = try await store.run("doctor")
            #expect(told.status == 1 && told.output.contains("isn't the one"), "\(told.output)")
            #expect(try Data(contentsOf: URL(filePath: key)) == foreign)
            try kept.write(to: URL(filePath: key))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        }
        #expect(try await store.run("users", "list").output.contains("ada@example.com"))
        #expect(try await store.run("doctor").output.contains("ok       vault and database"))
    }

    @Test("A database that belongs to another folder is refused before it is brought up to date")
    func foreignDatabase() async throws {
        let store = try await SomeStore(.sqlite)
        defer { store.place.folder.remove() }
        let file = store.place.folder.path + "/data/lectern.sqlite"
        for name in [file, file + "-wal", file + "-shm"] { try? FileManager.default.removeItem(atPath: name) }
        let older = try await SQLDatabase.open(.sqlite(file), world: .system)
        try await older.migrate(through: 31)
        await older.close()
        for command in [["users", "list"], ["serve"]] {
            let answer = try await ServiceProcess.run(command, environment: store.place.environment)
            #expect(answer.status == 1 && answer.output.contains("another database"), "\(answer.output)")
        }
        let looked = try await SQLDatabase.open(.sqlite(file), world: .system)
        #expect(try await looked.pendingMigrations().isEmpty == false)
        await looked.close()
        try FileManager.default.removeItem(atPath: file)
        let answer = try await ServiceProcess.run(["serve"], environment: store.place.environment)
        #expect(answer.status == 1 && answer.output.contains("another database"), "\(answer.output)")
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("Commands leave a store of the release before as it is; the next start upgrades it and writes its key down")
    func upgrade() async throws {
        let place = try await ServicePlace(.sqlite)
        defer { place.folder.remove() }
        try FileManager.default.createDirectory(
            atPath: place.folder.path + "/data", withIntermediateDirectories: true)
        let older = try await SQLDatabase.open(place.configuration.databaseLocation, world: .system)
        try await older.migrate(through: 31)
        let id = try await older.instanceID()
        await older.close()
        let vault = try Vault.open(KeyFolder(path: place.folder.path + "/keys"), world: .system)
        try Data("\(id)\n".utf8).write(to: URL(filePath: place.folder.path + "/data/instance-id"))
        let command = try await ServiceProcess.run(["users", "list"], environment: place.environment)
        #expect(command.status == 1 && command.output.contains("earlier release"), "\(command.output)")
        let unchanged = try await SQLDatabase.open(place.configuration.databaseLocation, world: .system)
        #expect(try await !unchanged.pendingMigrations().isEmpty)
        await unchanged.close()
        let opened = try await OpenedServices.open(place.configuration)
        #expect(try await opened.services.database.instance()?.keyCheck == vault.check(of: id))
        await opened.close()
    }

    @Test(
        "A database of a later release is refused, and told by the doctor, with what to do", arguments: Engine.underTest
    )
    func laterRelease(engine: Engine) async throws {
        let store = try await SomeStore(engine)
        defer { store.place.folder.remove() }
        try await store.with { opened in
            try await opened.services.database.write { tx in
                try tx.execute(
                    "insert into database_migration (number, name, sha256, applied_at) values (9999, 'later', '', 0)")
            }
        }
        for command in [["users", "list"], ["serve"], ["doctor"]] {
            let answer = try await ServiceProcess.run(command, environment: store.place.environment)
            #expect(
                answer.status == 1 && answer.output.contains("of a later release than this program"), "\(answer.output)"
            )
        }
    }

    @Test("The doctor leaves a vault.key in clear as it is, though there is a passphrase; the next start seals it")
    func doctorWritesNothing() async throws {
        let store = try await SomeStore(.sqlite)
        defer { store.place.folder.remove() }
        let keys = store.place.folder.path + "/keys"
        let before = try Self.contents(of: keys)
        var environment = store.place.environment
        environment["LECTERN_KEYS_PASSPHRASE"] = "open sesame"
        #expect(try await ServiceProcess.run(["doctor"], environment: environment).status == 0)
        #expect(try Self.contents(of: keys) == before)
        #expect(try await ServiceProcess.run(["users", "list"], environment: environment).status == 0)
        #expect(try Self.contents(of: keys) != before)
        #expect(try await store.run("users", "list").output.contains("LECTERN_KEYS_PASSPHRASE"))
    }

    private static func contents(of folder: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != ".lock" }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(filePath: folder + "/" + $0))) })
    }
}
