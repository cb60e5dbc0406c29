import AsyncHTTPClient
import Cryptography
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import ServiceWorld

/// An attachment too large for memory, made as it is sent and hashed as it comes back.
struct LargeTransfer {
    let megabytes: Int
    private static let http = HTTPClient(eventLoopGroupProvider: .singleton)
    private static let chunk = ByteBuffer(bytes: (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 167 ^ $0 >> 9) })

    /// Of the whole.
    private var sha2: String {
        let digest = IncrementalDigest(.sha256)
        for _ in 0..<megabytes { Self.chunk.withUnsafeReadableBytes { digest.update($0) } }
        return digest.finish().reduce(into: "") { $0 += String(format: "%02x", $1) }
    }

    /// - Returns: the status.
    func send(_ id: String, by lrs: LRSVisitor) async throws -> UInt {
        let hash = sha2
        let attachment: JSONNode = [
            "usageType": "http://example.com/usage/video", "display": ["en": "Video"], "contentType": "video/mp4",
            "length": .number(megabytes << 20), "sha2": .string(hash),
        ]
        let statement = Saying.statement(id, attachments: [attachment]).text
        let head = """
            --b\r\nContent-Type: application/json\r\n\r\n\(statement)\r\n--b\r\nContent-Type: video/mp4\r\n\
            Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: \(hash)\r\n\r\n
            """
        var request = self.request(.POST, "statements", lrs)
        request.headers.add(name: "Content-Type", value: "multipart/mixed; boundary=b")
        let count = megabytes
        let pieces = Pieces(head: head, count: count)
        request.body = .stream(AsyncStream { await pieces.next() }, length: .unknown)
        return try await Self.http.execute(request, timeout: .minutes(5)).status.code
    }

    /// Whether the same comes back.
    func matches(_ id: String, by lrs: LRSVisitor) async throws -> Bool {
        let request = request(.GET, "statements?attachments=true&statementId=" + id, lrs)
        let answer = try await Self.http.execute(request, timeout: .minutes(5))
        let boundary = answer.headers.first(name: "Content-Type")?.split(separator: "boundary=").last ?? ""
        let tail = "\r\n--\(boundary)--\r\n".utf8.count
        let total = Int(answer.headers.first(name: "Content-Length") ?? "") ?? 0
        let (digest, start, end) = (IncrementalDigest(.sha256), total - tail - megabytes << 20, total - tail)
        var place = 0
        for try await buffer in answer.body {
            let bytes = buffer.readableBytesView
            let from = max(0, min(bytes.count, start - place))
            let to = max(from, min(bytes.count, end - place))
            digest.update(bytes[(bytes.startIndex + from)..<(bytes.startIndex + to)])
            place += bytes.count
        }
        return digest.finish().reduce(into: "") { $0 += String(format: "%02x", $1) } == sha2
    }

    private func request(_ method: HTTPMethod, _ path: String, _ lrs: LRSVisitor) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: lrs.service.publicURL + "/xapi/" + path)
        request.method = method
        request.headers.add(name: "Authorization", value: lrs.authorization)
        request.headers.add(name: "X-Experience-API-Version", value: lrs.version)
        return request
    }

    /// Of this process, in which client and service both run.
    static func residentMegabytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1_024
    }

    /// The body, piece by piece.
    private actor Pieces {
        private let head: String
        private var left: Int
        private var state = 0

        init(head: String, count: Int) {
            self.head = head
            left = count
        }

        func next() -> ByteBuffer? {
            defer { state += 1 }
            if state == 0 { return ByteBuffer(string: head) }
            guard left >= 0 else { return nil }
            left -= 1
            return left >= 0 ? LargeTransfer.chunk : ByteBuffer(string: "\r\n--b--\r\n")
        }
    }
}
