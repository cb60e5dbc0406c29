import Access
import CMI5
import Cohorts
import Content
import ContentPackages
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LearningRecords
import OutboundHTTP
import PersonalData
import SampleContent
import TestWorld
import Testing
import Values
import Web
import Workflows

/// The content host's routes over a fresh database, with a course made of a sample package and one learner in it.
struct ContentHostHouse: Sendable {
    static let tenant = TenantID(1)
    let services: Services
    let client: any TestClientProtocol
    let frozen: FrozenWorld
    let label: String
    let lessons: [UUID16]
    let person: UUID16
    let enrolment: UUID16

    static func with(
        _ sample: SamplePackage = .cmi5, _ engine: Engine = .sqlite,
        _ body: @escaping @Sendable (ContentHostHouse) async throws -> Void
    ) async throws {
        let frozen = FrozenWorld()
        let folder = TemporaryFolder()
        let database = try await TestDatabase.open(engine, world: frozen)
        let services = Services(
            database: database, world: frozen.world, vault: Vault(masterKey: Array(repeating: 7, count: 32)),
            keyring: try Keyring(KeyFolder(path: folder.path + "/keys"), world: frozen.world),
            outbound: try OutboundClient(), packageFiles: PackageFiles(dataFolder: folder.path),
            attachmentFiles: AttachmentFiles(dataFolder: folder.path),
            personalData: PersonalDataRegistry(),
            settings: ServiceSettings(
                publicURL: "http://localhost:8080", contentURL: "http://content.localhost:8081"))
        let furnished = try await furnish(services, frozen, folder, sample)
        let router = Router(context: LecternRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: HostOfTest())
        router.add(middleware: ErrorResponses())
        addContentHostRoutes(to: router, services: services)
        let outcome: Result<Void, any Error>
        do {
            try await Application(router: router).test(.live) { client in
                try await body(
                    ContentHostHouse(
                        services: services, client: client, frozen: frozen, label: furnished.label,
                        lessons: furnished.lessons, person: furnished.person, enrolment: furnished.enrolment))
            }
            outcome = .success(())
        } catch { outcome = .failure(error) }
        try await services.outbound.shutdown()
        await database.close()
        folder.remove()
        try outcome.get()
    }

    private static func furnish(
        _ services: Services, _ frozen: FrozenWorld, _ folder: TemporaryFolder, _ sample: SamplePackage
    ) async throws -> (label: String, lessons: [UUID16], person: UUID16, enrolment: UUID16) {
        let path = folder.path + "/" + sample.fileName
        try Data(sample.zip()).write(to: URL(filePath: path))
        try await services.database.write { try Tenants.create(tenant, name: "Test", in: $0, now: frozen.now) }
        let report = try await ImportPackage(services).run(file: path, tenant: tenant, by: .service)
        let imported = try #require(report.imported)
        return try await services.database.write { tx in
            let world = frozen.world
            let course = try CourseStore(tenant).create(
                NewCourse(code: "C1", title: "Course"), by: "test", world: world, in: tx)
            let module = try LessonStore(tenant).addModule(course: course.id, title: "M", world: world, in: tx)
            let lessons = try imported.launchable.map { item in
                let kind: CompletionRule.Kind =
                    item.kind == .unit ? .cmi5(item.moveOn) : .tincan(failedCompletes: false)
                let new = NewLesson(
                    title: item.title.text(), item: item.id,
                    rule: CompletionRule(activityID: item.activityID, kind: kind))
                return try LessonStore(tenant).addLesson(new, module: module.id, world: world, in: tx).id
            }
            let cohort = try CohortStore(tenant).create(
                NewCohort(name: "Spring"), course: course.id, by: "test", world: world, in: tx)
            let person = try People(vault: services.vault, world: world).findOrCreate(
                .email("a@b.example"), of: tenant, source: .staff, in: tx, now: frozen.now)
            let outcome = try Enrolments(tenant).enrol(
                person.id, in: cohort.id, source: .admin, by: "test", world: world, tx: tx)
            return (imported.version.label, lessons, person.id, try outcome.orRefusal().id)
        }
    }

    func open(_ lesson: Int = 0) async throws -> LaunchedPage {
        let opening = LessonOpening(
            tenant: Self.tenant, person: person, enrolment: enrolment, lesson: lessons[lesson], handle: "h",
            returnURL: "http://localhost:8080/learn/h/")
        return try LaunchedPage(await OpenLesson(services).run(opening).url)
    }

    /// A request to the content host under the package's name, or another.
    func send(
        _ method: HTTPRequest.Method, _ path: String, host: String? = nil, headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> TestResponse {
        var headers = headers
        headers[HostOfTest.header] = host ?? "\(label).content.localhost:8081"
        return try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    }

    /// Done, as the completion of a lesson has it.
    func isMet(_ lesson: Int) async throws -> Bool {
        let (enrolment, now) = (enrolment, frozen.now)
        let progress = try await services.database.read {
            try CourseProgress.read(enrolment: enrolment, tenant: Self.tenant, now: now, in: $0)
        }
        let wanted = lessons[lesson]
        return progress.modules.flatMap(\.lessons).first { $0.lesson.id == wanted }?.result.isMet ?? false
    }
}

/// The test client always asks for `localhost`: this puts the name that a test means in its place.
struct HostOfTest: RouterMiddleware {
    typealias Context = LecternRequestContext
    static let header = HTTPField.Name("X-Test-Host") ?? .from

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var head = request.head
        head.authority = request.headers[Self.header]
        return try await next(Request(head: head, body: request.body), context)
    }
}

/// A launch URL taken apart as a package's script does it.
struct LaunchedPage: Sendable {
    let path: String
    let form: URLEncodedForm

    init(_ url: String) throws {
        let afterHost = url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
        path = String(afterHost.prefix { $0 != "?" })
        form = try #require(URLEncodedForm(parsing: afterHost.drop { $0 != "?" }.dropFirst()))
    }

    /// The path below the host of a parameter that is a URL.
    func path(of name: String) -> String {
        String((form[name] ?? "").drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
    }
}
