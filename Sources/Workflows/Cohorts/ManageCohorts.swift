package import Access
package import Cohorts
import Content
import ContentPackages
import Database
package import Values

/// Courses and cohorts for somebody at the machine; pages use ``SaveCourse`` and ``SaveCohort``, which check rights.
package struct ManageCohorts: Sendable {
    private let services: Services
    private let tenant: TenantID
    private let actor: AuditActor

    package init(_ services: Services, tenant: TenantID, by actor: AuditActor) {
        self.services = services
        self.tenant = tenant
        self.actor = actor
    }

    /// - Throws: `conflict` for a code that is taken, `unprocessable` with all faults.
    package func addCourse(_ new: NewCourse) async throws -> Course {
        try await change("course.create", "course") { tx, world in
            let course = try CourseStore(tenant).create(new, by: actor.kind, world: world, in: tx)
            return (course, course.id)
        }
    }

    /// A module with a lesson for each of a package's items that can be opened, in the package's order.
    /// - Parameter version: of an imported package.
    package func addModule(_ title: String, course code: String, version: UUID16) async throws -> [Lesson] {
        try await change("course.add-module", "course") { tx, world in
            let course = try course(code, tx)
            let store = LessonStore(tenant)
            let module = try store.addModule(course: course.id, title: title, world: world, in: tx)
            let items = try PackageStore(tenant).items(version: version, in: tx).filter(\.isLaunchable)
            guard !items.isEmpty else {
                throw ServiceError(.notFound, "There is no such package version, or nothing in it to open.")
            }
            let lessons = try items.map { item in
                let kind: CompletionRule.Kind =
                    item.kind == .unit ? .cmi5(item.moveOn) : .tincan(failedCompletes: false)
                let rule = CompletionRule(activityID: item.activityID, kind: kind)
                return try store.addLesson(
                    NewLesson(title: item.title.text(), item: item.id, rule: rule), module: module.id, world: world,
                    in: tx)
            }
            return (lessons, course.id)
        }
    }

    /// - Throws: `notFound` for the course, `conflict` for a name that is taken, `unprocessable` with all faults.
    package func addCohort(_ new: NewCohort, course code: String) async throws -> Cohort {
        try await change("cohort.create", "cohort") { tx, world in
            let course = try course(code, tx)
            let cohort = try CohortStore(tenant).create(new, course: course.id, by: actor.kind, world: world, in: tx)
            return (cohort, cohort.id)
        }
    }

    package func update(_ id: UUID16, _ wanted: CohortChange) async throws -> Cohort {
        try await change("cohort.update", "cohort") { tx, world in
            let cohort = try CohortStore(tenant).update(id, wanted, now: world.now(), in: tx)
            try LineItemQueue(tenant).follow(cohort: id, in: tx, now: world.now())
            return (cohort, id)
        }
    }

    package func courses() async throws -> [Course] {
        try await services.database.read { [tenant] in try CourseStore(tenant).list(in: $0) }
    }

    package func cohorts(course code: String, includingArchived: Bool) async throws -> [CohortListItem] {
        try await services.database.read { [self] tx in
            try CohortStore(tenant).list(
                course: try course(code, tx).id, includingArchived: includingArchived, in: tx)
        }
    }

    private func course(_ code: String, _ tx: Transaction) throws -> Course {
        guard let course = try CourseStore(tenant).find(code: code, in: tx) else {
            throw ServiceError(.notFound, "There is no such course.")
        }
        return course
    }

    private func change<T: Sendable>(
        _ verb: String, _ kind: String, _ body: @escaping @Sendable (Transaction, World) throws -> (T, UUID16)
    ) async throws -> T {
        try await services.database.write { [services, tenant, actor] tx in
            let (value, id) = try body(tx, services.world)
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: verb, objectKind: kind, objectID: id.description)
            try AuditLog.append(event, in: tx, at: services.world.now())
            return value
        }
    }
}
