import ContentPackages
import Foundation
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import Values

/// A file made for one answer: written in a folder of its own, sent piece by piece, and gone from the disk before the
/// first byte leaves.
struct Download: Sendable {
    private static let pieceSize = 256 * 1024
    private let folder: String

    /// - Parameter name: unguessable; the folder is readable by its owner alone.
    init(named name: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("lectern-" + name).path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Packs files of the folder into a zip there.
    func zip(_ names: [String], as zip: String, at now: Instant) throws {
        let writer = try ZipWriter(file: path(zip), modifiedAt: now)
        for name in names {
            try writer.add(name) { write in
                let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path(name)))
                defer { try? handle.close() }
                while let piece = try handle.read(upToCount: Self.pieceSize), !piece.isEmpty { try write(Array(piece)) }
            }
        }
        try writer.finish()
    }

    /// The file as an answer; the folder is removed.
    func response(_ name: String, type: String) throws -> Response {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path(name)))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 0)
        discard()
        let body = ResponseBody(contentLength: Int(size)) { writer in
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: Self.pieceSize), !piece.isEmpty {
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "no-store",
        ]
        return Response(status: .ok, headers: headers, body: body)
    }

    func discard() { try? FileManager.default.removeItem(atPath: folder) }
}
