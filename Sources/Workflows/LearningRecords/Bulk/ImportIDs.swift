import Foundation
import Values

/// The ids of a file with the digests of their statements, to find those that stand in it twice with different ones. It
/// keeps them on disk, parted by the first byte of the id, so that a file of any length needs little memory.
final class ImportIDs {
    /// An id that an earlier line gave to another statement.
    struct Clash: Sendable, Equatable {
        var line: Int
        var id: UUID16
        /// The earlier one.
        var first: Int
    }

    private static let (parts, digestSize, bufferSize) = (256, 16, 16 << 10)
    private static let recordSize = 16 + digestSize + 8
    private let folder: URL
    private var buffers = [[UInt8]](repeating: [], count: parts)

    /// - Parameter name: of nobody else's.
    init(name: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lectern-import-" + name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// - Parameter digest: sixteen bytes.
    func add(_ id: UUID16, digest: [UInt8], line: Int) throws {
        let bytes = id.bytes
        let part = Int(bytes[15])
        buffers[part] += bytes + digest
        withUnsafeBytes(of: Int64(line)) { buffers[part].append(contentsOf: $0) }
        if buffers[part].count >= Self.bufferSize { try spill(part) }
    }

    /// In the order of the lines; to be asked once, at the end.
    func clashes() throws -> [Clash] {
        var found: [Clash] = []
        for part in 0..<Self.parts {
            let bytes = try [UInt8](Data(contentsOf: file(part), missing: Data())) + buffers[part]
            var seen: [UUID16: (digest: ArraySlice<UInt8>, line: Int)] = [:]
            for start in stride(from: 0, to: bytes.count, by: Self.recordSize) {
                guard let id = UUID16(bytes: Array(bytes[start..<start + 16])) else { continue }
                let digest = bytes[start + 16..<start + 32]
                let line = Int(
                    bytes[start + 32..<start + 40].withUnsafeBytes { $0.loadUnaligned(as: Int64.self) })
                if let first = seen[id] {
                    if !first.digest.elementsEqual(digest) {
                        found.append(.init(line: line, id: id, first: first.line))
                    }
                } else {
                    seen[id] = (digest, line)
                }
            }
        }
        return found.sorted { $0.line < $1.line }
    }

    private func file(_ part: Int) -> URL { folder.appending(path: "\(part)") }

    private func spill(_ part: Int) throws {
        let url = file(part)
        if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
        let handle = try FileHandle(forWritingTo: url)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: buffers[part])
        buffers[part].removeAll(keepingCapacity: true)
    }
}

extension Data {
    /// A file's bytes, or others where there is none.
    fileprivate init(contentsOf url: URL, missing: Data) throws {
        self = FileManager.default.fileExists(atPath: url.path) ? try Data(contentsOf: url) : missing
    }
}
