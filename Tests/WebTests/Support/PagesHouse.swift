import Access
import Cohorts
import Connections
import Content
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
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

/// The whole main host over a fresh database and a clock that stands.
struct PagesHouse: Sendable {
    static let tenant = TenantID(1)
    static let platform = "https://lms.example"
    let services: Services
    let world: FrozenWorld
    let client: any TestClientProtocol

    static func with(
        _ engine: Engine = .sqlite, _ body: @escaping @Sendable (PagesHouse) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        let world = FrozenWorld()
        let database = try await TestDatabase.open(engine, world: world)
        let outbound = try OutboundClient()
        let services = Services(
            database: database, world: world.world, vault: Vault(masterKey: [UInt8](repeating: 3, count: 32)),
            keyring: try Keyring(try KeyFolder(path: folder.path + "/keys"), world: world.world), outbound: outbound,
            packageFiles: PackageFiles(dataFolder: folder.path),
            attachmentFiles: AttachmentFiles(dataFolder: folder.path), personalData: PersonalDataRegistry(),
            settings: ServiceSettings(
                publicURL: "http://localhost:8080", contentURL: "http://content.localhost:8081"))
        let outcome: Result<Void, any Error>
        do {
            try await Application(responder: Routes.main(services)).test(.router) { client in
                try await body(PagesHouse(services: services, world: world, client: client))
            }
            outcome = .success(())
        } catch { outcome = .failure(error) }
        try await outbound.shutdown()
        await database.close()
        folder.remove()
        try outcome.get()
    }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> PageAnswer {
        var headers = headers
        if headers[.accept] == nil { headers[.accept] = "text/html" }
        return PageAnswer(try await client.execute(uri: path, method: .get, headers: headers))
    }

    func post(_ path: String, _ fields: [(String, String)], _ headers: HTTPFields = [:]) async throws -> PageAnswer {
        var headers = headers
        headers[.accept] = "text/html"
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = URLEncodedForm(fields.map { (name: $0.0, value: $0.1) }).encoded
        return PageAnswer(
            try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)))
    }
}

/// A page as a browser gets it.
struct PageAnswer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let text: String

    init(_ response: TestResponse) {
        status = response.status
        headers = response.headers
        text = String(buffer: response.body)
    }

    var location: String { headers[.location] ?? "" }

    /// The token of the page's forms.
    var formToken: String {
        text.firstMatch(of: /name="form_token" value="([^"]+)"/).map { String($0.1) } ?? ""
    }

    func cookie(_ name: String) -> String? {
        headers[values: .setCookie].first { $0.hasPrefix(name + "=") }
    }

    /// The text without tags, as people read it.
    var words: String {
        text.replacing(/<[^>]*>/, with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

// MARK: - people and things

extension PagesHouse {
    func addStaff(_ login: String, _ roles: String = "administrator") async throws -> StaffPrincipal {
        let roles = try #require(Roles(roles))
        let id = try await ManageStaff(services).add(
            login: login, password: Secret("correct horse battery"), roles: roles, tenant: Self.tenant, by: .commandLine
        )
        return StaffPrincipal(tenant: Self.tenant, user: id, roles: roles)
    }

    /// The headers of an administrator's browser that is signed in.
    func administrator() async throws -> HTTPFields {
        _ = try await addStaff("root")
        return try await signIn("root")
    }

    /// Signs in through the form; gives the headers of a browser that is signed in.
    func signIn(_ login: String) async throws -> HTTPFields {
        let form = try await get("/admin/sign-in")
        let mark = try #require(form.cookie("__Host-sign-in")?.split(separator: ";").first)
        let answer = try await post(
            "/admin/sign-in",
            [("form_token", form.formToken), ("login", login), ("password", "correct horse battery")],
            [.cookie: String(mark)])
        #expect(answer.status == .seeOther, "\(answer.words)")
        let session = try #require(answer.cookie("__Host-staff")?.split(separator: ";").first)
        return [.cookie: String(session)]
    }

    struct School: Sendable {
        var course: Course
        var cohort: Cohort
        var modules: [Module]
        var lessons: [Lesson]
    }

    /// A course of two modules with a lesson each, and a running cohort.
    func addSchool(
        title: String = "Tides", intent: CohortIntent = CohortIntent(lifecycle: .published, access: .open),
        zone: CohortZone = .utc, afterEnd: AfterEnd = .nothing
    ) async throws -> School {
        let world = services.world
        return try await services.database.write { tx in
            let course = try CourseStore(Self.tenant).create(
                NewCourse(code: "T-1", title: title), by: "test", world: world, in: tx)
            let store = LessonStore(Self.tenant)
            let modules = try ["One", "Two"].map {
                try store.addModule(course: course.id, title: $0, world: world, in: tx)
            }
            let lessons = try modules.enumerated().map { index, module in
                try store.addLesson(
                    NewLesson(
                        title: "Lesson \(index + 1)", item: world.newID(),
                        rule: CompletionRule(
                            activityID: "https://example.com/a\(index)", kind: .tincan(failedCompletes: false))),
                    module: module.id, world: world, in: tx)
            }
            let cohort = try CohortStore(Self.tenant).create(
                NewCohort(name: "Autumn Group", intent: intent, zone: zone, afterEnd: afterEnd), course: course.id,
                by: "test", world: world, in: tx)
            return School(course: course, cohort: cohort, modules: modules, lessons: lessons)
        }
    }

    func addLearner(_ name: String, in school: School) async throws -> (person: UUID16, enrolment: UUID16) {
        let people = People(vault: services.vault, world: services.world)
        let world = services.world
        return try await services.database.write { tx in
            let person = try people.findOrCreate(
                .email(name.lowercased().filter(\.isLetter) + "@example.com"), of: Self.tenant,
                profile: PersonProfile(name: name, email: "x@example.com"), source: .launch, in: tx, now: world.now())
            let outcome = try Enrolments(Self.tenant).enrol(
                person.id, in: school.cohort.id, source: .admin, by: "test", world: world, tx: tx)
            return (person.id, try outcome.orRefusal().id)
        }
    }

    /// A visit, as a launch opens it.
    func visit(
        person: UUID16?, enrolment: UUID16?, cohort: UUID16?, standing: RoleSet.Standing = .learner,
        locale: String? = nil, link: UUID16? = nil
    ) async throws -> (base: String, handle: String, token: String, headers: HTTPFields) {
        let world = services.world
        let (session, token) = try await services.database.write { tx in
            let registration = try Registrations.save(
                Registration(
                    id: world.newID(), tenant: Self.tenant, issuer: Self.platform, clientID: "c", name: "LMS",
                    authURL: Self.platform + "/auth", tokenURL: Self.platform + "/token",
                    jwksURL: Self.platform + "/jwks", createdAt: world.now()), in: tx, now: world.now())
            return try LaunchSessions.open(
                NewLaunchSession(
                    tenant: Self.tenant, person: person, registration: registration.id, link: link ?? world.newID(),
                    cohort: cohort, enrolment: enrolment, standing: standing, locale: locale,
                    frameOrigins: [Self.platform]), world: world, in: tx)
        }
        return (session.path, session.handle, token, [.cookie: "\(session.cookieName)=\(token)"])
    }

    func auditVerbs() async throws -> [String] {
        try await services.database.read { try AuditLog.latest(100, of: Self.tenant, in: $0).map(\.verb) }
    }
}
