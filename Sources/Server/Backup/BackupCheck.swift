import ContentPackages
import Values

/// Reads a backup from its beginning to its end: whether it is whole, with every checksum.
struct BackupCheck {
    let path: String

    /// - Throws: `unprocessable` with what is wrong.
    func run() throws -> (manifest: BackupManifest, summary: BackupSummary) {
        var manifest: BackupManifest?
        var end: BackupSummary?
        var counted = BackupSummary()
        do {
            try ZipReader(path: path).forEach { name, read in
                var bytes: [UInt8] = []
                try read { if [BackupManifest.name, BackupManifest.endName].contains(name) { bytes += $0 } }
                switch name {
                case BackupManifest.name: manifest = try BackupManifest(bytes)
                case BackupManifest.endName: end = try BackupSummary(bytes)
                case BackupManifest.publicKeysName: break
                case _ where name.hasPrefix("keys/"): counted.keys += 1
                case _ where name.hasPrefix("tables/"): break
                default: counted.files += 1
                }
            }
        } catch let failure as ZipReader.Failure {
            throw ServiceError(.unprocessable, "The backup is damaged: \(failure.message)")
        }
        guard let manifest, let end, end.files == counted.files, end.keys == counted.keys else {
            throw ServiceError(.unprocessable, "The file isn't a whole backup.")
        }
        return (manifest, end)
    }
}
