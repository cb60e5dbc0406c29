import Access
import AsyncHTTPClient
import Database
import DemoJourney
import NIOCore
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values

/// The live stream of statements, over HTTP.
@Suite(.serialized) struct StreamTests {
    private static let http = HTTPClient(eventLoopGroupProvider: .singleton)

    private static func open(
        _ lrs: LRSVisitor, _ query: String = "", after place: String? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: lrs.service.publicURL + "/xapi/extensions/stream" + query)
        request.headers.add(name: "Authorization", value: lrs.authorization)
        if let place { request.headers.add(name: "Last-Event-ID", value: place) }
        return try await http.execute(request, timeout: .seconds(30))
    }

    /// Reads the stream until an event of that number has come; gives each event's place and data.
    private static func read(
        _ count: Int, of response: HTTPClientResponse
    ) async throws -> [(place: String, data: String)] {
        var text = ""
        for try await buffer in response.body {
            text += String(buffer: buffer)
            let events = events(in: text)
            if events.count >= count { return events }
        }
        return events(in: text)
    }

    private static func events(in text: String) -> [(place: String, data: String)] {
        text.split(separator: "\n\n", omittingEmptySubsequences: false).dropLast().compactMap { event in
            let lines = event.split(separator: "\n")
            guard let place = lines.first(where: { $0.hasPrefix("id: ") }),
                let data = lines.first(where: { $0.hasPrefix("data: ") })
            else { return nil }
            return (String(place.dropFirst(4)), String(data.dropFirst(6)))
        }
    }

    @Test("The stream gives statements as they are stored, by its filter", arguments: Engine.underTest)
    func live(engine: Engine) async throws {
        try await RunningService.with(engine) { (service: RunningService) async throws in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            #expect(try await lrs.post(json: Saying.statement()).status == 200)
            let stream = try await Self.open(lrs, "?verb=http://example.com/did")
            #expect(stream.status == .ok)
            #expect(stream.headers.first(name: "Content-Type") == "text/event-stream")
            let ids = (0..<3).map { _ in Saying.id() }
            #expect(try await lrs.post(json: Saying.statement(verb: "http://example.com/other")).status == 200)
            for id in ids { #expect(try await lrs.post(json: Saying.statement(id)).status == 200) }
            let events = try await Self.read(3, of: stream)
            #expect(events.count == 3)
            for (id, event) in zip(ids, events) { #expect(event.data.contains(id)) }
        }
    }

    @Test(
        "A reader that comes back with Last-Event-ID misses nothing, though many write at once",
        arguments: Engine.underTest)
    func resumes(engine: Engine) async throws {
        try await RunningService.with(engine) { (service: RunningService) async throws in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            let first = try await Self.open(lrs, "?since=2020-01-01T00:00:00Z&verb=http://example.com/did")
            let ids = (0..<120).map { _ in Saying.id() }
            async let writing: Void = withThrowingTaskGroup(of: Void.self) { group in
                for part in stride(from: 0, to: ids.count, by: 20) {
                    group.addTask {
                        for id in ids[part..<(part + 20)] { _ = try await lrs.post(json: Saying.statement(id)) }
                    }
                }
                try await group.waitForAll()
            }
            let begun = try await Self.read(30, of: first)
            let last = try #require(begun.last)
            try await writing
            let second = try await Self.open(lrs, "?verb=http://example.com/did", after: last.place)
            let rest = try await Self.read(120 - begun.count, of: second)
            let seen = (begun + rest).map(\.data)
            #expect(seen.count == 120)
            for id in ids { #expect(seen.count { $0.contains(id) } == 1) }
        }
    }

    @Test("The stream asks who reads, and refuses what it doesn't know")
    func refused() async throws {
        try await RunningService.with { (service: RunningService) async throws in
            let writer = try await LRSVisitor(service: service, scopes: .statementsWrite)
            #expect(try await Self.open(writer).status == .forbidden)
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            #expect(try await Self.open(lrs, "?limit=1").status == .badRequest)
            #expect(try await Self.open(lrs, after: "yesterday").status == .badRequest)
            #expect(try await lrs.send(.POST, "extensions/stream", type: "text/plain", body: [1]).status == 405)
            let nobody = try await BrowserGet.status(service.publicURL + "/xapi/extensions/stream")
            #expect(nobody == 401)
        }
    }

    @Test("A stream ends when the service shuts down")
    func shutdown() async throws {
        let stream = try await RunningService.with { (service: RunningService) async throws -> HTTPClientResponse in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            return try await Self.open(lrs)
        }
        var pieces = 0
        do { for try await _ in stream.body { pieces += 1 } } catch { pieces += 1 }
        #expect(pieces > 0, "it came to its end")
    }
}

/// One GET without anything.
private enum BrowserGet {
    static func status(_ url: String) async throws -> UInt {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let status = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(10)).status.code
        try await client.shutdown()
        return status
    }
}
