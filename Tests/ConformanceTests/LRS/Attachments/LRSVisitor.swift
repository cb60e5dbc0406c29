import Access
import Cryptography
import Database
import DemoData
import DemoJourney
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Server
import ServiceWorld
import Testing
import Values
import Workflows

/// A client of the LRS over HTTP, with a credential of its own.
struct LRSVisitor: Sendable {
    static let versions = ["1.0.3", "2.0.0"]

    let service: RunningService
    let authorization: String
    var version: String

    /// A fresh service, visited in both versions one after the other.
    static func inBothVersions(
        _ engine: Engine = .sqlite, adjust: (inout Configuration) -> Void = { _ in },
        _ body: @escaping @Sendable (LRSVisitor) async throws -> Void
    ) async throws {
        try await RunningService.with(engine, adjust: adjust) { service in
            var visitor = try await LRSVisitor(service: service, scopes: .all)
            for version in versions {
                visitor.version = version
                try await body(visitor)
            }
        }
    }

    init(service: RunningService, scopes: XAPIScope...) async throws {
        self.service = service
        version = "2.0.0"
        let issued = try await ManageCredentials(service.services).add(
            name: "visitor", scopes: XAPIScopes(Set(scopes)), tenant: DemoTenant.tenant, by: .commandLine)
        authorization =
            "Basic " + Data("\(issued.keyID):\(issued.secret.reveal())".utf8).base64EncodedString()
    }

    func send(
        _ method: HTTPMethod, _ path: String, _ query: [(String, String)] = [], type: String? = nil, body: [UInt8] = [],
        headers: [(String, String)] = []
    ) async throws -> Page {
        let form = URLEncodedForm(query.map { (name: $0.0, value: $0.1) }).encoded
        var all = [("Authorization", authorization), ("X-Experience-API-Version", version)] + headers
        if let type { all.append(("Content-Type", type)) }
        return try await BrowserClient(timeout: .seconds(120)).send(
            method, service.publicURL + "/xapi/" + path + (form.isEmpty ? "" : "?" + form), headers: all, body: body)
    }

    func post(_ body: MultipartBody) async throws -> Page {
        try await send(.POST, "statements", type: body.contentType, body: body.bytes)
    }

    func post(json: JSONNode) async throws -> Page {
        try await send(.POST, "statements", type: "application/json", body: json.serialized)
    }

    /// Reads back one statement with its attachments.
    func fetch(_ id: String) async throws -> MultipartPage {
        try MultipartPage(
            try await send(.GET, "statements", [("statementId", id), ("attachments", "true")]))
    }

    /// The ids of a list, with all its pages.
    func ids(_ query: [(String, String)]) async throws -> [String] {
        var (found, next): ([String], [(String, String)]?) = ([], query)
        while let query = next {
            let root = try JSONDocument(parsing: try await send(.GET, "statements", query).body).root
            found += root["statements"].map { $0.elements.compactMap { $0["id"]?.string } } ?? []
            next = root["more"]?.string?.split(separator: "more=").last.map { [("more", String($0))] }
        }
        return found
    }

    /// How many statements are there of a verb that the test alone uses.
    func count(verb: String) async throws -> Int {
        let page = try await send(.GET, "statements", [("verb", verb)])
        return try JSONDocument(parsing: page.body).root["statements"]?.count ?? -1
    }
}

/// A request's body, built byte by byte, right or wrong.
struct MultipartBody {
    struct Part {
        var headers: [(String, String)]
        var data: [UInt8]
    }

    var parts: [Part]
    var boundary = "-------314159265358979323846"
    var lineEnd = "\r\n"
    var preamble = ""
    var epilogue = ""
    var type: String?

    var contentType: String { type ?? "multipart/mixed; boundary=" + boundary }

    init(_ statements: JSONNode, _ data: [TestData] = []) {
        parts = [Part(headers: [("Content-Type", "application/json")], data: statements.serialized)] + data.map(\.part)
    }

    var bytes: [UInt8] {
        var out = Array(preamble.utf8)
        for (index, part) in parts.enumerated() {
            if index > 0 || !preamble.isEmpty { out += Array(lineEnd.utf8) }
            out += Array(("--" + boundary + lineEnd).utf8)
            for (name, value) in part.headers { out += Array((name + ": " + value + lineEnd).utf8) }
            out += Array(lineEnd.utf8) + part.data
        }
        return out + Array((lineEnd + "--" + boundary + "--" + lineEnd + epilogue).utf8)
    }
}

