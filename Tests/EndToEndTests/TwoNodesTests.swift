import Database
import DemoJourney
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values

/// Two nodes of one service: one PostgreSQL, one data folder (design D15).
@Suite(.serialized, .enabled(if: Engine.underTest.contains(.postgres), "PostgreSQL is left out"))
struct TwoNodesTests {
    @Test("LTI-STATE-07, LTI-STATE-10: one token posted many times at once to both nodes opens one visit")
    func replay() async throws {
        try await Self.withNodes { service, second in
            let browser = BrowserClient()
            let form = try await Self.tokenForm(service.place.lmsURL, browser)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<12 {
                    var copy = form
                    if number % 2 == 1 { copy.action = second + "/lti/launch" }
                    let sent = copy
                    group.addTask { try await browser.submit(sent).status }
                }
                return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses[200] == 1, "\(statuses)")
            #expect(statuses.keys.allSatisfy { $0 == 200 || (400..<500).contains($0) }, "\(statuses)")
        }
    }

    @Test("What one node acknowledged the other answers, and a statement sent to both is stored once")
    func statements() async throws {
        try await Self.withNodes { service, second in
            let client = BrowserClient()
            let nodes = [service.place.publicURL, second]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let id = UUID().uuidString.lowercased()
                        let statement: JSONNode = [
                            "id": .string(id), "actor": ["mbox": "mailto:nodes@writers.example"],
                            "verb": ["id": "http://adlnet.gov/expapi/verbs/experienced"],
                            "object": ["id": .string("https://writers.example/\(number)")],
                        ]
                        let path = "/xapi/statements?statementId=" + id
                        async let first = client.send(
                            .PUT, nodes[0] + path, headers: service.headers, body: statement.serialized)
                        async let again = client.send(
                            .PUT, nodes[1] + path, headers: service.headers, body: statement.serialized)
                        #expect(try await (first.status, again.status) == (204, 204))
                        let read = try await client.send(.GET, nodes[number % 2] + path, headers: service.headers)
                        #expect(read.status == 200)
                    }
                }
                try await group.waitForAll()
            }
            let all = try await client.send(.GET, second + "/xapi/statements?limit=0", headers: service.headers)
            let ids = try JSONDocument(parsing: all.body).root["statements"]?.elements.compactMap { $0["id"]?.string }
            #expect(ids?.count == 40)
            #expect(Set(ids ?? []).count == 40)
        }
    }

    /// - Parameter body: gets the service of the first node, and the address of the second.
    private static func withNodes(
        _ body: @escaping @Sendable (ServiceApart, _ second: String) async throws -> Void
    ) async throws {
        try await ServiceApart.with(.postgres) { service in
            try await service.start()
            let ports = try FreePort.find(2)
            var environment = service.place.environment
            environment["LECTERN_ADDRESS"] = "127.0.0.1:\(ports[0])"
            environment["LECTERN_CONTENT_ADDRESS"] = "127.0.0.1:\(ports[1])"
            let node = ServiceProcess(arguments: ["serve"], environment: environment)
            defer { node.kill() }
            let (probe, second) = (BrowserClient(timeout: .seconds(2)), "http://localhost:\(ports[0])")
            try await node.start { (try? await probe.get(second + "/readyz"))?.status == 200 }
            try await body(service, second)
        }
    }

    /// The form by which the LMS sends the token, not sent yet.
    private static func tokenForm(_ lms: String, _ browser: BrowserClient) async throws -> Page.Form {
        _ = try await browser.post(lms + "/be", form: URLEncodedForm([("person", "u-1001")]))
        var page = try await browser.get(lms + "/links/tides/start")
        for _ in 0..<5 {
            if page.text.contains("data-storage=\"put\""), let next = page.links.last {
                page = try await browser.get(next)
                continue
            }
            let form = try #require(page.forms.first)
            if form.action.hasSuffix("/lti/launch") { return form }
            page = try await browser.submit(form)
        }
        throw BrowserClient.Failure(description: "the LMS sends no token: \(page.url)")
    }
}
