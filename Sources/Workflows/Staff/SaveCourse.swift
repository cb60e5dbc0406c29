package import Access
package import Cohorts
import Content
import ContentPackages
import Database
package import Values

/// Makes courses and adds modules and lessons to them.
package struct SaveCourse: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `conflict` for a code that is taken, `unprocessable` with all faults.
    package func create(_ new: NewCourse, by principal: StaffPrincipal) async throws -> Course {
        try principal.require(.manageCourses)
        let world = services.world
        return try await services.database.write { tx in
            let course = try CourseStore(principal.tenant).create(
                new, by: principal.user.description, world: world, in: tx)
            try Self.audit("course.create", course.id, principal, tx, world.now())
            return course
        }
    }

    /// A module at the end of the course.
    package func addModule(_ title: String, to course: UUID16, by principal: StaffPrincipal) async throws {
        try principal.require(.manageCourses)
        let world = services.world
        try await services.database.write { tx in
            _ = try LessonStore(principal.tenant).addModule(course: course, title: title, world: world, in: tx)
            try Self.audit("course.add-module", course, principal, tx, world.now())
        }
    }

    /// A lesson at the end of a module, opening an item of a package under the item's own completion rule.
    package func addLesson(
        item id: UUID16, title: String, isRequired: Bool, to module: UUID16, by principal: StaffPrincipal
    ) async throws {
        try principal.require(.manageCourses)
        let world = services.world
        try await services.database.write { tx in
            guard let item = try PackageStore(principal.tenant).item(id, in: tx), let rule = Self.rule(of: item) else {
                throw ServiceError(.notFound, "There is no such content.")
            }
            let title = title.isEmpty ? item.title.text() : title
            let lesson = try LessonStore(principal.tenant).addLesson(
                NewLesson(title: title, isRequired: isRequired, item: id, rule: rule), module: module, world: world,
                in: tx)
            try Self.audit("course.add-lesson", lesson.course, principal, tx, world.now())
        }
    }

    /// The item's own rule: moveOn for an AU, the default for the root of an xAPI package; nil for what can't be opened.
    private static func rule(of item: PackageItem) -> CompletionRule? {
        guard item.isLaunchable else { return nil }
        let kind: CompletionRule.Kind = item.kind == .unit ? .cmi5(item.moveOn) : .tincan(failedCompletes: false)
        return CompletionRule(activityID: item.activityID, kind: kind)
    }

    private static func audit(
        _ verb: String, _ course: UUID16, _ principal: StaffPrincipal, _ tx: Transaction, _ now: Instant
    ) throws {
        let event = AuditEvent(
            tenant: principal.tenant, actor: .staff(principal.user), verb: verb, objectKind: "course",
            objectID: course.description)
        try AuditLog.append(event, in: tx, at: now)
    }
}