/// Something to attach.
struct TestData: Sendable {
    var bytes: [UInt8]
    var type = "text/plain"
    var algorithm = DigestAlgorithm.sha256
    var usage = "http://example.com/usage/evidence"

    init(_ text: String, type: String = "text/plain", _ algorithm: DigestAlgorithm = .sha256) {
        self.init(Array(text.utf8), type: type, algorithm)
    }

    init(_ bytes: [UInt8], type: String = "text/plain", _ algorithm: DigestAlgorithm = .sha256) {
        self.bytes = bytes
        self.type = type
        self.algorithm = algorithm
    }

    var sha2: String { Hexadecimal.encode(Digest.hash(bytes, algorithm)) }

    var part: MultipartBody.Part {
        .init(
            headers: [
                ("Content-Type", type), ("Content-Transfer-Encoding", "binary"), ("X-Experience-API-Hash", sha2),
            ], data: bytes)
    }

    func attachment(length: Int? = nil, fileURL: String? = nil) -> JSONNode {
        .compactObject([
            ("usageType", .string(usage)), ("display", ["en": "Evidence"]), ("contentType", .string(type)),
            ("length", .number(length ?? bytes.count)), ("sha2", .string(sha2)),
            ("fileUrl", fileURL.map { .string($0) }),
        ])
    }
}

/// Statements to send.
enum Saying {
    static func voiding(_ id: String) -> JSONNode {
        [
            "id": .string(Saying.id()), "actor": ["mbox": "mailto:admin@example.com"],
            "verb": ["id": "http://adlnet.gov/expapi/verbs/voided"],
            "object": ["objectType": "StatementRef", "id": .string(id)],
        ]
    }

    static func id() -> String { World.system.newID().description }

    static func statement(
        _ id: String? = Saying.id(), verb: String = "http://example.com/did", actor: String = "ann",
        attachments: [JSONNode]? = nil
    ) -> JSONNode {
        .compactObject([
            ("id", id.map { .string($0) }), ("actor", ["mbox": .string("mailto:\(actor)@example.com")]),
            ("verb", ["id": .string(verb)]), ("object", ["id": "http://example.com/lesson"]),
            ("attachments", attachments.map { .array($0) }),
        ])
    }
}

/// An answer in `multipart/mixed`, taken apart by the letter of RFC 2046.
struct MultipartPage {
    struct Part {
        var headers: [String: String]
        var data: [UInt8]
    }

    let page: Page
    let parts: [Part]

    init(_ page: Page) throws {
        self.page = page
        let type = try #require(page.headers.first(name: "Content-Type"))
        let prefix = "multipart/mixed; boundary="
        try #require(type.hasPrefix(prefix), "\(type) \(page.text.prefix(300))")
        let boundary = String(type.dropFirst(prefix.count))
        try #require(!boundary.contains(";"), "the boundary is the only parameter")
        let body = Array("\r\n".utf8) + page.body
        var rest = body[...]
        var pieces: [ArraySlice<UInt8>] = []
        let delimiter = Array("\r\n--\(boundary)".utf8)
        while let range = rest.firstRange(of: delimiter) {
            pieces.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        try #require(Array(rest) == Array("--\r\n".utf8), "it ends with the closing delimiter")
        try #require(pieces.first?.isEmpty == true, "no preamble")
        parts = try pieces.dropFirst().map { piece in
            try #require(piece.starts(with: "\r\n".utf8))
            let end = try #require(piece.firstRange(of: Array("\r\n\r\n".utf8)))
            let lines = String(decoding: piece[piece.startIndex..<end.lowerBound], as: UTF8.self)
                .split(separator: "\r\n")
            let headers = lines.map { line in
                let pair = line.split(separator: ": ", maxSplits: 1)
                return (String(pair[0]).lowercased(), pair.count == 2 ? String(pair[1]) : "")
            }
            return Part(headers: Dictionary(headers) { first, _ in first }, data: Array(piece[end.upperBound...]))
        }
    }

    var json: JSONValue {
        get throws { try JSONDocument(parsing: try #require(parts.first).data).root }
    }

    /// By hash.
    var data: [String: [UInt8]] {
        Dictionary(parts.dropFirst().map { ($0.headers["x-experience-api-hash"] ?? "", $0.data) }) { first, _ in first }
    }
}
