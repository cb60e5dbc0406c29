import DemoJourney
import NIOHTTP1
import ServiceWorld
import Testing

/// The version header (xAPI 1.0.3 part 3 §3.3, IEEE 9274.1.1 §4.1.7), over real sockets.
@Suite(.serialized) struct VersionTests {
    @Test("LRS-VER-01: every answer carries the version header, errors and about included")
    func everyAnswer() async throws {
        try await RunningService.with { service in
            let client = BrowserClient()
            for (path, status) in [("/xapi/about", 200), ("/xapi/statements", 401), ("/xapi/nowhere", 404)] {
                let answer = try await client.send(
                    .GET, service.publicURL + path, headers: [("X-Experience-API-Version", "2.0.0")])
                #expect(answer.headers.first(name: "X-Experience-API-Version") == "2.0.0", "\(path)")
                if path != "/xapi/nowhere" { #expect(answer.status == status) }
            }
        }
    }

    @Test("LRS-VER-02: the version named is that of the request, and without one that of the base path")
    func namedVersion() async throws {
        try await RunningService.with { service in
            let client = BrowserClient()
            for (path, sent, named) in [
                ("/xapi/about", "1.0.3", "1.0.3"), ("/xapi/about", "2.0.0", "2.0.0"),
                ("/xapi/1.0.3/about", "2.0.0", "2.0.0"),
            ] {
                let answer = try await client.send(
                    .GET, service.publicURL + path, headers: [("X-Experience-API-Version", sent)])
                #expect(answer.headers.first(name: "X-Experience-API-Version") == named)
            }
            let bare = try await client.send(.GET, service.publicURL + "/xapi/1.0.3/about")
            #expect(bare.headers.first(name: "X-Experience-API-Version") == "1.0.3")
        }
    }
}
