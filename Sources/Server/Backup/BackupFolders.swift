import Access
import Foundation
import Values

/// The files that belong to a store beside its tables, by their place in a backup.
struct BackupFolders: Sendable {
    private let data: String
    private let keys: String

    init(_ configuration: Configuration) {
        data = configuration.dataFolder
        keys = configuration.keysFolder
    }

    /// Attachments and packages; what is still arriving isn't among them.
    func dataFiles() -> [String] { ["attachments", "packages"].flatMap { files(below: $0) }.sorted() }

    /// The key files, those of single platforms included, locks excepted.
    func keyFiles() -> [String] {
        files(in: keys).filter { name in
            let parts = name.split(separator: "/")
            return !parts.contains { $0.hasPrefix(".") } && name != "README.md" && Self.isKeyFile(parts)
        }
        .sorted().map { "keys/" + $0 }
    }

    /// Below the folder of keys: a file there, or one of a platform's own folder.
    private static func isKeyFile(_ parts: [Substring]) -> Bool {
        parts.count == 1 || parts.count == 2 && parts[0].hasPrefix(Keyring.platformFolder)
    }

    /// Where an entry of a backup lies on the disk; nil for one that has no business there.
    func location(of entry: String) -> String? {
        let parts = entry.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !entry.contains("\0")
        else {
            return nil
        }
        switch parts[0] {
        case "attachments", "packages": return data + "/" + entry
        case "keys":
            let below = Array(parts.dropFirst())
            return Self.isKeyFile(below) ? keys + "/" + below.joined(separator: "/") : nil
        default: return nil
        }
    }

    /// Writes a file that wasn't there, readable by its owner alone.
    func write(_ entry: String, _ read: (_ sink: ([UInt8]) throws -> Void) throws -> Void) throws {
        guard let path = location(of: entry) else {
            throw ServiceError(.unprocessable, "The backup holds a file that belongs nowhere: \(entry).")
        }
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw ServiceError(.unavailable, "\(path) can't be written.") }
        defer { try? handle.close() }
        try read { try handle.write(contentsOf: Data($0)) }
        try handle.synchronize()
    }

    /// Removes what a broken restore wrote.
    func removeDataFiles() {
        for folder in ["attachments", "packages"] { try? FileManager.default.removeItem(atPath: data + "/" + folder) }
    }

    /// The same of a backup with keys, for which the folder held none before.
    func removeKeyFiles() {
        for file in keyFiles() { location(of: file).map { try? FileManager.default.removeItem(atPath: $0) } }
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: keys)) ?? []
        for folder in folders where folder.hasPrefix(Keyring.platformFolder) {
            try? FileManager.default.removeItem(atPath: keys + "/" + folder)
        }
    }

    private func files(below folder: String) -> [String] {
        files(in: data + "/" + folder).filter { !$0.hasPrefix("incoming/") && !$0.hasPrefix(".incoming") }
            .map { folder + "/" + $0 }
    }

    /// By their paths below the folder.
    private func files(in root: String) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: root) else { return [] }
        return names.compactMap { $0 as? String }.filter { name in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
            return isThere && !isFolder.boolValue
        }
    }
}
