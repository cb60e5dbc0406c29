import Glibc

/// A failed system call on a file.
public struct FileFailure: Error, Sendable, CustomStringConvertible {
    public var operation: String
    public var path: String
    public var errorNumber: Int32

    /// The disk or the quota is full: worth trying again later, unlike the rest.
    public var isOutOfSpace: Bool { errorNumber == ENOSPC || errorNumber == EDQUOT }
    public var description: String { "\(operation) \(path): errno \(errorNumber)" }

    static func last(_ operation: String, _ path: String) -> FileFailure {
        FileFailure(operation: operation, path: path, errorNumber: errno)
    }
}

/// An open file for reading at any place; closed when it goes.
struct ReadableFile: ~Copyable {
    let descriptor: Int32
    let path: String
    let size: Int64

    init(path: String) throws(FileFailure) {
        let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard opened >= 0, fstat(opened, &status) == 0 else {
            let failure = FileFailure.last("open", path)
            if opened >= 0 { _ = Glibc.close(opened) }
            throw failure
        }
        descriptor = opened
        size = Int64(status.st_size)
        self.path = path
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Exactly `count` bytes from `offset`, or nil when the file ends before.
    func bytes(at offset: Int64, count: Int) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= size, Int64(count) <= size - offset else { return nil }
        var out = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = out.withUnsafeMutableBytes { raw in
                let rest = UnsafeMutableRawBufferPointer(rebasing: raw[done...])
                return pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + done)
            }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { return nil }
            done += got
        }
        return out
    }
}

/// A new file for writing; an existing one, or a link, is never written over.
struct NewFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(path: String, mode: mode_t = 0o640) throws(FileFailure) {
        let opened = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard opened >= 0 else { throw .last("create", path) }
        descriptor = opened
        self.path = path
    }

    deinit { _ = Glibc.close(descriptor) }

    func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let put = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw .last("write", path) }
            done += put
        }
    }

    func synchronize() throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw .last("fsync", path) }
    }
}

/// Makes a folder; one that is there already is fine.
func makeFolder(_ path: String) throws(FileFailure) {
    guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw .last("mkdir", path) }
}
