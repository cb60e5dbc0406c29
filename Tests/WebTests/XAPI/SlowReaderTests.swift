import Database
import Foundation
import Glibc
import HummingbirdTesting
import JSON
import Testing
import Web

/// A reader of the live stream that doesn't take what it is sent.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SlowReaderTests {
    @Test("A slow reader of the stream is let go, so that it holds no memory and no connection; others read on")
    func dropped() async throws {
        var settings = XAPISettings(audience: .everybody)
        settings.streamPatience = .milliseconds(400)
        try await LRSHouse.with(.sqlite, settings, live: true) { client in
            let text = String(repeating: "x", count: 700_000)
            for number in 0..<30 {
                let big = Spoken.statement(
                    id: Spoken.id(number),
                    extra: [("context", ["extensions": ["http://example.com/big": .string(text)]])])
                try await client.record([big])
            }
            let socket = try PlainSocket(port: try #require(client.client.port))
            socket.send(
                """
                GET /xapi/extensions/stream?since=2020-01-01T00:00:00Z HTTP/1.1\r\nHost: localhost\r\n\
                Authorization: \(LRSClient.basic(client.credential))\r\n\r\n
                """)
            let end = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < end, try !socket.isLetGo() { await Task.yield() }
            #expect(try socket.isLetGo(), "the service has closed its side")
            let got = socket.readToEnd()
            #expect(got > 0 && got < 30 * text.utf8.count, "\(got) bytes of \(30 * text.utf8.count)")
            #expect(try await client.ids([("limit", "1")]).count == 1)
        }
    }
}

/// A connection with little room that reads when it is told to.
private final class PlainSocket {
    private struct Failure: Error {}
    private let descriptor: Int32
    private let server: Int
    private let own: Int

    init(port: Int) throws {
        server = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var room: Int32 = 4_096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var bound = sockaddr_in()
        let (known, open) = (size, descriptor)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(open, $0, known) }
        }
        let named = withUnsafeMutablePointer(to: &bound) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(open, $0, &size) }
        }
        own = Int(in_port_t(bigEndian: bound.sin_port))
        guard connected == 0, named == 0 else { throw Failure() }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, 0)
    }

    /// Whether the other side of the connection isn't established any more, as the kernel's table has it.
    func isLetGo() throws -> Bool {
        let table = ["/proc/net/tcp", "/proc/net/tcp6"].map(Self.text)
        let (theirs, ours) = (String(format: ":%04X", server), String(format: ":%04X", own))
        return !table.joined().split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && fields[1].hasSuffix(theirs) && fields[2].hasSuffix(ours) && fields[3] == "01"
        }
    }

    /// All of a file of the kernel's, which has no size and gives a page at a time.
    private static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var (all, buffer): ([UInt8], [UInt8]) = ([], Array(repeating: 0, count: 1 << 16))
        while true {
            let got = read(file, &buffer, buffer.count)
            guard got > 0 else { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<got]
        }
    }

    func readToEnd() -> Int {
        var (total, buffer) = (0, [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let got = recv(descriptor, &buffer, buffer.count, 0)
            guard got > 0 else { return total }
            total += got
        }
    }
}
