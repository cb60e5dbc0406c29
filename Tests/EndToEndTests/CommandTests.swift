import Access
import Connections
import Cryptography
import Database
import Foundation
import JSON
import SampleContent
import ServiceWorld
import TestWorld
import Testing

/// Commands of the binary, one after the other, as people at the machine run them.
@Suite(.serialized, .timeLimit(.minutes(4))) struct CommandTests {
    @Test("A disabled user is enabled again, roles are changed, and the last owner stays", arguments: Engine.underTest)
    func users(engine: Engine) async throws {
        let store = try await SomeStore(engine)
        defer { store.place.folder.remove() }
        try await store.addOwner()
        for arguments in [
            ["users", "disable", "ada@example.com"], ["users", "roles", "ada@example.com", "--role", "privacy"],
        ] {
            let kept = try await ServiceProcess.run(arguments, environment: store.place.environment)
            #expect(kept.status == 1 && kept.output.contains("last owner"), "\(kept.output)")
        }
        #expect(try await store.run("users", "add", "grace", "--role", "privacy", "--generate").status == 0)
        #expect(try await store.run("users", "roles", "grace", "--role", "owner", "--role", "privacy").status == 0)
        #expect(try await store.run("users", "disable", "ada@example.com").status == 0)
        #expect(try await store.run("users", "list").output.contains("ada@example.com  owner  disabled"))
        #expect(try await store.run("users", "disable", "grace").status == 1)
        #expect(try await store.run("users", "password", "ada@example.com", "--generate").status == 0)
        let again = try await store.run("users", "add", "ada@example.com", "--role", "owner", "--generate")
        #expect(again.status == 1 && again.output.contains("disabled"), "\(again.output)")
        #expect(try await store.run("users", "enable", "ada@example.com").status == 0)
        #expect(
            try await store.run("users", "list").output == "ada@example.com  owner\ngrace  owner privacy\n")
        #expect(try await store.run("users", "disable", "grace").status == 0)
    }

    @Test(
        "A role of teachers is refused with the way by which teachers come in",
        arguments: ["instructor", "lead", "coach"])
    func teachers(role: String) async throws {
        let store = try await SomeStore(.sqlite)
        defer { store.place.folder.remove() }
        let answer = try await store.run("users", "add", "grace", "--role", role, "--generate")
        #expect(answer.status == 1 && answer.output.contains("comes in from the platform"), "\(answer.output)")
    }

    @Test("What an import prints is what a module is made of")
    func package() async throws {
        let store = try await SomeStore(.sqlite)
        defer { store.place.folder.remove() }
        let file = store.place.folder.path + "/course.zip"
        try Data(try #require(SamplePackage.allCases.first).zip()).write(to: URL(filePath: file))
        let imported = try await store.run("packages", "import", file, "--json")
        let id = try #require(try JSONDocument(parsing: Array(imported.output.utf8)).root["versionId"]?.string)
        let again = try await store.run("packages", "import", file)
        #expect(again.output.contains("version id: \(id)"), "\(again.output)")
        #expect(try await store.run("packages", "list").output.contains(id))
        #expect(try await store.run("cohorts", "add-course", "--code", "C-1", "--title", "Course").status == 0)
        let module = try await store.run(
            "cohorts", "add-module", "--course", "C-1", "--title", "Basics", "--version", id)
        #expect(module.status == 0 && !module.output.isEmpty, "\(module.output)")
    }

    @Test("Registering a platform again keeps what isn't named, its own key too; it is switched off and on")
    func platforms() async throws {
        let store = try await SomeStore(.sqlite)
        defer { store.place.folder.remove() }
        let pem = try PrivateKey.generateRSA().publicKey.pem()
        let file = store.place.folder.path + "/platform.pem"
        try Data(pem.utf8).write(to: URL(filePath: file))
        let identity = ["platforms", "add", "--issuer", "https://lms.example", "--client-id", "1"]
        func add(_ more: String...) async throws -> JSONDocument {
            let answer = try await ServiceProcess.run(
                identity + more + ["--json"], environment: store.place.environment)
            #expect(answer.status == 0, "\(answer.output)")
            return try JSONDocument(parsing: Array(answer.output.utf8))
        }
        let bare = try await ServiceProcess.run(identity, environment: store.place.environment)
        #expect(bare.status == 1 && bare.output.contains("auth_url") && bare.output.contains("jwks_url"))
        let first = try await add(
            "--name", "School", "--auth-url", "https://lms.example/auth", "--token-url", "https://lms.example/token",
            "--public-key", file)
        let again = try await add("--token-url", "https://lms.example/token/2")
        #expect(again.root["id"]?.string == first.root["id"]?.string)
        #expect(again.root["name"]?.string == "School")
        #expect(again.root["authUrl"]?.string == "https://lms.example/auth")
        #expect(again.root["tokenUrl"]?.string == "https://lms.example/token/2")
        #expect(again.root["publicKey"]?.string == pem)
        let moved = try await add("--jwks-url", "https://lms.example/jwks")
        #expect(moved.root["publicKey"] == nil && moved.root["jwksUrl"]?.string == "https://lms.example/jwks")

        let id = try #require(first.root["id"]?.string)
        let told = try await ServiceProcess.run(identity, environment: store.place.environment)
        #expect(told.output.contains("target link URI       \(store.place.publicURL)/lti/launch"), "\(told.output)")
        #expect(try await store.run("platforms", "disable", id).output == "disabled School\n")
        #expect(try await store.run("platforms", "list").output.contains("\(id)  off  School"))
        #expect(try await store.run("platforms", "enable", id).output == "enabled School\n")
        #expect(try await store.run("platforms", "list").output.contains("\(id)  active  School"))
        let tried = try await store.run("platforms", "test", id, "--json")
        let findings = try JSONDocument(parsing: Array(tried.output.utf8)).root.elements
        #expect(tried.status == 1 && findings.contains { $0["good"]?.bool == false && $0["text"]?.string != nil })
    }

    @Test("A report whose file is gone isn't sound, unless that is allowed")
    func verified() async throws {
        let store = try await SomeStore(.sqlite)
        defer { store.place.folder.remove() }
        let (csv, report) = (store.place.folder.path + "/c.csv", store.place.folder.path + "/c.report.json")
        let made = try await store.run("export", "completions", "--out", csv, "--purpose", "audit")
        #expect(made.status == 0, "\(made.output)")
        #expect(try await store.run("verify", report).status == 0)
        try FileManager.default.removeItem(atPath: csv)
        let missing = try await store.run("verify", report, "--json")
        #expect(missing.status == 1)
        #expect(try JSONDocument(parsing: Array(missing.output.utf8)).root["sound"]?.bool == false)
        #expect(try await store.run("verify", report, "--allow-missing").status == 0)
        try Data("altered".utf8).write(to: URL(filePath: csv))
        #expect(try await store.run("verify", report, "--allow-missing").status == 1)
    }

    @Test("The binary tells its version")
    func version() async throws {
        let answer = try await ServiceProcess.run(["--version"])
        #expect(answer.status == 0 && answer.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    }
}
