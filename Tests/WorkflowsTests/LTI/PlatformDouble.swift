import Connections
import Cryptography
import Database
import HTTPTypes
import Hummingbird
import JOSE
import JSON
import LTI
import NIOCore
import Testing
import Values

/// A platform that a test owns: keys, a key set, a token endpoint and a gradebook on a free port of loopback. It records
/// what it hears and misbehaves as told.
final class PlatformDouble: Sendable {
    struct State {
        var key = PlatformDouble.newKey()
        var keyID = "platform-1"
        var keySetReads = 0
        /// Waits before the key set is answered.
        var beforeKeySet: (@Sendable () async -> Void)?
        var keySetStatus = 200
        var keySetHeaders: [(String, String)] = []
        var tokenReads = 0
        var tokenRequests: [Heard] = []
        var tokenAnswer: (status: Int, body: String)?
        var grantedScopes: String?
        var refusesTokens = 0
        var scoreAnswers: [(status: Int, body: String)] = []
        var scores: [Heard] = []
        var items: [JSONNode] = []
        /// One page of results each.
        var results: [[JSONNode]] = []
        var resultReads: [Heard] = []
        var itemReads: [String] = []
        /// `Accept` and `Content-Type` of what came to the container.
        var itemTypes: [String] = []
        var itemsMade: [String] = []
        var pages = 1
    }

    /// A request as it came.
    struct Heard: Sendable {
        var path: String
        var authorization: String
        var contentType: String
        var accept: String
        var body: String

        subscript(name: String) -> JSONValue? { (try? JSONDocument(parsing: body))?.root[name] }
    }

    let state = Locked(State())
    private let address = Locked("")

    /// `http://127.0.0.1:<port>`.
    var base: String { address.withLock { $0 } }
    let issuer = "https://lms.example"
    let clientID = "client-1"

    private static func newKey() -> PrivateKey {
        guard let key = try? PrivateKey.generateRSA(bits: 2_048) else { preconditionFailure("no key") }
        return key
    }

    /// Runs a test beside the platform's server.
    static func with(_ body: @Sendable (PlatformDouble) async throws -> Void) async throws {
        let platform = PlatformDouble()
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let app = Application(
            router: platform.routes(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await app.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            platform.address.withLock { $0 = "http://127.0.0.1:\(port)" }
            try await body(platform)
            group.cancelAll()
        }
    }

    /// A token with a learner's claims; a nil value takes a claim out.
    func token(nonce: String, at now: Instant, _ changes: [(String, JSONNode?)] = []) throws -> String {
        var claims: [(String, JSONNode)] = [
            ("iss", .string(issuer)), ("aud", .string(clientID)), ("sub", "learner-7"), ("nonce", .string(nonce)),
            ("iat", .number(now.unixSeconds)), ("exp", .number(now.unixSeconds + 60)), ("name", "Ada Lovelace"),
            (ClaimName.messageType, "LtiResourceLinkRequest"), (ClaimName.version, "1.3.0"),
            (ClaimName.deploymentID, "1"), (ClaimName.targetLinkURI, "https://tool.example/learn"),
            (ClaimName.resourceLink, ["id": "link-1", "title": "Fire safety"]),
            (ClaimName.roles, ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]),
            (ClaimName.context, ["id": "course-9", "title": "Safety"]),
        ]
        for (name, value) in changes {
            claims.removeAll { $0.0 == name }
            if let value { claims.append((name, value)) }
        }
        let (key, keyID) = state.withLock { ($0.key, $0.keyID) }
        return try CompactJWS.sign(
            payload: JSONNode.object(claims).serialized, key: key, algorithm: .RS256, keyID: keyID)
    }

    /// What a launch says of our grade service.
    func grades(lineItem: Bool = true, scopes: [String] = [GradeScope.score, GradeScope.lineItem]) -> JSONNode {
        .compactObject([
            ("scope", .array(scopes.map(JSONNode.string))), ("lineitems", .string(base + "/items?type_id=1")),
            ("lineitem", lineItem ? .string(base + "/items/1/lineitem?type_id=1") : Optional.none),
        ])
    }

