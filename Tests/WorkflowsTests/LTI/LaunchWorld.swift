import Access
import Cohorts
import Connections
import Content
import Cryptography
import Database
import JSON
import LTI
import LearningRecords
import OutboundHTTP
import PersonalData
import TestWorld
import Testing
import Values
import Workflows

/// A service with one platform, one course and one cohort, and a clock of its own.
struct LaunchWorld: Sendable {
    let services: Services
    let frozen: FrozenWorld
    let platform: PlatformDouble
    let registration: Registration
    let course: UUID16
    let cohort: UUID16
    static let tenant = Tenants.first

    /// Runs a test in a new world, and takes it down afterwards.
    static func with(
        _ engine: Engine, policy: Registration.DeploymentPolicy = .auto, allowAnonymous: Bool = false,
        _ body: @Sendable (LaunchWorld) async throws -> Void
    ) async throws {
        try await PlatformDouble.with { platform in
            let frozen = FrozenWorld()
            let folder = TemporaryFolder()
            let services = try await services(engine, frozen, folder)
            var request = AddPlatform.Request(
                issuer: platform.issuer, clientID: platform.clientID, name: "Test LMS",
                authURL: platform.base + "/auth?tenant=7", tokenURL: platform.base + "/token",
                jwksURL: platform.base + "/jwks")
            request.deploymentPolicy = policy
            request.allowsAnonymous = allowAnonymous
            let registration = try await AddPlatform(services).run(request, tenant: tenant, actor: .commandLine)
            let (course, cohort) = try await services.database.write { tx in
                let course = try CourseStore(tenant).create(
                    NewCourse(code: "FIRE", title: "Fire safety"), by: "test", world: frozen.world, in: tx)
                let cohort = try CohortStore(tenant).create(
                    NewCohort(name: "Spring"), course: course.id, by: "test", world: frozen.world, in: tx)
                return (course.id, cohort.id)
            }
            let world = LaunchWorld(
                services: services, frozen: frozen, platform: platform, registration: registration, course: course,
                cohort: cohort)
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body(world)) } catch { outcome = .failure(error) }
            try await services.outbound.shutdown()
            await services.database.close()
            try outcome.get()
        }
    }

    private static func services(
        _ engine: Engine, _ frozen: FrozenWorld, _ folder: TemporaryFolder
    ) async throws -> Services {
        var policy = OutboundPolicy()
        policy.allowsPrivateAddresses = true
        let database = try await TestDatabase.open(engine, world: frozen)
        try await database.write { try Tenants.create(tenant, name: "Test", in: $0, now: frozen.now) }
        return Services(
            database: database, world: frozen.world, vault: Vault(masterKey: Array(repeating: 7, count: 32)),
            keyring: try Keyring(KeyFolder(path: folder.path + "/keys"), world: frozen.world),
            outbound: try OutboundClient(policy), packageFiles: PackageFiles(dataFolder: folder.path),
            attachmentFiles: AttachmentFiles(dataFolder: folder.path),
            personalData: PersonalDataRegistry(),
            settings: ServiceSettings(publicURL: "https://tool.example", contentURL: "https://content.example"))
    }

    /// What the browser holds after the login.
    struct Login: Sendable {
        var state: String
        var nonce: String
        var cookieName: String
        var cookieValue: String

        func proof(_ name: String) -> String? { name == cookieName ? cookieValue : nil }
    }

    var initiation: URLEncodedForm {
        URLEncodedForm([
            ("iss", platform.issuer), ("login_hint", "hint"), ("target_link_uri", "https://tool.example/learn"),
        ])
    }

    func login() async throws -> Login {
        frozen.advance(seconds: 1)
        guard
            case .redirect(let url, let name, let value, _) = try await StartLogin(services).run(
                initiation, reference: "r")
        else { throw ServiceError(.internalError, "the login was refused") }
        let sent = try #require(URLEncodedForm(parsing: url.drop { $0 != "?" }.dropFirst()))
        return Login(
            state: try #require(sent["state"]), nonce: try #require(sent["nonce"]), cookieName: name, cookieValue: value
        )
    }

    /// Posts a token for a login, from the browser that began it.
    func post(_ token: String, _ login: Login) async throws -> LaunchLearner.Outcome {
        try await LaunchLearner(services).run(
            URLEncodedForm([("id_token", token), ("state", login.state)]), browserProof: login.proof, reference: "ref-1"
        )
    }

    /// A whole launch.
    func launch(_ changes: [(String, JSONNode?)] = []) async throws -> LaunchLearner.Outcome {
        let login = try await login()
        let token = try platform.token(nonce: login.nonce, at: frozen.now, changes)
        return try await post(token, login)
    }

    func opened(_ changes: [(String, JSONNode?)] = []) async throws -> LaunchSession {
        guard case .opened(let session, _) = try await launch(changes) else {
            throw ServiceError(.internalError, "the launch was refused: \(try await lastRecord().reasons)")
        }
        return session
    }

    func lastRecord(of tenant: TenantID = tenant) async throws -> LaunchRecord {
        try #require(try await services.database.read { try LaunchRecords.latest(1, of: tenant, in: $0) }.first)
    }

    /// Leads the link of the standard launch to the cohort.
    func bindLink() async throws {
        let session = try await opened([(ClaimName.roles, ["Instructor"])])
        let now = frozen.now
        let cohort = cohort
        _ = try await services.database.write { tx in
            try ResourceLinks(Self.tenant).bind(session.link, to: cohort, by: "test", in: tx, now: now)
        }
    }
}
