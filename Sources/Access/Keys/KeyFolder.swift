import Values

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder that holds the secrets of the service, one file each, readable by its owner alone.
///
/// Files appear whole or not at all: they are written beside their place, flushed to the disk and moved.
package struct KeyFolder: Sendable {
    package let path: String

    /// Makes the folder (mode 0700) if it is missing; its parent must exist.
    package init(path: String) throws {
        self.path = path
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure("make the folder", path) }
    }

    /// Nil when there is no such file. Throws when others than the owner could read it.
    package func read(_ name: String) throws -> [UInt8]? {
        let file = open(place(name), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.failure("open", place(name))
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Self.failure("examine", place(name)) }
        guard status.st_mode & 0o077 == 0 else {
            throw ServiceError(.unavailable, "\(place(name)) can be read by others: run chmod 600 on it")
        }
        return try readAll(file, count: Int(status.st_size), name)
    }

    /// Replaces a file, or makes it.
    package func write(_ bytes: [UInt8], to name: String) throws {
        let temporary = try writeBeside(bytes, name)
        guard rename(temporary, place(name)) == 0 else { throw Self.failure("replace", place(name)) }
        try flushFolder()
    }

    /// Makes a file unless it is there already, also when two processes try at once.
    /// - Returns: false when it was there.
    package func create(_ bytes: [UInt8], at name: String) throws -> Bool {
        let temporary = try writeBeside(bytes, name)
        defer { unlink(temporary) }
        guard link(temporary, place(name)) == 0 else {
            if errno == EEXIST { return false }
            throw Self.failure("make", place(name))
        }
        try flushFolder()
        return true
    }

    package func remove(_ name: String) throws {
        guard unlink(place(name)) == 0 || errno == ENOENT else { throw Self.failure("remove", place(name)) }
        try flushFolder()
    }

    /// Changes with every replacement of the file; nil when there is none.
    func stamp(of name: String) -> FileStamp? {
        var status = stat()
        guard stat(place(name), &status) == 0 else { return nil }
        return FileStamp(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
            nanoseconds: Int64(status.st_mtim.tv_nsec))
    }

    /// Runs `body` while no other process on this folder does the same.
    func locked<T>(_ body: () throws -> T) throws -> T {
        let file = open(place(".lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0, flock(file, LOCK_EX) == 0 else { throw Self.failure("lock", place(".lock")) }
        defer { close(file) }
        return try body()
    }

    private func place(_ name: String) -> String { path + "/" + name }

    private func readAll(_ file: Int32, count: Int, _ name: String) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { readSome(file, into: $0[filled...]) }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw Self.failure("read", place(name)) }
            filled += got
        }
        return bytes
    }

    private func writeBeside(_ bytes: [UInt8], _ name: String) throws -> String {
        let temporary = place(".\(name).\(getpid()).\(UInt64.random(in: 0...(.max)))")
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure("make", temporary) }
        var written = 0
        while written < bytes.count {
            let put = bytes.withUnsafeBytes { writeSome(file, $0[written...]) }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else {
                let failure = Self.failure("write", temporary)
                close(file)
                unlink(temporary)
                throw failure
            }
            written += put
        }
        let isFlushed = fsync(file) == 0
        close(file)
        guard isFlushed else { throw Self.failure("flush", temporary) }
        return temporary
    }

    private func flushFolder() throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Self.failure("open", path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Self.failure("flush", path) }
    }

    private static func failure(_ what: String, _ path: String) -> ServiceError {
        ServiceError(
            .unavailable, "The keys can't be used.", cause: "can't \(what) \(path): \(String(cString: strerror(errno)))"
        )
    }
}

/// Tells one state of a file from another without reading it.
struct FileStamp: Equatable, Sendable {
    var inode: UInt64
    var size, seconds, nanoseconds: Int64
}

private func readSome(_ file: Int32, into room: Slice<UnsafeMutableRawBufferPointer>) -> Int {
    read(file, UnsafeMutableRawBufferPointer(rebasing: room).baseAddress, room.count)
}

private func writeSome(_ file: Int32, _ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    write(file, UnsafeRawBufferPointer(rebasing: bytes).baseAddress, bytes.count)
}
