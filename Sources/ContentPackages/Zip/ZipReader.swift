import CLibArchive
import CLibArchiveShims

/// Reads a zip that ``ZipWriter`` made, entry by entry in the order in which it was written, without holding entries in
/// memory. Checksums are checked on the way. For zips of strangers there is ``ZipExtraction``.
public struct ZipReader: Sendable {
    public struct Failure: Error, Sendable, Equatable { public var message: String }

    private let path: String

    public init(path: String) { self.path = path }

    /// - Parameter body: gets each entry's name and a function that hands out its bytes; it may leave them unread.
    public func forEach(
        _ body: (_ name: String, _ read: (_ sink: ([UInt8]) throws -> Void) throws -> Void) throws -> Void
    ) throws {
        guard let archive = archive_read_new() else { throw Failure(message: "Out of memory.") }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip_seekable(archive)
        guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else {
            throw Failure(message: "The file can't be read as a zip.")
        }
        while true {
            var header: OpaquePointer?
            let status = archive_read_next_header(archive, &header)
            if status == ARCHIVE_EOF { return }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header,
                let name = archive_entry_pathname(header).map({ String(cString: $0) })
            else { throw Failure(message: "The zip's directory is damaged.") }
            try body(name) { sink in try Self.copy(archive, name, to: sink) }
        }
    }

    private static func copy(_ archive: OpaquePointer, _ name: String, to sink: ([UInt8]) throws -> Void) throws {
        while true {
            var block: UnsafeRawPointer?
            var (size, offset) = (0, Int64(0))
            let status = archive_read_data_block(archive, &block, &size, &offset)
            if status == ARCHIVE_EOF { return }
            guard status == ARCHIVE_OK else { throw Failure(message: "\(name) is damaged.") }
            if let block, size > 0 { try sink(Array(UnsafeRawBufferPointer(start: block, count: size))) }
        }
    }
}
