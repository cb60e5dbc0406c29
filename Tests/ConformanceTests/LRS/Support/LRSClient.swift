import Access
import DemoJourney
import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import Testing
import Values
import XAPI

/// Speaks xAPI over sockets, byte by byte as a test wants it.
struct LRSClient: Sendable {
    var base: String
    var authorization: String?
    /// Nil sends no version header.
    var version: String?
    private let browser = BrowserClient()

    init(service: RunningService, credential: IssuedCredential, version: XAPIVersion) {
        base = service.publicURL + "/xapi"
        authorization = Self.basic(credential.keyID, credential.secret.reveal())
        self.version = version.headerValue
    }

    static func basic(_ name: String, _ secret: String) -> String {
        "Basic " + Data("\(name):\(secret)".utf8).base64EncodedString()
    }

    func with(version: String?) -> LRSClient {
        var copy = self
        copy.version = version
        return copy
    }

    func with(authorization: String?) -> LRSClient {
        var copy = self
        copy.authorization = authorization
        return copy
    }

    func send(
        _ method: HTTPMethod, _ resource: String, _ parameters: [(String, String)] = [], body: [UInt8] = [],
        type: String? = "application/json", headers: [(String, String)] = []
    ) async throws -> LRSAnswer {
        let query = URLEncodedForm(parameters.map { (name: $0.0, value: $0.1) }).encoded
        return try await send(
            method, path: resource + (query.isEmpty ? "" : "?" + query), body: body, type: type, headers: headers)
    }

    /// - Parameter path: with its query, as it stands in the request line.
    func send(
        _ method: HTTPMethod, path: String, body: [UInt8] = [], type: String? = "application/json",
        headers: [(String, String)] = []
    ) async throws -> LRSAnswer {
        var fields = headers
        if let authorization { fields.append(("Authorization", authorization)) }
        if let version { fields.append(("X-Experience-API-Version", version)) }
        if let type, method == .PUT || method == .POST { fields.append(("Content-Type", type)) }
        let page = try await browser.send(method, base + "/" + path, headers: fields, body: body)
        return LRSAnswer(status: page.status, headers: page.headers, bytes: page.body)
    }

    func get(_ resource: String, _ parameters: [(String, String)] = []) async throws -> LRSAnswer {
        try await send(.GET, resource, parameters)
    }

    func post(_ node: JSONNode) async throws -> LRSAnswer {
        try await send(.POST, "statements", body: node.serialized)
    }

    func put(_ id: String, _ node: JSONNode) async throws -> LRSAnswer {
        try await send(.PUT, "statements", [("statementId", id)], body: node.serialized)
    }

    /// Stores one statement, which must be accepted, and gives its id.
    @discardableResult
    func record(_ node: JSONNode, _ location: SourceLocation = #_sourceLocation) async throws -> String {
        let answer = try await post(node)
        #expect(answer.status == 200, "\(answer.text)", sourceLocation: location)
        return try #require(try answer.json.elements.first { _ in true }?.string, sourceLocation: location)
    }

    /// One stored statement.
    func statement(
        _ id: String, _ parameters: [(String, String)] = [], headers: [(String, String)] = []
    ) async throws -> JSONValue {
        let answer = try await send(.GET, "statements", [("statementId", id)] + parameters, headers: headers)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.json
    }

    /// The statements of the first page.
    func list(
        _ parameters: [(String, String)], _ location: SourceLocation = #_sourceLocation
    ) async throws -> [JSONValue] {
        let answer = try await get("statements", parameters)
        #expect(answer.status == 200, "\(answer.text)", sourceLocation: location)
        return Array(try #require(try answer.json["statements"], sourceLocation: location).elements)
    }

    /// Their ids.
    func ids(
        _ parameters: [(String, String)], _ location: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        try await list(parameters, location).compactMap { $0["id"]?.string }
    }

    /// The page behind a `more`.
    func more(_ path: String) async throws -> LRSAnswer {
        let root = base.components(separatedBy: "/xapi")[0]
        var other = self
        other.base = root
        return try await other.send(.GET, path: String(path.dropFirst()))
    }
}

/// What an LRS answered.
struct LRSAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var json: JSONValue {
        get throws { try JSONDocument(parsing: bytes).root }
    }

    /// Strings of a list.
    var strings: [String] {
        get throws { try json.elements.compactMap(\.string) }
    }

    subscript(_ name: String) -> String? { headers.first(name: name) }
}
