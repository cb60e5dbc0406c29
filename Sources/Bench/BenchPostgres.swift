import Database
import Foundation
import Values

/// A PostgreSQL to measure on: every stage gets a database of its own there, dropped when the bench ends.
struct BenchPostgres: Sendable {
    private let server: Secret<String>
    private let made = Locked<[String]>([])

    init(_ server: Secret<String>) { self.server = server }

    /// - Returns: the URL of a new, empty database.
    /// - Throws: when the server can't be reached or its user may not make databases.
    func makeDatabase(_ stage: String) throws -> Secret<String> {
        guard var parts = URLComponents(string: server.reveal()) else {
            throw BenchFailure("the PostgreSQL URL can't be read")
        }
        let name = "lectern_bench_\(stage.replacing("-", with: "_"))_\(ProcessInfo.processInfo.processIdentifier)"
        try PostgresAdministration.run("create database \(name)", at: server)
        made.withLock { $0.append(name) }
        parts.path = "/" + name
        return Secret(parts.string ?? "")
    }

    func clear() {
        for name in made.withLock({ $0 }) {
            try? PostgresAdministration.run("drop database if exists \(name) with (force)", at: server)
        }
    }
}
