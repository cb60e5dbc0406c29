import CLibArchive
import CLibArchiveShims

/// The gzip format (RFC 1952), through libarchive. The same bytes give the same bytes: no date is written.
public enum Gzip {
    public struct Failure: Error, Sendable {}

    public static func compress(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let archive = archive_write_new(), let entry = archive_entry_new() else { throw Failure() }
        defer {
            archive_entry_free(entry)
            archive_write_free(archive)
        }
        archive_write_set_format_raw(archive)
        archive_write_add_filter_gzip(archive)
        archive_write_set_options(archive, "gzip:!timestamp,gzip:compression-level=4")
        archive_write_set_bytes_in_last_block(archive, 1)
        let sink = Sink()
        let opened = archive_write_open(
            archive, Unmanaged.passUnretained(sink).toOpaque(), nil,
            { _, context, piece, count in
                guard let context, let piece else { return -1 }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                sink.bytes.append(contentsOf: UnsafeRawBufferPointer(start: piece, count: count))
                return count
            }, nil)
        guard opened == ARCHIVE_OK else { throw Failure() }
        lectern_archive_entry_make_regular(entry)
        guard archive_write_header(archive, entry) == ARCHIVE_OK else { throw Failure() }
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes {
                archive_write_data(archive, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            guard put > 0 else { throw Failure() }
            done += put
        }
        guard archive_write_close(archive) == ARCHIVE_OK else { throw Failure() }
        return sink.bytes
    }

    private final class Sink { var bytes: [UInt8] = [] }
}
