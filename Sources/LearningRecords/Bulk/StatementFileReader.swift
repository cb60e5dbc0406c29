import Glibc
package import Values

/// Splits a file of statements into one after the other, without reading it as a whole: JSON Lines, or a JSON array.
/// Its calls block; not for use from two threads at once.
package final class StatementFileReader {
    /// A statement as it stands in the file, not yet looked at.
    package struct Item: Sendable, Equatable {
        /// The line in which it begins, from 1.
        package let line: Int
        package let bytes: [UInt8]
    }

    /// Bytes of the longest statement.
    package static let itemLimit = 16 << 20
    private static let readSize = 1 << 18
    private let descriptor: Int32
    /// Bytes of the file.
    package let size: Int64
    /// Bytes that were read so far.
    package private(set) var position: Int64 = 0
    private var splitter = StatementSplitter()
    private var waiting: ArraySlice<Item> = []
    private var isAtEnd = false

    /// - Throws: `notFound` when it can't be opened.
    package init(path: String) throws(ServiceError) {
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard opened >= 0, fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if opened >= 0 { close(opened) }
            throw ServiceError(.notFound, "The file \(path) can't be read.")
        }
        descriptor = opened
        size = Int64(status.st_size)
    }

    deinit { close(descriptor) }

    /// The next statements; empty at the end.
    /// - Throws: `invalid` with the line for what isn't such a file.
    package func next(atMost count: Int, bytes limit: Int = 4 << 20) throws(ServiceError) -> [Item] {
        var items: [Item] = []
        var size = 0
        while items.count < count, size < limit, let item = try nextItem() {
            items.append(item)
            size += item.bytes.count
        }
        return items
    }

    private func nextItem() throws(ServiceError) -> Item? {
        while waiting.isEmpty {
            guard !isAtEnd else { return nil }
            let piece = try readPiece()
            position += Int64(piece.count)
            isAtEnd = piece.isEmpty
            waiting = try (isAtEnd ? splitter.finish() : splitter.take(piece))[...]
        }
        return waiting.popFirst()
    }

    private func readPiece() throws(ServiceError) -> [UInt8] {
        while true {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.readSize) { buffer, filled in
                let got = read(descriptor, buffer.baseAddress, buffer.count)
                filled = max(0, got)
                if got < 0 { failure = errno }
            }
            if failure == EINTR { continue }
            guard failure == 0 else {
                throw ServiceError(.unavailable, "The file can't be read on.", cause: "errno \(failure)")
            }
            return bytes
        }
    }
}
