public import Database
import Foundation
import Values

extension Engine {
    /// The engines that every store test runs on. `LECTERN_TEST_ENGINES=sqlite` leaves PostgreSQL out.
    public static let underTest: [Engine] = {
        guard let chosen = ProcessInfo.processInfo.environment["LECTERN_TEST_ENGINES"] else { return allCases }
        return chosen.split(separator: ",").compactMap { Engine(rawValue: String($0)) }
    }()
}

/// Databases for tests: fresh, with all tables, alone in theirs, and gone when the test lets go of them.
public enum TestDatabase {
    /// - Parameters:
    ///   - world: gives the transactions their time on both engines; without one it is the engine's own.
    ///   - migrated: false for a database without tables.
    ///   - adjust: changes the options before the database is opened.
    public static func open(
        _ engine: Engine, world: FrozenWorld? = nil, migrated: Bool = true,
        adjust: (inout DatabaseOptions) -> Void = { _ in }
    ) async throws -> SQLDatabase {
        var options = DatabaseOptions(world: world?.world ?? .forTests)
        options.clock = world == nil ? .engine : .world
        options.isDurable = false
        options.readers = 2
        options.connections = 4
        adjust(&options)
        switch engine {
        case .sqlite: return try await openSQLite(migrated: migrated, options)
        case .postgres: return try await openPostgres(migrated: migrated, options)
        }
    }

    private static func openSQLite(migrated: Bool, _ options: DatabaseOptions) async throws -> SQLDatabase {
        let folder = TemporaryFolder()
        let path = folder.path + "/test.sqlite"
        if migrated { try FileManager.default.copyItem(atPath: try await SQLiteTemplate.shared.path(), toPath: path) }
        var options = options
        options.afterClose = { folder.remove() }
        return try await SQLDatabase.open(.sqlite(path), options: options)
    }

    private static func openPostgres(migrated: Bool, _ options: DatabaseOptions) async throws -> SQLDatabase {
        let server = try await TestPostgres.shared()
        let name = try await server.makeDatabase(migrated: migrated)
        var options = options
        options.afterClose = { server.dropDatabase(name) }
        return try await SQLDatabase.open(.postgres(server.url(of: name)), options: options)
    }
}

extension World {
    /// The machine's clock and Swift's generator.
    static var forTests: World {
        World(
            now: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
            randomBytes: { count in (0..<count).map { _ in .random(in: 0...255) } })
    }
}
