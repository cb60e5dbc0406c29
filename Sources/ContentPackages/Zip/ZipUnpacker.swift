import CLibArchive
import CLibArchiveShims
import Glibc

/// Unpacks a zip that ``ZipCheck`` passed, through libarchive's seeking reader, and never more than was promised.
struct ZipUnpacker {
    let path: String
    let directory: ZipDirectory

    struct Failure: Error, Equatable {
        var file: String
        var message: String
    }

    /// The bytes of one entry; nil when there is none of this name.
    func contents(of name: String, limit: Int64) throws -> [UInt8]? {
        guard let wanted = directory.entries.firstIndex(where: { $0.name == name }) else { return nil }
        var out: [UInt8] = []
        try forEachEntry { entry, archive, index in
            guard index == wanted else { return true }
            guard entry.size <= limit else { throw Failure(file: name, message: "It is larger than \(limit) bytes.") }
            try self.copy(entry, from: archive) { out.append(contentsOf: $0) }
            return false
        }
        return out
    }

    /// Writes the files below `root` (a prefix inside the zip, empty or ending in `/`) into a folder that is new and
    /// empty.
    func unpack(root: String, into folder: String) throws {
        var made: Set<String> = []
        try forEachEntry { entry, archive, _ in
            guard entry.name.hasPrefix(root), entry.name.count > root.count else { return true }
            let relative = String(entry.name.dropFirst(root.count))
            try self.makeParents(of: relative, in: folder, &made)
            guard !entry.isDirectory else { return true }
            let file = try NewFile(path: folder + "/" + relative)
            try self.copy(entry, from: archive) { try file.write($0) }
            return true
        }
        try Self.flush(folder)
    }

    private func makeParents(of relative: String, in folder: String, _ made: inout Set<String>) throws {
        var path = ""
        for segment in relative.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            path += "/" + segment
            if made.insert(path).inserted { try makeFolder(folder + path) }
        }
    }

    /// One call for thousands of files: everything written so far on this file system is on disk after it.
    private static func flush(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure.last("open", folder) }
        defer { _ = close(descriptor) }
        guard lectern_sync_file_system(descriptor) == 0 else { throw FileFailure.last("syncfs", folder) }
    }

    /// Walks the entries as libarchive meets them: by place in the file. They are paired with the directory by that
    /// order, since names are converted by libarchive as the process' locale has it.
    /// - Parameter body: gives false to stop.
    private func forEachEntry(_ body: (ZipEntry, OpaquePointer, Int) throws -> Bool) throws {
        let order = directory.entries.indices.sorted { directory.entries[$0].offset < directory.entries[$1].offset }
        guard let archive = archive_read_new() else { throw Failure(file: "", message: "Out of memory.") }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip_seekable(archive)
        guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else {
            throw Failure(file: "", message: "It can't be read as a zip.")
        }
        for index in order {
            let entry = directory.entries[index]
            var header: OpaquePointer?
            let status = archive_read_next_header(archive, &header)
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header, matches(entry, header) else {
                throw Failure(file: entry.name, message: "The zip's directory and its contents disagree.")
            }
            guard try body(entry, archive, index) else { return }
        }
    }

    private func matches(_ entry: ZipEntry, _ header: OpaquePointer) -> Bool {
        let regular = lectern_archive_entry_is_regular(header) != 0
        let folder = lectern_archive_entry_is_directory(header) != 0
        return entry.isDirectory ? folder : regular && archive_entry_size(header) == entry.size
    }

    private func copy(
        _ entry: ZipEntry, from archive: OpaquePointer, to sink: (UnsafeRawBufferPointer) throws -> Void
    )
        throws
    {
        var written: Int64 = 0
        while true {
            var block: UnsafeRawPointer?
            var size = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(archive, &block, &size, &offset)
            if status == ARCHIVE_EOF { break }
            if status == ARCHIVE_OK && size == 0 { continue }
            guard status == ARCHIVE_OK, let block, offset == written else {
                throw Failure(file: entry.name, message: "Its data are damaged.")
            }
            written += Int64(size)
            guard written <= entry.size else {
                throw Failure(file: entry.name, message: "It unpacks to more than the zip says.")
            }
            try sink(UnsafeRawBufferPointer(start: block, count: size))
        }
        guard written == entry.size else {
            throw Failure(file: entry.name, message: "It unpacks to less than the zip says.")
        }
    }
}
