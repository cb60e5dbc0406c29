import Database
import DemoJourney
import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values

/// What a client was given before a restart still holds after it, and what it kept secret stays so.
@Suite(.serialized, .timeLimit(.minutes(2))) struct RestartTests {
    @Test(
        "LRS-RES-06: a more from before a restart leads on after it", arguments: Engine.underTest)
    func more(engine: Engine) async throws {
        try await ServiceApart.with(engine) { service in
            try await service.start()
            let client = BrowserClient()
            let statements = JSONNode.array(
                (0..<5).map { number in
                    [
                        "actor": ["mbox": "mailto:walker@example.com"], "verb": ["id": "http://example.com/verbs/did"],
                        "object": ["id": .string("http://example.com/activities/\(number)")],
                    ]
                })
            let stored = try await client.send(
                .POST, service.place.publicURL + "/xapi/statements", headers: service.headers,
                body: statements.serialized)
            let ids = try JSONDocument(parsing: stored.body).root.elements.compactMap(\.string)
            #expect(ids.count == 5)
            let asked = "/xapi/statements?limit=2&ascending=true&verb=http://example.com/verbs/did"
            let first = try await client.send(.GET, service.place.publicURL + asked, headers: service.headers)
            let page = try JSONDocument(parsing: first.body).root
            let more = try #require(page["more"]?.string)
            service.process.kill()
            try await service.start()
            let next = try await client.send(.GET, service.place.publicURL + more, headers: service.headers)
            #expect(next.status == 200)
            let found = try JSONDocument(parsing: next.body).root["statements"]?.elements.compactMap {
                $0["id"]?.string
            }
            #expect(found == Array(ids[2..<4]))
            service.process.stop()
        }
    }

    @Test("LRS-ALT-12: credentials in form fields are in no line of the log, whatever its level")
    func log() async throws {
        try await ServiceApart.with(.sqlite) { service in
            let place = service.place
            let log = URL(filePath: place.folder.path + "/service.log")
            let process = ServiceProcess(
                arguments: ["serve"], environment: place.environment.merging(["LECTERN_LOG_LEVEL": "trace"]) { $1 })
            defer { process.kill() }
            let client = BrowserClient()
            try await process.start(log: log) {
                (try? await client.get(place.publicURL + "/readyz"))?.status == 200
            }
            let wrong = Data("somebody:a-secret-that-is-wrong".utf8).base64EncodedString()
            for (authorization, status) in [(service.authorization, 200), ("Basic " + wrong, 401)] {
                for query in ["?method=GET", "?method=GET&Authorization=" + wrong] {
                    let form = URLEncodedForm([
                        (name: "Authorization", value: authorization),
                        (name: "X-Experience-API-Version", value: "1.0.3"),
                        (name: "limit", value: "1"),
                    ])
                    let answer = try await client.send(
                        .POST, place.publicURL + "/xapi/statements" + query,
                        headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(form.encoded.utf8)
                    )
                    #expect(answer.status == (query == "?method=GET" ? status : 400))
                }
            }
            process.stop()
            let text = try String(contentsOf: log, encoding: .utf8)
            #expect(text.contains("/xapi/**"))
            for secret in [String(service.authorization.dropFirst(6)), wrong, "a-secret-that-is-wrong"] {
                #expect(!text.contains(secret) && !text.contains(secret.prefix(12)))
            }
        }
    }
}
