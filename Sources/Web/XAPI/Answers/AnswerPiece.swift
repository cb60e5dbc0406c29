import Hummingbird
import LearningRecords
import NIOCore
import Workflows

/// A piece of an answer that is put together while it is sent.
enum AnswerPiece: Sendable {
    case bytes([UInt8])
    /// A file as long as its size says; one that changed meanwhile breaks the answer off.
    case file(location: String, size: Int64)

    var size: Int64 {
        switch self {
        case .bytes(let bytes): Int64(bytes.count)
        case .file(_, let size): size
        }
    }
}

/// Sends pieces one after the other, with no more of a file in memory than one read.
struct AnswerStream: Sendable {
    let pieces: [AnswerPiece]
    private static let readSize = 256 * 1_024

    var responseBody: ResponseBody {
        ResponseBody(contentLength: Int(pieces.reduce(0) { $0 + $1.size })) { writer in
            for piece in pieces {
                switch piece {
                case .bytes(let bytes): try await writer.write(ByteBuffer(bytes: bytes))
                case .file(let location, let size): try await Self.send(location, size, to: &writer)
                }
            }
            try await writer.finish(nil)
        }
    }

    private static func send(
        _ location: String, _ size: Int64, to writer: inout any ResponseBodyWriter
    ) async throws {
        let file = try await offPool { try AttachmentReader(path: location) }
        guard file.size == size else { throw Changed() }
        var sent: Int64 = 0
        while sent < size {
            let place = sent
            let bytes = try await offPool { try file.read(at: place, count: Self.readSize) }
            guard !bytes.isEmpty else { throw Changed() }
            try await writer.write(ByteBuffer(bytes: bytes))
            sent += Int64(bytes.count)
        }
    }

    private struct Changed: Error {}
}
