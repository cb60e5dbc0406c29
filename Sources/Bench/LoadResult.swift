import CReference

/// What the load generator saw.
struct LoadResult: Sendable {
    /// Requests per second.
    let rate: Double
    /// Latencies in milliseconds.
    let p50, p95, p99: Double
    let answers: Int
    let bytes: Int

    /// Sends requests over kept-alive connections, the given ones in turn, from one thread.
    /// - Throws: when a connection failed or an answer wasn't 2xx.
    static func load(
        port: Int, connections: Int, _ requests: [HTTPText], most: Int = 1_000_000, seconds: Double
    ) throws -> LoadResult {
        let all = requests.map { lectern_request(bytes: $0.start, length: $0.count) }
        let result = lectern_load(
            Int32(port), Int32(connections), all, Int32(all.count), most, seconds)
        guard result.rate > 0 else { throw BenchFailure("a connection to the service failed") }
        guard result.refused == 0 else {
            throw BenchFailure("\(result.refused) of \(result.answers) requests were refused")
        }
        return LoadResult(
            rate: result.rate, p50: result.p50, p95: result.p95, p99: result.p99, answers: result.answers,
            bytes: result.bytes)
    }
}

/// A whole HTTP/1.1 request in memory that stays where it is, as C needs it.
final class HTTPText: @unchecked Sendable {
    // Written in `init` alone, which is what makes it safe to share.
    let start: UnsafeMutablePointer<CChar>
    let count: Int

    init(_ bytes: some Collection<UInt8>) {
        count = bytes.count
        start = .allocate(capacity: count)
        _ = UnsafeMutableBufferPointer(start: start, count: count).initialize(
            from: bytes.lazy.map { CChar(bitPattern: $0) })
    }

    deinit { start.deallocate() }

    static func get(_ path: String, headers: [String] = []) -> HTTPText {
        HTTPText("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\((headers + [""]).joined(separator: "\r\n"))\r\n".utf8)
    }

    static func post(_ path: String, headers: [String] = [], _ body: [UInt8]) -> HTTPText {
        let head = (headers + ["Content-Type: application/json", "Content-Length: \(body.count)"])
            .joined(separator: "\r\n")
        return HTTPText("POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(head)\r\n\r\n".utf8 + body)
    }
}
