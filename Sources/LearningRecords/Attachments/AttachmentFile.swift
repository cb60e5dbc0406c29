import Cryptography
import Glibc
import Values

/// Data on its way to the disk, hashed as it passes. For one user at a time; closed when it goes.
final class AttachmentFile {
    let path: String
    private(set) var size: Int64 = 0
    private let descriptor: Int32
    private let digest: IncrementalDigest

    init(path: String, hash: AttachmentHash) throws(ServiceError) {
        self.path = path
        digest = IncrementalDigest(hash.algorithm)
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw DiskFailure.last("create") }
    }

    deinit { close(descriptor) }

    func write(_ bytes: ArraySlice<UInt8>) throws(ServiceError) {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes { raw in
                Glibc.write(descriptor, raw.baseAddress.map { $0 + done }, raw.count - done)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw DiskFailure.last("write") }
            done += put
        }
        digest.update(bytes)
        size += Int64(bytes.count)
    }

    /// The hash of all that was written. Called once.
    func finish() -> [UInt8] { digest.finish() }
}

/// What the disk said, for callers and for the log.
enum DiskFailure {
    static func last(_ operation: String) -> ServiceError {
        let number = errno
        let isFull = number == ENOSPC || number == EDQUOT
        return ServiceError(
            .unavailable, isFull ? "The disk is full." : "An attachment can't be kept.",
            cause: "\(operation): errno \(number)", retryAfter: 60)
    }
}