    private func routes() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/jwks") { [self] _, _ in
            await state.withLock { $0.beforeKeySet }?()
            return keySet(as: state.withLock { $0.keyID })
        }
        router.get("/jwks-moved") { [self] _, _ in keySet(as: "moved") }
        router.post("/token") { [self] request, _ in token(try await heard(request)) }
        router.get("/items/:item/lineitem/results") { [self] request, _ in results(try await heard(request)) }
        router.get("/items") { [self] request, _ in items(request) }
        router.post("/items") { [self] request, _ in try await makeItem(heard(request)) }
        router.post("/items/:item/lineitem/scores") { [self] request, _ in try await score(heard(request)) }
        return router
    }

    private func keySet(as keyID: String) -> Response {
        state.withLock { state in
            state.keySetReads += 1
            let set = JSONWebKeySet(keys: [JSONWebKey(publicKey: state.key.publicKey, alg: .RS256, kid: keyID)])
            var headers = HTTPFields()
            for (name, value) in state.keySetHeaders { HTTPField.Name(name).map { headers[$0] = value } }
            return Response(
                status: .init(code: state.keySetStatus), headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: set.node.serialized)))
        }
    }

    private func token(_ heard: Heard) -> Response {
        state.withLock { state in
            state.tokenRequests.append(heard)
            state.tokenReads += 1
            if let answer = state.tokenAnswer { return Self.answer(answer.status, answer.body) }
            let scope = state.grantedScopes.map { #","scope":"\#($0)""# } ?? ""
            return Self.answer(200, #"{"access_token":"t\#(state.tokenReads)","token_type":"bearer"\#(scope)}"#)
        }
    }

    private func results(_ heard: Heard) -> Response {
        state.withLock { state in
            let page = state.resultReads.count
            state.resultReads.append(heard)
            var response = Self.answer(200, JSONNode.array(page < state.results.count ? state.results[page] : []).text)
            if page + 1 < state.results.count, let link = HTTPField.Name("Link") {
                response.headers[link] = "<\(base)/items/1/lineitem/results?page=\(page + 2)>; rel=\"next\""
            }
            return response
        }
    }

    private func items(_ request: Request) -> Response {
        state.withLock { state in
            state.itemReads.append(request.uri.description)
            state.itemTypes.append(request.headers[.accept] ?? "")
            let page = request.uri.queryParameters["page"].flatMap { Int($0) } ?? 1
            var response = Self.answer(200, JSONNode.array(page == state.pages ? state.items : []).text)
            if page < state.pages, let link = HTTPField.Name("Link") {
                response.headers[link] = "<\(base)/items?type_id=1&amp;page=\(page + 1)>; rel=“next”"
            }
            return response
        }
    }

    private func makeItem(_ heard: Heard) -> Response {
        state.withLock { state in
            state.itemsMade.append(heard.body)
            state.itemTypes += [heard.accept, heard.contentType]
            return Self.answer(201, #"{"id":"\#(base)/items/9/lineitem","label":"x","scoreMaximum":100}"#)
        }
    }

    private func score(_ heard: Heard) -> Response {
        state.withLock { state in
            if state.refusesTokens > 0 {
                state.refusesTokens -= 1
                return Self.answer(401, "")
            }
            state.scores.append(heard)
            guard !state.scoreAnswers.isEmpty else { return Self.answer(200, "") }
            let answer = state.scoreAnswers.removeFirst()
            return Self.answer(answer.status, answer.body)
        }
    }

    private func heard(_ request: Request) async throws -> Heard {
        Heard(
            path: request.uri.description, authorization: request.headers[.authorization] ?? "",
            contentType: request.headers[.contentType] ?? "", accept: request.headers[.accept] ?? "",
            body: String(buffer: try await request.body.collect(upTo: 100_000)))
    }

    private static func answer(_ status: Int, _ body: String) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: "text/html"],
            body: .init(byteBuffer: ByteBuffer(string: body)))
    }
}
