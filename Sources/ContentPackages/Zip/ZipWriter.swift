import CLibArchive
import CLibArchiveShims
import Glibc
public import Values

/// Writes a zip piece by piece through libarchive, into a closure or a file, without holding the files in memory.
///
///     let zip = try ZipWriter(modifiedAt: now) { try send($0) }
///     try zip.add("person.json", json)
///     try zip.add("statements.ndjson") { write in for line in lines { try write(line) } }
///     try zip.finish()
///
/// Not Sendable: one task writes. After an error the writer is of no use any more.
public final class ZipWriter {
    public struct Failure: Error, Sendable, Equatable { public var message: String }

    private let archive: OpaquePointer
    private let modifiedAt: Instant
    private let receiver: Receiver
    private var finished = false

    /// - Parameters:
    ///   - modifiedAt: the date of every entry, so that the same content gives the same bytes.
    ///   - sink: called with the zip's bytes in order; what it throws is thrown by the call that wrote.
    public init(modifiedAt: Instant, sink: @escaping ([UInt8]) throws -> Void) throws {
        guard let archive = archive_write_new() else { throw Failure(message: "Out of memory.") }
        self.archive = archive
        self.modifiedAt = modifiedAt
        receiver = Receiver(sink: sink)
        archive_write_set_format_zip(archive)
        archive_write_set_format_option(archive, "zip", "hdrcharset", "UTF-8")
        archive_write_set_bytes_in_last_block(archive, 1)
        let context = Unmanaged.passUnretained(receiver).toOpaque()
        let status = archive_write_open(
            archive, context, nil,
            { _, context, bytes, count in
                guard let context else { return -1 }
                return Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().take(bytes, count)
            }, nil)
        try check(status)
    }

    /// Writes to a new file; an existing one isn't touched.
    public convenience init(file path: String, modifiedAt: Instant) throws {
        let file = OpenFile(try NewFile(path: path))
        try self.init(modifiedAt: modifiedAt) { try file.write($0) }
    }

    deinit { archive_write_free(archive) }

    /// A whole entry; its path is relative, with `/` between folders.
    public func add(_ path: String, _ bytes: some Collection<UInt8>) throws {
        try begin(path, size: Int64(bytes.count))
        try write(Array(bytes))
    }

    /// An entry whose size isn't known beforehand: the closure writes it in pieces.
    public func add(_ path: String, streamed body: (_ write: ([UInt8]) throws -> Void) throws -> Void) throws {
        try begin(path, size: nil)
        try body { try self.write($0) }
    }

    /// Writes the central directory; nothing can be added afterwards.
    public func finish() throws {
        guard !finished else { return }
        finished = true
        try check(archive_write_close(archive))
    }

    private func begin(_ path: String, size: Int64?) throws {
        guard let entry = archive_entry_new() else { throw Failure(message: "Out of memory.") }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname_utf8(entry, path)
        archive_entry_set_mtime(entry, time_t(modifiedAt.unixSeconds), 0)
        lectern_archive_entry_make_regular(entry)
        if let size { archive_entry_set_size(entry, size) }
        try check(archive_write_header(archive, entry))
    }

    private func write(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes { raw in
                let rest = UnsafeRawBufferPointer(rebasing: raw[done...])
                return archive_write_data(archive, rest.baseAddress, rest.count)
            }
            guard put > 0 else { throw failure() }
            done += put
        }
    }

    private func check(_ status: Int32) throws {
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
    }

    private func failure() -> any Error {
        if let cause = receiver.failure { return cause }
        return Failure(
            message: archive_error_string(archive).map { String(cString: $0) } ?? "The zip can't be written.")
    }
}

/// Takes what libarchive gives, and keeps the error that the sink threw, which can't pass through C.
private final class Receiver {
    let sink: ([UInt8]) throws -> Void
    private(set) var failure: (any Error)?

    init(sink: @escaping ([UInt8]) throws -> Void) { self.sink = sink }

    func take(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        do {
            try sink(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
            return count
        } catch {
            failure = error
            return -1
        }
    }
}

/// A box, since a closure can't capture a file that may not be copied.
private final class OpenFile {
    private let file: NewFile

    init(_ file: consuming NewFile) { self.file = file }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try file.write($0) } }
}
