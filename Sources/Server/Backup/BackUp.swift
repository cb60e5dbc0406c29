import Access
import ContentPackages
import Cryptography
import Database
import Foundation
import JSON
import Values
import Workflows

/// Writes everything that the service holds into one file, while the service runs: all tables as they were at one
/// moment, whichever the engine, then the files of attachments and packages, and the keys where that is wished.
///
/// The file appears whole or not at all, and is readable by its owner alone.
package struct BackUp: Sendable {
    private let opened: OpenedServices
    private let progress: @Sendable (String) -> Void

    /// - Parameter progress: is told of each part.
    package init(_ opened: OpenedServices, progress: @escaping @Sendable (String) -> Void = { _ in }) {
        self.opened = opened
        self.progress = progress
    }

    /// - Throws: `conflict` when the file is there already.
    package func run(to path: String, withKeys: Bool) async throws -> BackupSummary {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ServiceError(.conflict, "\(path) is there already; choose another name.")
        }
        let part = path + ".part"
        defer { try? FileManager.default.removeItem(atPath: part) }
        let manifest = try await manifest(withKeys)
        let writing = BackupWriting(
            manifest: manifest, publicKeys: try opened.services.keyring.publicIndex,
            folders: BackupFolders(opened.configuration), progress: progress)
        let summary = try await opened.services.database.read { tx in
            try? FileManager.default.removeItem(atPath: part)
            return try writing.write(to: part, from: tx)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: part)
        try FileManager.default.moveItem(atPath: part, toPath: path)
        try await audit(summary)
        return summary
    }

    private func manifest(_ withKeys: Bool) async throws -> BackupManifest {
        let database = opened.services.database
        let last = try await database.read { try $0.row("select max(number) from database_migration")?.int(0) }
        let instance = try await database.instanceID()
        return BackupManifest(
            createdAt: opened.services.world.now(), engine: database.engine.rawValue, instance: instance,
            migration: last ?? 0, keyCheck: opened.services.vault.check(of: instance), hasKeys: withKeys,
            tables: try await database.tables().filter { !$0.name.hasPrefix("database_") })
    }

    private func audit(_ summary: BackupSummary) async throws {
        let now = opened.services.world.now()
        try await opened.services.database.append { tx in
            let event = AuditEvent(
                tenant: Tenants.first, actor: .commandLine, verb: "backup.make", objectKind: "backup",
                count: summary.rows)
            try AuditLog.append(event, in: tx, at: now)
        }
    }
}

/// One run, inside the transaction that sees everything as it was at one moment. Files come after the tables: data that
/// came with a statement is on the disk before the statement is stored.
private struct BackupWriting {
    let manifest: BackupManifest
    let publicKeys: [UInt8]
    let folders: BackupFolders
    let progress: @Sendable (String) -> Void

    func write(to path: String, from tx: Transaction) throws -> BackupSummary {
        let zip = try ZipWriter(file: path, modifiedAt: manifest.createdAt)
        var summary = BackupSummary()
        try zip.add(BackupManifest.name, manifest.node.serialized)
        try zip.add(BackupManifest.publicKeysName, publicKeys)
        for table in manifest.tables {
            var count = 0
            try zip.add("tables/" + table.name) { write in count = try tx.dump(table, to: write) }
            summary.rows += count
            if count > 0 { progress("\(table.name): \(count) rows") }
        }
        for file in folders.dataFiles() where try add(file, to: zip) { summary.files += 1 }
        progress("\(summary.files) files of attachments and packages")
        if manifest.hasKeys {
            for file in folders.keyFiles() where try add(file, to: zip) { summary.keys += 1 }
            progress("\(summary.keys) key files")
        }
        try zip.add(BackupManifest.endName, summary.node.serialized)
        try zip.finish()
        return summary
    }

    /// - Returns: false for a file that went meanwhile.
    private func add(_ entry: String, to zip: ZipWriter) throws -> Bool {
        guard let path = folders.location(of: entry), let handle = FileHandle(forReadingAtPath: path) else {
            return false
        }
        defer { try? handle.close() }
        try zip.add(entry) { write in
            while let piece = try handle.read(upToCount: 256 << 10), !piece.isEmpty { try write(Array(piece)) }
        }
        return true
    }
}
