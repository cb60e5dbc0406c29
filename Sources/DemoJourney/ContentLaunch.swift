import JSON
import NIOHTTP1
import Values

/// The query of a content launch, and the requests that every kind of content makes with it.
struct ContentLaunch: Sendable {
    let browser: BrowserClient
    let url: String
    private let query: URLEncodedForm

    init(url: String, browser: BrowserClient) throws {
        self.url = url
        self.browser = browser
        let text = url.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }
        query = URLEncodedForm(parsing: text) ?? URLEncodedForm()
    }

    func parameter(_ name: String) throws -> String {
        guard let value = query[name] else {
            throw BrowserClient.Failure(description: "the launch URL has no \(name)")
        }
        return value
    }

    func json(_ name: String) throws -> JSONNode {
        try JSONDocument(parsing: Array(parameter(name).utf8)).root.node
    }

    /// A state document's address (xAPI 1.0.3 part 3 §2.3).
    func stateURL(_ stateID: String, activity: String) throws -> String {
        let base = try parameter("endpoint")
        return URLEncodedForm([
            ("stateId", stateID), ("activityId", activity), ("agent", try parameter("actor")),
            ("registration", try parameter("registration")),
        ]).appended(to: base + (base.hasSuffix("/") ? "" : "/") + "activities/state")
    }

    func send(_ statement: JSONNode, authorization: String, version: String) async throws {
        let base = try parameter("endpoint")
        let id = statement["id"].flatMap { node in if case .string(let id) = node { id } else { nil } } ?? ""
        let answer = try await browser.send(
            .PUT, base + (base.hasSuffix("/") ? "" : "/") + "statements?statementId=" + id,
            headers: [
                ("Authorization", authorization), ("X-Experience-API-Version", version),
                ("Content-Type", "application/json"),
            ], body: statement.serialized)
        guard answer.status == 204 else {
            throw BrowserClient.Failure(description: "a statement was answered \(answer.status): \(answer.text)")
        }
    }
}
