import Access
import Content
import Cryptography
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import LearningRecords
import NIOCore
import OutboundHTTP
import PersonalData
import TestWorld
import Testing
import Values
import Web
import Workflows
import XAPI

/// The LRS's routes over a fresh database.
enum LRSHouse {
    static let tenant = TenantID(1)

    /// Made once, since the LRS signs nothing and RSA keys take their time.
    private static let keyFolder = TemporaryFolder()
    private static let keys = Result { try Keyring(KeyFolder(path: keyFolder.path), world: .system) }

    /// Runs the body against fresh routes, over sockets on loopback or straight on the router.
    static func with(
        _ engine: Engine = .sqlite, _ settings: XAPISettings = XAPISettings(audience: .everybody),
        live: Bool = false, adjust: (inout DatabaseOptions) -> Void = { _ in },
        _ body: @escaping @Sendable (LRSClient) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        let database = try await TestDatabase.open(engine, adjust: adjust)
        let services = try services(database, folder.path)
        let all = try await credential(.all, services: services)
        let router = Router(context: LecternRequestContext.self)
        addXAPIRoutes(to: router, services: services, settings: settings)
        let app = Application(router: router)
        do {
            try await app.test(live ? .live : .router) { client in
                try await body(LRSClient(services: services, client: client, credential: all))
            }
        } catch {
            await database.close()
            folder.remove()
            throw error
        }
        await database.close()
        folder.remove()
    }

    static func credential(_ scopes: XAPIScope..., services: Services) async throws -> IssuedCredential {
        try await services.database.write { tx in
            try Credentials(world: services.world).add(
                name: "test", scopes: XAPIScopes(Set(scopes)), tenant: tenant, in: tx, now: services.world.now())
        }
    }

    private static func services(_ database: SQLDatabase, _ folder: String) throws -> Services {
        Services(
            database: database, world: .system, vault: Vault(masterKey: [UInt8](repeating: 3, count: 32)),
            keyring: try Self.keys.get(), outbound: try OutboundClient(),
            packageFiles: PackageFiles(dataFolder: folder),
            attachmentFiles: AttachmentFiles(dataFolder: folder), personalData: PersonalDataRegistry(),
            settings: ServiceSettings(
                publicURL: "http://localhost:8080", contentURL: "http://content.localhost:8081"))
    }
}

/// Speaks xAPI to the routes under test.
struct LRSClient: Sendable {
    let services: Services
    let client: any TestClientProtocol
    let credential: IssuedCredential
    /// In the place of the credential's own.
    var authorization: String?

    func with(_ other: IssuedCredential) -> LRSClient {
        LRSClient(services: services, client: client, credential: other)
    }

    func with(authorization: String) -> LRSClient {
        LRSClient(services: services, client: client, credential: credential, authorization: authorization)
    }

    static func basic(_ credential: IssuedCredential) -> String {
        "Basic " + Data("\(credential.keyID):\(credential.secret.reveal())".utf8).base64EncodedString()
    }

    /// - Parameter headers: nil as a value takes a default header away.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ parameters: [(String, String)] = [], body: String? = nil,
        type: String? = "application/json", version: String? = "2.0.0", headers: [HTTPField.Name: String?] = [:]
    ) async throws -> LRSAnswer {
        var fields = HTTPFields()
        fields[.authorization] = authorization ?? Self.basic(credential)
        if let version, let name = HTTPField.Name(XAPIVersion.headerName) { fields[name] = version }
        if body != nil { fields[.contentType] = type }
        for (name, value) in headers { fields[name] = value }
        let query = URLEncodedForm(parameters.map { (name: $0.0, value: $0.1) }).encoded
        let response = try await client.execute(
            uri: "/xapi/" + path + (query.isEmpty ? "" : "?" + query), method: method, headers: fields,
            body: body.map { ByteBuffer(string: $0) })
        return LRSAnswer(
            status: response.status, headers: response.headers, bytes: Array(response.body.readableBytesView))
    }

    func post(_ body: String, version: String? = "2.0.0") async throws -> LRSAnswer {
        try await send(.post, "statements", body: body, version: version)
    }

    /// Posts statements and gives their ids.
    @discardableResult
    func record(_ statements: [JSONNode]) async throws -> [String] {
        let answer = try await post(JSONNode.array(statements).text)
        #expect(answer.status == .ok, "\(answer.text)")
        return try answer.json.elements.compactMap(\.string)
    }

    /// The ids of a list.
    func ids(_ parameters: [(String, String)] = []) async throws -> [String] {
        let answer = try await send(.get, "statements", parameters)
        #expect(answer.status == .ok, "\(answer.text)")
        return try answer.statements.compactMap { $0["id"]?.string }
    }
}

/// What the LRS answered.
struct LRSAnswer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var json: JSONValue {
        get throws { try JSONDocument(parsing: bytes).root }
    }

    var statements: [JSONValue] {
        get throws { Array(try #require(try json["statements"]).elements) }
    }

    subscript(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// Statements for the tests.
enum Spoken {
    static func statement(
        id: String? = nil, actor: String = "ann", verb: String = "did", activity: String = "lesson",
        extra: [(String, JSONNode)] = []
    ) -> JSONNode {
        var members: [(String, JSONNode)] = id.map { [("id", .string($0))] } ?? []
        members += [
            ("actor", ["mbox": .string("mailto:\(actor)@example.com")]),
            ("verb", ["id": .string("http://example.com/verbs/\(verb)")]),
            ("object", ["id": .string("http://example.com/activities/\(activity)")]),
        ]
        return .object(members + extra)
    }

    static func agent(_ name: String) -> String { #"{"mbox":"mailto:\#(name)@example.com"}"# }

    static func voiding(_ id: String) -> JSONNode {
        [
            "actor": ["mbox": "mailto:admin@example.com"],
            "verb": ["id": "http://adlnet.gov/expapi/verbs/voided"],
            "object": ["objectType": "StatementRef", "id": .string(id)],
        ]
    }

    static func id(_ number: Int) -> String {
        "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - String(number).count) + String(number)
    }
}
