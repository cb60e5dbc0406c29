import Access
import Cohorts
import Connections
import Content
import Cryptography
import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JOSE
import JSON
import LTI
import LearningRecords
import NIOCore
import OutboundHTTP
import PersonalData
import TestWorld
import Testing
import Values
import Web
import Workflows

/// The service's whole main host, and a platform that publishes its key.
struct LaunchHouse: Sendable {
    let services: Services
    let frozen: FrozenWorld
    let client: any TestClientProtocol
    let key: PrivateKey
    /// Of another issuer, under the same `kid`.
    let otherKey: PrivateKey
    let jwks: String
    static let publicURL = "http://localhost:8080"

    /// - Parameter policy: what becomes of deployments that the platform names.
    static func with(
        policy: Registration.DeploymentPolicy = .auto, _ body: @escaping @Sendable (LaunchHouse) async throws -> Void
    ) async throws {
        let key = try PrivateKey.generateRSA(bits: 2_048)
        let otherKey = try PrivateKey.generateRSA(bits: 2_048)
        let router = Router()
        for (path, key) in [("/jwks", key), ("/jwks-other", otherKey)] {
            let set = JSONWebKeySet(keys: [JSONWebKey(publicKey: key.publicKey, alg: .RS256, kid: "platform-1")])
            router.get(RouterPath(path)) { _, _ in ByteBuffer(bytes: set.node.serialized) }
        }
        try await Application(router: router).test(.live) { platform in
            let jwks = "http://127.0.0.1:\(platform.port ?? 0)/jwks"
            let folder = TemporaryFolder()
            let frozen = FrozenWorld()
            let services = try await services(frozen, folder.path, jwks: jwks, policy)
            let outcome: Result<Void, any Error>
            do {
                try await Application(responder: Routes.main(services)).test(.router) { client in
                    try await body(
                        LaunchHouse(
                            services: services, frozen: frozen, client: client, key: key, otherKey: otherKey,
                            jwks: jwks))
                }
                outcome = .success(())
            } catch { outcome = .failure(error) }
            try await services.outbound.shutdown()
            await services.database.close()
            try outcome.get()
        }
    }

    private static func services(
        _ frozen: FrozenWorld, _ folder: String, jwks: String, _ policy: Registration.DeploymentPolicy
    ) async throws -> Services {
        let database = try await TestDatabase.open(.sqlite, world: frozen)
        var outbound = OutboundPolicy()
        outbound.allowsPrivateAddresses = true
        let services = Services(
            database: database, world: frozen.world, vault: Vault(masterKey: [UInt8](repeating: 3, count: 32)),
            keyring: try Keyring(KeyFolder(path: folder + "/keys"), world: frozen.world),
            outbound: try OutboundClient(outbound), packageFiles: PackageFiles(dataFolder: folder),
            attachmentFiles: AttachmentFiles(dataFolder: folder),
            personalData: PersonalDataRegistry(),
            settings: ServiceSettings(publicURL: publicURL, contentURL: "http://content.localhost:8081"))
        try await database.write { try Tenants.create(Tenants.first, name: "Test", in: $0, now: frozen.now) }
        var request = AddPlatform.Request(
            issuer: "https://lms.example", clientID: "client-1", name: "LMS",
            authURL: "https://lms.example/auth?tenant=7",
            tokenURL: "https://lms.example/token", jwksURL: jwks)
        request.deploymentPolicy = policy
        try await AddPlatform(services).run(request, tenant: Tenants.first, actor: .commandLine)
        return services
    }

    /// A second issuer with the same client id and the same `kid`, over another key.
    func addOtherIssuer() async throws {
        var request = AddPlatform.Request(
            issuer: "https://other.example", clientID: "client-1", name: "Other LMS",
            authURL: "https://other.example/auth", tokenURL: "https://other.example/token",
            jwksURL: jwks + "-other")
        request.deploymentPolicy = .auto
        try await AddPlatform(services).run(request, tenant: Tenants.first, actor: .commandLine)
    }

    var initiation: URLEncodedForm { initiation(from: "https://lms.example") }

    func initiation(from issuer: String) -> URLEncodedForm {
        URLEncodedForm([
            ("iss", issuer), ("login_hint", "h+1%2F"), ("target_link_uri", Self.publicURL + "/learn"),
            ("lti_message_hint", #"{"cmid":2}"#),
        ])
    }

    func get(_ path: String, cookie: String? = nil) async throws -> TestResponse {
        var headers: HTTPFields = [.accept: "text/html"]
        headers[.cookie] = cookie
        return try await client.execute(uri: path, method: .get, headers: headers)
    }

    func post(_ path: String, _ form: URLEncodedForm, cookie: String? = nil) async throws -> TestResponse {
        var headers: HTTPFields = [.accept: "text/html", .contentType: "application/x-www-form-urlencoded"]
        headers[.cookie] = cookie
        return try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: form.encoded))
    }

    /// What a browser holds after a login.
    struct Login: Sendable {
        var parameters: URLEncodedForm
        /// `name=value`.
        var cookie: String
        var state: String { parameters["state"] ?? "" }
        var nonce: String { parameters["nonce"] ?? "" }
    }

    func login(from issuer: String = "https://lms.example") async throws -> Login {
        frozen.advance(seconds: 1)
        let response = try await get("/lti/login?" + initiation(from: issuer).encoded)
        let location = try #require(response.headers[.location])
        let cookie = try #require(response.headers[.setCookie]?.split(separator: ";").first)
        let query = location.drop { $0 != "?" }.dropFirst()
        return Login(parameters: try #require(URLEncodedForm(parsing: query)), cookie: String(cookie))
    }

    /// - Parameter changes: a nil takes a claim out.
    func token(_ login: Login, _ changes: [(String, JSONNode?)] = [], key: PrivateKey? = nil) throws -> String {
        let now = frozen.now.unixSeconds
        var claims: [(String, JSONNode)] = [
            ("iss", "https://lms.example"), ("aud", "client-1"), ("sub", "learner-7"), ("nonce", .string(login.nonce)),
            ("iat", .number(now)), ("exp", .number(now + 60)), (ClaimName.messageType, "LtiResourceLinkRequest"),
            (ClaimName.version, "1.3.0"), (ClaimName.deploymentID, "1"),
            (ClaimName.targetLinkURI, .string(Self.publicURL + "/learn")), (ClaimName.resourceLink, ["id": "link-1"]),
            (ClaimName.roles, ["Learner"]),
        ]
        for (name, value) in changes {
            claims.removeAll { $0.0 == name }
            if let value { claims.append((name, value)) }
        }
        return try CompactJWS.sign(
            payload: JSONNode.object(claims).serialized, key: key ?? self.key, algorithm: .RS256, keyID: "platform-1")
    }

    func launch(_ login: Login, token: String, cookie: String? = nil) async throws -> TestResponse {
        let form = URLEncodedForm([("id_token", token), ("state", login.state)])
        return try await post("/lti/launch", form, cookie: cookie ?? login.cookie)
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
