import Access
import ContentPackages
import Cryptography
import Database
import Foundation
package import Values
import Workflows

/// Puts a backup into an empty store: on the engine that it was made from, or on the other one.
///
/// The whole file is read and checked before anything is written. What fails halfway is taken back.
package struct RestoreBackup: Sendable {
    private let configuration: Configuration
    private let world: World
    private let progress: @Sendable (String) -> Void

    package init(
        _ configuration: Configuration, world: World = .system,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.world = world
        self.progress = progress
    }

    /// - Throws: `unprocessable` for a file that isn't a whole backup; `conflict` when something is there already, or
    ///   when the keys aren't those of the backup.
    package func run(from path: String) async throws -> BackupSummary {
        let (manifest, summary) = try BackupCheck(path: path).run()
        guard manifest.migration <= Int64(Migration.all.map(\.number).max() ?? 0) else {
            throw ServiceError(.unprocessable, "The backup is of a later release. Install that one first.")
        }
        progress("backup of \(manifest.createdAt.rfc3339): \(summary.rows) rows, \(summary.files) files")
        let folders = BackupFolders(configuration)
        guard folders.dataFiles().isEmpty else { throw Self.notEmpty("\(configuration.dataFolder) holds files") }
        try checkKeys(manifest, folders)
        try FileManager.default.createDirectory(
            atPath: configuration.dataFolder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let database = try await SQLDatabase.open(configuration.databaseLocation, world: world)
        do {
            try await prepare(database, manifest)
            try await fill(database, manifest, path, folders)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
        try Data((manifest.instance.description + "\n").utf8).write(
            to: URL(filePath: configuration.dataFolder).appending(path: "instance-id"), options: .atomic)
        return summary
    }

    private static func notEmpty(_ what: String) -> ServiceError {
        ServiceError(
            .conflict,
            "\(what). A backup is restored into an empty store alone: point LECTERN_DATA, LECTERN_KEYS and"
                + " LECTERN_DATABASE_URL at new places, or move away what is there.")
    }

    /// Without the vault's key nobody's name could be read again, so that is known before anything is written.
    private func checkKeys(_ manifest: BackupManifest, _ folders: BackupFolders) throws {
        if manifest.hasKeys {
            guard folders.keyFiles().isEmpty else { throw Self.notEmpty("\(configuration.keysFolder) holds keys") }
            return
        }
        guard FileManager.default.fileExists(atPath: configuration.keysFolder + "/vault.key"),
            let vault = try Vault.openIfAny(
                KeyFolder(path: configuration.keysFolder), passphrase: configuration.keysPassphrase)
        else {
            throw ServiceError(
                .conflict,
                "The backup was made without keys. Put the vault.key that belongs to it into LECTERN_KEYS first.")
        }
        guard vault.check(of: manifest.instance) == manifest.keyCheck else {
            throw ServiceError(.conflict, "The vault.key in \(configuration.keysFolder) isn't the one of this backup.")
        }
    }

    private func prepare(_ database: SQLDatabase, _ manifest: BackupManifest) async throws {
        if let used = try await database.firstUsedTable() {
            throw Self.notEmpty("The database holds records (\(used))")
        }
        try await database.migrate(through: Int(manifest.migration))
        let applied = try await database.read { try $0.row("select max(number) from database_migration")?.int(0) }
        guard applied == manifest.migration else {
            throw Self.notEmpty("The database has the tables of a later release than the backup's")
        }
    }

    private func fill(
        _ database: SQLDatabase, _ manifest: BackupManifest, _ path: String, _ folders: BackupFolders
    ) async throws {
        let tables = manifest.tables
        do {
            try await database.write { try $0.empty("tenant") }
            let kinds = try await database.read { tx in
                try Dictionary(uniqueKeysWithValues: tables.map { ($0.name, try tx.kinds(of: $0)) })
            }
            let steps = RestoreSteps(
                path: path, manifest: manifest, folders: folders, database: database, kinds: kinds, progress: progress)
            let publicKeys = try await offPool { try steps.run() }
            if !publicKeys.isEmpty {
                try Keyring.remember(publicKeys, in: KeyFolder(path: configuration.keysFolder), at: world.now())
            }
            let (now, instance, check) = (world.now(), manifest.instance, manifest.keyCheck)
            try await database.write { tx in
                for table in tables { try tx.continueNumbering(table.name) }
                try tx.takeOver(instance: instance, keyCheck: check)
                let event = AuditEvent(
                    tenant: Tenants.first, actor: .commandLine, verb: "backup.restore", objectKind: "backup",
                    objectID: manifest.createdAt.rfc3339)
                try AuditLog.append(event, in: tx, at: now)
            }
        } catch {
            folders.removeDataFiles()
            if manifest.hasKeys { folders.removeKeyFiles() }
            try? await database.write { tx in for table in tables { try tx.empty(table.name) } }
            throw error
        }
    }
}
