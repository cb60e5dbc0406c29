import Access
import Cohorts
import Connections
import Content
import Cryptography
import Database
import Foundation
import JSON
import LearningRecords
import OutboundHTTP
import Outbox
import PersonalData
import Privacy
import Server
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// A service with a course of two lessons, a learner known by name, address and platform, and staff who may approve.
struct PrivacyWorld: Sendable {
    static let tenant = Tenants.first
    static let publicURL = "https://tool.example"
    static let activities = ["https://content.example/first", "https://content.example/second"]
    static let lti = PersonIdentifier.lti(issuer: "https://lms.example", subject: "ada-17")
    let services: Services
    let frozen: FrozenWorld
    let folder: TemporaryFolder
    let course: Course
    let cohort: UUID16
    let ada: Person
    let enrolment: Enrolment
    let privacy: [StaffPrincipal]

    static func with(
        _ engine: Engine, adjust: (inout DatabaseOptions) -> Void = { _ in },
        _ body: @Sendable (PrivacyWorld) async throws -> Void
    ) async throws {
        let frozen = FrozenWorld()
        let folder = TemporaryFolder()
        let services = try await services(engine, frozen, folder, adjust)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(try await furnish(services, frozen, folder))) } catch {
            outcome = .failure(error)
        }
        try await services.outbound.shutdown()
        await services.database.close()
        folder.remove()
        try outcome.get()
    }

    private static func furnish(
        _ services: Services, _ frozen: FrozenWorld, _ folder: TemporaryFolder
    ) async throws -> PrivacyWorld {
        let world = frozen.world
        return try await services.database.write { tx in
            let now = frozen.now
            try Tenants.create(tenant, name: "Test", in: tx, now: now)
            let course = try CourseStore(tenant).create(
                NewCourse(code: "FIRE-1", title: "Fire, safety"), by: "test", world: world, in: tx)
            let lessons = LessonStore(tenant)
            let module = try lessons.addModule(course: course.id, title: "One", world: world, in: tx)
            for activity in activities {
                let rule = CompletionRule(activityID: activity, kind: .tincan(failedCompletes: false))
                _ = try lessons.addLesson(
                    NewLesson(title: "Lesson", rule: rule), module: module.id, world: world, in: tx)
            }
            let cohort = try CohortStore(tenant).create(
                NewCohort(name: "=Spring"), course: course.id, by: "test", world: world, in: tx)
            let people = People(vault: services.vault, world: world)
            let profile = PersonProfile(
                name: "Ada Lovelace", givenName: "Ada", familyName: "Lovelace", email: "ada@school.example")
            let ada = try people.findOrCreate(
                lti, of: tenant, profile: profile, source: .launch, in: tx, now: now)
            try people.addIdentifier(.email("ada@school.example"), to: ada, source: .launch, in: tx, now: now)
            try people.addIdentifier(.employeeNumber("000123"), to: ada, source: .importing, in: tx, now: now)
            let enrolment = try Enrolments(tenant).enrol(
                ada.id, in: cohort.id, source: .ltiLaunch, by: "test", world: world, tx: tx
            ).orRefusal()
            let staff = try ["grace", "edith"].map { login in
                let roles = Roles([.privacy])
                let id = try StaffUsers(vault: services.vault, world: world).add(
                    login: login, passwordHash: "none", roles: roles, tenant: tenant, in: tx, now: now)
                return StaffPrincipal(tenant: tenant, user: id, roles: roles)
            }
            return PrivacyWorld(
                services: services, frozen: frozen, folder: folder, course: course, cohort: cohort.id, ada: ada,
                enrolment: enrolment, privacy: staff)
        }
    }

    private static func services(
        _ engine: Engine, _ frozen: FrozenWorld, _ folder: TemporaryFolder,
        _ adjust: (inout DatabaseOptions) -> Void
    ) async throws -> Services {
        let vault = Vault(masterKey: Array(repeating: 7, count: 32))
        return Services(
            database: try await TestDatabase.open(engine, world: frozen, adjust: adjust), world: frozen.world,
            vault: vault,
            keyring: try Keyring(KeyFolder(path: folder.path + "/keys"), world: frozen.world),
            outbound: try OutboundClient(), packageFiles: PackageFiles(dataFolder: folder.path),
            attachmentFiles: AttachmentFiles(dataFolder: folder.path),
            personalData: PersonalDataAssembly.registry(
                vault: vault, world: frozen.world, publicURL: publicURL, dataFolder: folder.path),
            settings: ServiceSettings(publicURL: publicURL, contentURL: "https://content.example"))
    }

    var people: People { People(vault: services.vault, world: services.world) }

    /// Stores a statement of the learner, as the service does with its own.
    @discardableResult
    func record(
        _ verb: String, _ lesson: Int, id: UUID16? = nil, result: JSONNode? = nil
    ) async throws -> UUID16 {
        let id = id ?? services.world.newID()
        let node = JSONNode.compactObject([
            ("id", .string(id.description)),
            ("actor", ["account": ["homePage": .string(Self.publicURL), "name": .string(ada.accountName)]]),
            ("verb", ["id": .string(verb)]), ("object", ["id": .string(Self.activities[lesson])]), ("result", result),
            ("context", ["registration": .string(enrolment.id.description)]),
            ("timestamp", .string(frozen.now.rfc3339)),
        ])
        try await services.database.write { tx in
            try RecordStatements(services).append(service: [node], tenant: Self.tenant, in: tx, now: frozen.now)
        }
        return id
    }

    func progress() async throws -> CourseProgress {
        try await services.database.read { tx in
            try CourseProgress.read(enrolment: enrolment.id, tenant: Self.tenant, now: frozen.now, in: tx)
        }
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    /// Every statement's stored text, one after another.
    func statements() async throws -> String {
        try await services.database.read { tx in
            try tx.rows("select body from statement order by seq").map { row in
                String(decoding: try row.bytes(0), as: UTF8.self)
            }.joined(separator: "\n")
        }
    }

    static func error(_ work: () async throws -> Void) async -> ServiceError? {
        do {
            try await work()
            return nil
        } catch { return error as? ServiceError }
    }
}
