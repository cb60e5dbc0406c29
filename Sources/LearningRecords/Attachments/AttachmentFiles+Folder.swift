import Cryptography
import Glibc
package import Values

/// Data in a folder of files that are named by their hashes, as an export leaves it for an import.
extension AttachmentFiles {
    /// Takes data in, hashed on the way; it is kept like what came with a request.
    /// - Returns: nil when the folder doesn't have it.
    /// - Throws: `invalid` when the file's data has another hash.
    package func adopt(
        _ hash: AttachmentHash, from folder: String, as name: String
    ) throws(ServiceError) -> ReceivedAttachment? {
        guard let reader = try? AttachmentReader(path: folder + "/" + hash.text) else { return nil }
        let file = try AttachmentFile(path: incoming(name), hash: hash)
        try Self.copy(reader) { (bytes) throws(ServiceError) in try file.write(bytes[...]) }
        guard file.finish() == hash.bytes else {
            unlink(file.path)
            throw ServiceError(.invalid, "The file \(hash.text) has another hash.")
        }
        return ReceivedAttachment(hash: hash, contentType: nil, contentLength: nil, size: file.size, file: file.path)
    }

    /// Whether a file's data has a hash. It blocks.
    package static func matches(_ hash: AttachmentHash, path: String) throws(ServiceError) -> Bool {
        let digest = IncrementalDigest(hash.algorithm)
        try copy(try AttachmentReader(path: path)) { (bytes) throws(ServiceError) in digest.update(bytes) }
        return digest.finish() == hash.bytes
    }

    /// Takes data in that is here already, as if it had come again; nil when it isn't. It gives the data a younger date,
    /// so that no sweep takes it away before a statement carries it.
    package func readopt(_ hash: AttachmentHash, _ tenant: TenantID) -> ReceivedAttachment? {
        let path = location(of: hash, tenant)
        guard utimensat(AT_FDCWD, path, nil, 0) == 0, let size = size(of: hash, tenant) else { return nil }
        return ReceivedAttachment(hash: hash, contentType: nil, contentLength: nil, size: size, file: path)
    }

    /// Puts data into a folder; a file that is there is left.
    /// - Returns: false when the data isn't here.
    package func hand(
        _ hash: AttachmentHash, _ tenant: TenantID, to folder: String
    ) throws(ServiceError) -> Bool {
        guard let reader = try? AttachmentReader(path: location(of: hash, tenant)) else { return false }
        let path = folder + "/" + hash.text
        guard access(path, F_OK) != 0 else { return true }
        let part = path + ".part"
        unlink(part)
        let file = try AttachmentFile(path: part, hash: hash)
        try Self.copy(reader) { (bytes) throws(ServiceError) in try file.write(bytes[...]) }
        guard rename(part, path) == 0 else { throw DiskFailure.last("rename") }
        return true
    }

    private static func copy(
        _ reader: AttachmentReader, _ write: ([UInt8]) throws(ServiceError) -> Void
    ) throws(ServiceError) {
        var place: Int64 = 0
        while place < reader.size {
            let bytes = try reader.read(at: place, count: 1 << 18)
            guard !bytes.isEmpty else { throw ServiceError(.unavailable, "An attachment became shorter.") }
            try write(bytes)
            place += Int64(bytes.count)
        }
    }
}
