import Access
import Database
import Foundation
import Values

/// The data folder, the database and the keys of one service. They have to belong together, and nothing is changed before
/// that is known (design D15, D17).
struct Store {
    let configuration: Configuration
    let world: World

    /// Opens all three; a start brings the database's schema up to date.
    /// - Throws: `notFound` when there is no store and none is to be made; `conflict` when a command finds one of an
    ///   earlier release; `invalid` when the parts belong to different services.
    func open(_ use: StoreUse) async throws -> (database: SQLDatabase, vault: Vault) {
        if use == .finding, !hasDatabase || folderID == nil { throw missing() }
        if !hasDatabase, folderID != nil { throw foreignFolder(nil) }
        try FileManager.default.createDirectory(
            atPath: configuration.dataFolder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let database = try await SQLDatabase.open(configuration.databaseLocation, world: world)
        do { return (database, try await settle(database, use)) } catch {
            await database.close()
            throw error
        }
    }

    private func settle(_ database: SQLDatabase, _ use: StoreUse) async throws -> Vault {
        // The file is read first: another node that starts at this moment writes it after its tables.
        let noted = folderID
        let known = try await database.instance()
        if use == .finding, known == nil { throw missing() }
        if let noted, noted != known?.id.description { throw foreignFolder(known) }
        guard try await !database.isOfLaterRelease() else { throw Self.later }
        let vault = try await StoreKey(configuration, database).open(known, world: world)
        if use == .finding { try await requireCurrent(database) }
        try await database.migrate()
        try await bind(database, vault, isNoted: noted != nil)
        return vault
    }

    /// Writes down what belongs together, at the first start and after an upgrade.
    private func bind(_ database: SQLDatabase, _ vault: Vault, isNoted: Bool) async throws {
        let id = try await database.instanceID()
        let check = vault.check(of: id)
        if try await database.instance()?.keyCheck == nil {
            try await database.write { try $0.settleKeyCheck(check) }
        }
        guard try await database.instance()?.keyCheck == check else { throw StoreKey.foreign(configuration) }
        guard !isNoted else { return }
        try Data((id.description + "\n").utf8).write(to: idFile, options: .atomic)
    }

    private var idFile: URL { URL(filePath: configuration.dataFolder).appending(path: "instance-id") }

    private var folderID: String? {
        (try? String(contentsOf: idFile, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private var hasDatabase: Bool {
        configuration.databaseURL != nil
            || FileManager.default.fileExists(atPath: configuration.dataFolder + "/lectern.sqlite")
    }

    /// A service of the earlier release may be running: its database isn't changed under it.
    private func requireCurrent(_ database: SQLDatabase) async throws {
        guard try await !database.pendingMigrations().isEmpty else { return }
        throw ServiceError(
            .conflict,
            "The database is of an earlier release than this program. Make a backup with that release's program, stop the"
                + " service, and start this one: `lectern serve` brings the database up to date.")
    }

    static let later = ServiceError(
        .conflict,
        "The database is of a later release than this program. Install that release, or restore a backup that was made"
            + " with this one.")

    private func missing() -> ServiceError {
        let folder = URL(filePath: configuration.dataFolder).standardizedFileURL.path
        return ServiceError(
            .notFound,
            "There is no store in \(folder). Set LECTERN_DATA, LECTERN_KEYS and LECTERN_DATABASE_URL as the service has"
                + " them. A new store is made by the first start of `lectern serve`.")
    }

    private func foreignFolder(_ known: Instance?) -> ServiceError {
        let own = known.map { "its instance-id isn't \($0.id)" } ?? "there is none, or an empty one"
        return ServiceError(
            .invalid,
            "The data folder belongs to another database: \(own). Check LECTERN_DATA and LECTERN_DATABASE_URL. Records"
                + " move to another database by `lectern backup` and `lectern restore`.")
    }
}
