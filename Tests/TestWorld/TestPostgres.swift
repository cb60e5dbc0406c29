import Database
import Foundation
import NIOPosix
import Values

/// The server on which tests of this process make their databases: the one of `LECTERN_TEST_POSTGRES_URL`, or its own,
/// which ends with the process.
final class TestPostgres: Sendable {
    private static let starting = Task { try await TestPostgres() }

    static func shared() async throws -> TestPostgres { try await starting.value }

    private let administration: String
    private let template: String
    private let threads = NIOThreadPool(numberOfThreads: 2)

    private init() async throws {
        administration = try ProcessInfo.processInfo.environment["LECTERN_TEST_POSTGRES_URL"] ?? ServerProcess.start()
        template = "template_" + Self.unique()
        threads.start()
        try await command("create database \(template)")
        let database = try await SQLDatabase.open(.postgres(url(of: template)), world: .forTests)
        try await database.migrate()
        await database.close()
    }

    func makeDatabase(migrated: Bool) async throws -> String {
        let name = "test_" + Self.unique()
        try await command("create database \(name)" + (migrated ? " template \(template)" : ""))
        return name
    }

    func dropDatabase(_ name: String) {
        Task { try? await command("drop database if exists \(name) with (force)") }
    }

    /// The server's URL with another database in its path.
    func url(of database: String) -> String {
        guard var parts = URLComponents(string: administration) else { return administration }
        parts.path = "/" + database
        return parts.string ?? administration
    }

    private func command(_ text: String) async throws {
        let url = Secret(administration)
        try await threads.runIfActive { try PostgresAdministration.run(text, at: url) }
    }

    private static func unique() -> String {
        UUID().uuidString.lowercased().replacing("-", with: "")
    }
}

/// `.ci/test-postgres hold`: a server that stops when the pipe to its standard input closes, as it does when this
/// process ends in whatever way.
private enum ServerProcess {
    /// Kept open until the end.
    private nonisolated(unsafe) static var input: Pipe?

    static func start() throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: script)
        process.arguments = ["hold"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        Self.input = input
        guard let line = output.fileHandleForReading.firstLine, line.hasPrefix("postgres") else {
            throw DatabaseError(.other, "the PostgreSQL of the tests didn't start: see the message above")
        }
        return line
    }

    /// Beside the real place of this file, which a build may see through a link.
    private static var script: String {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appendingPathComponent(".ci/test-postgres").path
    }
}

extension FileHandle {
    fileprivate var firstLine: String? {
        var line: [UInt8] = []
        while let byte = (try? read(upToCount: 1))?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
