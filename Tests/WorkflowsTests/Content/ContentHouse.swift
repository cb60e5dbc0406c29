import Access
import CMI5
import Cohorts
import Content
import ContentPackages
import Database
import Foundation
import LearningRecords
import OutboundHTTP
import PersonalData
import SampleContent
import TestWorld
import Testing
import Values
import Workflows

/// A service with a course made of a sample package, a running cohort and one enrolled learner.
struct ContentHouse: Sendable {
    static let tenant = Tenants.first
    let services: Services
    let frozen: FrozenWorld
    let folder: TemporaryFolder
    let imported: ImportedPackage
    let cohort: UUID16
    let lessons: [Lesson]
    let person: Person
    let enrolment: UUID16

    static func with(
        _ engine: Engine = .sqlite, _ sample: SamplePackage = .cmi5, endsAfter seconds: Int64? = nil,
        _ body: @Sendable (ContentHouse) async throws -> Void
    ) async throws {
        let (services, frozen, folder) = try await empty(engine)
        let house = try await furnished(services, frozen, folder, sample, seconds)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(house)) } catch { outcome = .failure(error) }
        try await services.outbound.shutdown()
        await services.database.close()
        folder.remove()
        try outcome.get()
    }

    private static func empty(_ engine: Engine) async throws -> (Services, FrozenWorld, TemporaryFolder) {
        let frozen = FrozenWorld()
        let folder = TemporaryFolder()
        let database = try await TestDatabase.open(engine, world: frozen)
        try await database.write { try Tenants.create(tenant, name: "Test", in: $0, now: frozen.now) }
        let services = Services(
            database: database, world: frozen.world, vault: Vault(masterKey: Array(repeating: 7, count: 32)),
            keyring: try Keyring(KeyFolder(path: folder.path + "/keys"), world: frozen.world),
            outbound: try OutboundClient(), packageFiles: PackageFiles(dataFolder: folder.path),
            attachmentFiles: AttachmentFiles(dataFolder: folder.path),
            personalData: PersonalDataRegistry(),
            settings: ServiceSettings(publicURL: "https://tool.example", contentURL: "https://content.example"))
        return (services, frozen, folder)
    }

    private static func furnished(
        _ services: Services, _ frozen: FrozenWorld, _ folder: TemporaryFolder, _ sample: SamplePackage,
        _ seconds: Int64?
    ) async throws -> ContentHouse {
        let path = folder.path + "/" + sample.fileName
        try Data(sample.zip()).write(to: URL(filePath: path))
        let report = try await ImportPackage(services).run(file: path, tenant: tenant, by: .service)
        let imported = try #require(report.imported)
        let intent = CohortIntent(
            lifecycle: .published, access: .open, startsAt: frozen.now.adding(seconds: -60),
            endsAt: seconds.map { frozen.now.adding(seconds: $0) })
        return try await services.database.write { tx in
            let world = frozen.world
            let course = try CourseStore(tenant).create(
                NewCourse(code: "C1", title: "Course"), by: "test", world: world, in: tx)
            let module = try LessonStore(tenant).addModule(course: course.id, title: "M", world: world, in: tx)
            let lessons = try imported.launchable.map { item in
                let kind: CompletionRule.Kind =
                    item.kind == .unit ? .cmi5(item.moveOn) : .tincan(failedCompletes: false)
                let rule = CompletionRule(activityID: item.activityID, kind: kind)
                return try LessonStore(tenant).addLesson(
                    NewLesson(title: item.title.text(), item: item.id, rule: rule), module: module.id, world: world,
                    in: tx)
            }
            let cohort = try CohortStore(tenant).create(
                NewCohort(name: "Spring", intent: intent), course: course.id, by: "test", world: world, in: tx)
            let person = try People(vault: services.vault, world: world).findOrCreate(
                .email("a@b.example"), of: tenant, source: .staff, in: tx, now: frozen.now)
            let outcome = try Enrolments(tenant).enrol(
                person.id, in: cohort.id, source: .admin, by: "test", world: world, tx: tx)
            return ContentHouse(
                services: services, frozen: frozen, folder: folder, imported: imported, cohort: cohort.id,
                lessons: lessons, person: person, enrolment: try outcome.orRefusal().id)
        }
    }

    func opening(_ lesson: Int = 0) -> LessonOpening {
        LessonOpening(
            tenant: Self.tenant, person: person.id, enrolment: enrolment, lesson: lessons[lesson].id, handle: "h",
            returnURL: "https://tool.example/learn/h/", language: "en")
    }

    func open(_ lesson: Int = 0) async throws -> OpenedLesson { try await OpenLesson(services).run(opening(lesson)) }
}
