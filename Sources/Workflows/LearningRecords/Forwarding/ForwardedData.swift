import Cryptography
import LearningRecords
import OutboundHTTP
import Values

/// Statements and the data of their attachments as one `multipart/mixed` body (1.0.3 Communication §1.5.2), read from
/// the files while it is sent: no more of them is in memory than one read.
struct ForwardedData: Sendable {
    private enum Piece: Sendable {
        case bytes([UInt8])
        case file(AttachmentReader)

        var size: Int64 {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .file(let reader): reader.size
            }
        }
    }

    private static let readSize = 256 << 10
    let contentType: String
    private let pieces: [Piece]

    /// Opens the files, so that what is erased now is still sent whole or not at all.
    /// - Throws: `notFound` when data is gone.
    init(_ statements: [UInt8], _ attachments: [HeldAttachment]) throws(ServiceError) {
        // No data can hold the hash of the statements that hold the data's own hash.
        let boundary = "lectern-" + Hexadecimal.encode(Digest.sha256(statements).prefix(16))
        var pieces = [Piece.bytes(Array("--\(boundary)\r\nContent-Type: application/json\r\n\r\n".utf8) + statements)]
        for attachment in attachments {
            let head = """
                \r\n--\(boundary)\r\nContent-Type: \(attachment.contentType)\r\nContent-Transfer-Encoding: binary\r\n\
                X-Experience-API-Hash: \(attachment.sha2)\r\n\r\n
                """
            pieces += [.bytes(Array(head.utf8)), .file(try AttachmentReader(path: attachment.location))]
        }
        self.pieces = pieces + [.bytes(Array("\r\n--\(boundary)--\r\n".utf8))]
        contentType = "multipart/mixed; boundary=" + boundary
    }

    var body: OutboundBody {
        OutboundBody(length: pieces.reduce(0) { $0 + $1.size }) { place in
            try await offPool { try read(at: place) }
        }
    }

    /// Blocks. The rest of the piece in which the place lies, or a read's worth of it.
    private func read(at place: Int64) throws -> [UInt8] {
        var start: Int64 = 0
        for piece in pieces {
            defer { start += piece.size }
            guard place < start + piece.size else { continue }
            switch piece {
            case .bytes(let bytes): return Array(bytes[Int(place - start)...])
            case .file(let reader): return try reader.read(at: place - start, count: Self.readSize)
            }
        }
        return []
    }
}
