import Cryptography
import Glibc
import Values

/// A file of an export, as its report names it.
package struct ExportedFile: Sendable, Hashable {
    package var name: String
    package var bytes: Int
    /// Hexadecimal.
    package var sha256: String
    /// Rows or statements in it.
    package var rows: Int

    package init(name: String, bytes: Int, sha256: String, rows: Int) {
        self.name = name
        self.bytes = bytes
        self.sha256 = sha256
        self.rows = rows
    }
}

/// A file that is written piece by piece, readable by its owner alone, with its SHA-256 taken on the way.
///
/// It stands under its name only once ``finish()`` was called; before, and after an error, there is only `.part`.
package final class ExportFile {
    private let path: String
    private let descriptor: Int32
    private let digest = IncrementalDigest()
    private var count = 0
    private var isFinished = false

    /// - Throws: `unavailable` when the file can't be made.
    package init(path: String) throws {
        self.path = path
        descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(path + ".part") }
    }

    package func write(_ bytes: [UInt8]) throws {
        digest.update(bytes)
        count += bytes.count
        var done = 0
        while done < bytes.count {
            let put = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw Self.failure("write", path) }
            done += put
        }
    }

    /// Puts the file under its name.
    package func finish(rows: Int) throws -> ExportedFile {
        guard fsync(descriptor) == 0, rename(path + ".part", path) == 0 else { throw Self.failure("finish", path) }
        isFinished = true
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return ExportedFile(
            name: name, bytes: count, sha256: Hexadecimal.encode(digest.finish()), rows: rows)
    }

    private static func failure(_ operation: String, _ path: String) -> ServiceError {
        ServiceError(
            .unavailable, "The export can't be written.", cause: "\(operation) \(path): errno \(errno)", retryAfter: 60)
    }
}

extension ExportedFile {
    /// The size and hash of a file as it stands on disk, read in pieces; nil when it can't be read.
    package static func onDisk(_ path: String, name: String) -> ExportedFile? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let digest = IncrementalDigest()
        var count = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { return nil }
            if got == 0 { break }
            digest.update(buffer[..<got])
            count += got
        }
        return ExportedFile(name: name, bytes: count, sha256: Hexadecimal.encode(digest.finish()), rows: 0)
    }
}
