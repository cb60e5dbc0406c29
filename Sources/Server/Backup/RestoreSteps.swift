import ContentPackages
import Database
import Dispatch
import Values

/// Puts the parts of a backup back, one after the other. It blocks; rows are written in transactions of some hundred, so
/// that memory stays bounded.
struct RestoreSteps: Sendable {
    let path: String
    let manifest: BackupManifest
    let folders: BackupFolders
    let database: SQLDatabase
    let kinds: [String: [SQLKind]]
    let progress: @Sendable (String) -> Void

    /// - Returns: the public halves of the signing keys, as they stand in the backup; empty where it holds none.
    func run() throws -> [UInt8] {
        var (files, publicKeys): (Int, [UInt8]) = (0, [])
        try ZipReader(path: path).forEach { name, read in
            if name.hasPrefix("tables/") {
                try load(String(name.dropFirst("tables/".count)), read)
            } else if name == BackupManifest.publicKeysName {
                try read { publicKeys += $0 }
            } else if folders.location(of: name) != nil {
                try folders.write(name, read)
                files += 1
            }
        }
        progress("\(files) files")
        return publicKeys
    }

    private func load(_ name: String, _ read: (_ sink: ([UInt8]) throws -> Void) throws -> Void) throws {
        guard let table = manifest.tables.first(where: { $0.name == name }), let kinds = kinds[name] else {
            throw ServiceError(.unprocessable, "The backup holds a table that its beginning doesn't name: \(name).")
        }
        let loader = TableLoader(table, kinds: kinds)
        try read { piece in for batch in try loader.take(piece) { try write(batch) } }
        for batch in try loader.finish() { try write(batch) }
        if loader.count > 0 { progress("\(name): \(loader.count) rows") }
    }

    private func write(_ batch: TableLoader.Batch) throws {
        let (done, outcome) = (DispatchSemaphore(value: 0), Locked<Result<Void, any Error>?>(nil))
        database.gather({ try batch.write(in: $0) }) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        try outcome.withLock { $0 }?.get()
    }
}
