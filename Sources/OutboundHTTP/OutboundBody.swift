import AsyncHTTPClient
import NIOCore

/// A request's body that is too large for memory: read from its places as it is sent, never further ahead than the other
/// side takes it.
public struct OutboundBody: Sendable {
    /// Bytes in all.
    public let length: Int64
    private let read: @Sendable (Int64) async throws -> [UInt8]

    /// - Parameter read: gives some bytes from a place on, at least one before the end. A try that is repeated begins at
    ///   0 again.
    public init(length: Int64, read: @escaping @Sendable (_ offset: Int64) async throws -> [UInt8]) {
        self.length = length
        self.read = read
    }

    /// Bytes a second that the other side has to take at least.
    private static let slowest: Int64 = 128 << 10

    /// Seconds that are granted beside the policy's.
    var extraTime: Int64 { length / Self.slowest }

    var clientBody: HTTPClientRequest.Body { .stream(Pieces(body: self), length: .known(length)) }

    private struct Pieces: AsyncSequence, Sendable {
        typealias Element = ByteBuffer
        let body: OutboundBody

        func makeAsyncIterator() -> Iterator { Iterator(body: body) }

        struct Iterator: AsyncIteratorProtocol {
            let body: OutboundBody
            var place: Int64 = 0

            mutating func next() async throws -> ByteBuffer? {
                guard place < body.length else { return nil }
                let bytes = try await body.read(place)
                guard !bytes.isEmpty else { throw OutboundError(.connectionFailed, "the body ended too early") }
                place += Int64(bytes.count)
                return ByteBuffer(bytes: bytes)
            }
        }
    }
}
