import Glibc
package import Values

/// Data being read, in pieces. Its calls block.
///
/// Sendable without a check being needed: a descriptor is a number, and each read names its place.
package final class AttachmentReader: Sendable {
    private let descriptor: Int32
    package let size: Int64

    /// - Throws: `notFound` when the file isn't there.
    package init(path: String) throws(ServiceError) {
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        var status = stat()
        guard opened >= 0, fstat(opened, &status) == 0 else {
            if opened >= 0 { close(opened) }
            throw ServiceError(.notFound, "An attachment's data isn't here.", cause: "errno \(errno)")
        }
        descriptor = opened
        size = Int64(status.st_size)
    }

    deinit { close(descriptor) }

    /// At most `count` bytes; empty behind the end.
    package func read(at offset: Int64, count: Int) throws(ServiceError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let got = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            filled = max(0, got)
            if got < 0 { failure = errno }
        }
        guard failure == 0 else {
            throw ServiceError(.unavailable, "An attachment can't be read.", cause: "errno \(failure)", retryAfter: 60)
        }
        return bytes
    }

    /// All of a small file.
    /// - Throws: `tooLarge` over the limit.
    package static func whole(path: String, limit: Int) throws(ServiceError) -> [UInt8] {
        let reader = try AttachmentReader(path: path)
        guard reader.size <= limit else { throw ServiceError(.tooLarge, "An attachment is too large for its use.") }
        var bytes: [UInt8] = []
        while bytes.count < Int(reader.size) {
            let piece = try reader.read(at: Int64(bytes.count), count: Int(reader.size) - bytes.count)
            guard !piece.isEmpty else { break }
            bytes += piece
        }
        return bytes
    }
}
