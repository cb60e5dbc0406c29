import Foundation
import Glibc
package import Values

/// The data of attachments on disk: `<data>/attachments/<tenant>/<two digits>/<hash>`, each once however many statements
/// carry it.
///
/// A file appears whole or not at all: it arrives beside its place, is written through to the disk and renamed before
/// the statement is committed. What a crash leaves is a file that no statement carries, which ``sweep(olderThan:now:carried:)``
/// removes. Its calls block.
package struct AttachmentFiles: Sendable {
    let root: String

    /// - Parameter dataFolder: `LECTERN_DATA`; on several nodes a shared volume.
    package init(dataFolder: String) { root = dataFolder + "/attachments" }

    /// Where the data lies, if it is here.
    package func location(of hash: AttachmentHash, _ tenant: TenantID) -> String {
        folder(of: hash, tenant) + "/" + hash.text
    }

    /// Bytes; nil when it isn't here.
    package func size(of hash: AttachmentHash, _ tenant: TenantID) -> Int64? {
        var status = stat()
        guard lstat(location(of: hash, tenant), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }

    /// - Parameter name: of nobody else's.
    func incoming(_ name: String) throws(ServiceError) -> String {
        try Self.makeFolders(incomingFolder)
        return incomingFolder + "/" + name
    }

    var incomingFolder: String { root + "/incoming" }

    func folder(of tenant: TenantID) -> String { root + "/\(tenant.number)" }

    /// Puts received data in its place, safe on the disk when this returns. Data that is here already is replaced by the
    /// same, so that its date tells that it is wanted again.
    /// - Throws: `unavailable`.
    package func keep(_ received: [ReceivedAttachment], _ tenant: TenantID) throws(ServiceError) {
        var folders: Set<String> = []
        for attachment in received {
            try Self.synchronize(attachment.file)
            let folder = folder(of: attachment.hash, tenant)
            try Self.makeFolders(folder)
            guard rename(attachment.file, folder + "/" + attachment.hash.text) == 0 else {
                throw DiskFailure.last("rename")
            }
            folders.insert(folder)
        }
        for folder in folders { try Self.synchronize(folder) }
    }

    private func folder(of hash: AttachmentHash, _ tenant: TenantID) -> String {
        folder(of: tenant) + "/" + hash.text.prefix(2)
    }

    /// Makes what is missing of a path, and writes each new name through to the disk.
    private static func makeFolders(_ path: String) throws(ServiceError) {
        guard access(path, F_OK) != 0 else { return }
        let parent = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
        if !parent.isEmpty { try makeFolders(String(parent)) }
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw DiskFailure.last("mkdir") }
        try synchronize(parent.isEmpty ? "/" : String(parent))
    }

    private static func synchronize(_ path: String) throws(ServiceError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskFailure.last("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DiskFailure.last("fsync") }
    }
}
