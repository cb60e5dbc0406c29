import Access
import Foundation
import Hummingbird
import Server
import ServiceWorld
import Testing
import Values
import Workflows

/// Clients that behave badly do no harm to others and leave nothing half done.
@Suite("Clients of the LRS that misbehave", .serialized)
struct HardClientTests {
    @Test("Requests sent in one go are answered one by one, in their order")
    func pipelining() async throws {
        try await RunningService.with { service in
            let door = try await Door(service)
            let ids = (0..<5).map { _ in service.services.world.newID() }
            let socket = try RawSocket(port: door.port)
            try socket.send(ids.map { door.put($0) }.joined() + door.get(ids[4]))
            let answers = try socket.read(until: "verbs.example/did")
            #expect(answers.components(separatedBy: "HTTP/1.1 204").count == 6)
            #expect(answers.contains(ids[4].description))
        }
    }

    @Test("Half a request holds nobody up, and nothing of it is stored when its sender goes")
    func slowAndGone() async throws {
        try await RunningService.with { service in
            let door = try await Door(service)
            let id = service.services.world.newID()
            let whole = door.put(id)
            var slow: [RawSocket] = []
            for length in stride(from: 1, to: whole.utf8.count, by: 40) {
                let socket = try RawSocket(port: door.port)
                try socket.send(String(whole.prefix(length)))
                slow.append(socket)
            }
            #expect(try door.status(of: door.put(service.services.world.newID())) == 204)
            slow.removeAll()
            #expect(try door.status(of: door.get(id)) == 404)
            let gone = service.services.world.newID()
            for _ in 0..<20 { try RawSocket(port: door.port).send(door.put(gone)) }
            #expect(try door.status(of: door.put(gone)) == 204)
            #expect(try door.status(of: door.get(gone)) == 200)
        }
    }
}

extension HardClientTests {
    @Test("A stranger's body isn't waited for")
    func strangersBody() async throws {
        try await RunningService.with { service in
            let door = try await Door(service)
            let socket = try RawSocket(port: door.port)
            try socket.send(
                "POST /xapi/statements HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic eDp5\r\n"
                    + "X-Experience-API-Version: 2.0.0\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 16000000\r\n\r\n[")
            #expect(try socket.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test("A connection on which nothing comes any more is closed, in the middle of a request too")
    func silence() async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let app = Application(
            router: Router(), server: .loopBound(idle: .milliseconds(100)),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) })
        let running = Task { try await app.run() }
        for await port in ports.prefix(1) {
            for start in ["", "GET / HT", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc"] {
                let socket = try RawSocket(port: port)
                try socket.send(start)
                #expect(try socket.isClosed())
            }
        }
        running.cancel()
    }
}

/// The LRS of a running service, and requests to it as text.
private struct Door {
    let port: Int
    private let authorization: String

    init(_ service: RunningService) async throws {
        port = try #require(URL(string: service.publicURL)?.port)
        let scopes = try #require(XAPIScopes("statements/write statements/read"))
        let issued = try await ManageCredentials(service.services).add(
            name: "Hard", scopes: scopes, tenant: Tenants.first, by: .commandLine)
        authorization = Data((issued.keyID + ":" + issued.secret.reveal()).utf8).base64EncodedString()
    }

    private var headers: String {
        "Host: localhost\r\nAuthorization: Basic \(authorization)\r\nX-Experience-API-Version: 2.0.0\r\n"
    }

    func put(_ id: UUID16) -> String {
        let body = """
            {"actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"https://verbs.example/did"},\
            "object":{"id":"https://things.example/one"},"timestamp":"2026-01-01T00:00:00Z"}
            """
        return "PUT /xapi/statements?statementId=\(id) HTTP/1.1\r\n\(headers)Content-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    func get(_ id: UUID16) -> String { "GET /xapi/statements?statementId=\(id) HTTP/1.1\r\n\(headers)\r\n" }

    func status(of request: String) throws -> Int? {
        let socket = try RawSocket(port: port)
        try socket.send(request)
        return Int(try socket.read(until: "\r\n\r\n").dropFirst("HTTP/1.1 ".count).prefix(3))
    }
}

/// A connection without any manners of its own; it waits at most ten seconds for bytes.
private final class RawSocket {
    struct Failure: Error { let what: String }

    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(what: "can't connect") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Failure(what: "can't send") }
            rest = rest.dropFirst(sent)
        }
    }

    /// Waits for the other side's end; false when it doesn't come.
    func isClosed() throws -> Bool {
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            if count <= 0 { return count == 0 }
        }
    }

    func read(until end: String) throws -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if text.contains(end) { return text }
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { throw Failure(what: "no more bytes after: " + text) }
            bytes += piece.prefix(count)
        }
    }
}
