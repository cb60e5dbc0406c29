package import Access
package import Cohorts
package import Content
import Database
package import Values

/// A course as the administrator sees it.
package struct CourseContent: Sendable {
    package var course: Course
    package var modules: [Module]
    package var lessons: [Lesson]
    package var cohorts: [CohortListItem]
    /// What lessons can be made of: every package's newest version with its items.
    package var packages: [ImportedPackage]
}

/// Reads courses for staff. No personal data is in it.
package struct ReadCourses: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// All courses, each with its cohorts.
    package func list(for principal: StaffPrincipal) async throws -> [(course: Course, cohorts: [CohortListItem])] {
        try principal.require(.seeEveryCohort)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            try CourseStore(tenant).list(in: tx).map { course in
                (course, try CohortStore(tenant).list(course: course.id, in: tx))
            }
        }
    }

    /// One course.
    package func run(_ id: UUID16, for principal: StaffPrincipal) async throws -> CourseContent {
        try principal.require(.seeEveryCohort)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            let lessons = LessonStore(tenant)
            let store = PackageStore(tenant)
            return CourseContent(
                course: try CourseStore(tenant).existing(id, in: tx), modules: try lessons.modules(course: id, in: tx),
                lessons: try lessons.lessons(course: id, in: tx),
                cohorts: try CohortStore(tenant).list(course: id, includingArchived: true, in: tx),
                packages: try store.list(in: tx).map { try store.imported(version: $0.newest.id, in: tx) })
        }
    }

    /// One cohort with the windows of its modules.
    package func cohort(
        _ id: UUID16, for principal: StaffPrincipal
    ) async throws -> (course: Course, cohort: Cohort, modules: [Module], windows: [UUID16: ModuleWindow]) {
        try principal.require(.seeEveryCohort)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            let cohort = try CohortStore(tenant).existing(id, in: tx)
            return (
                try CourseStore(tenant).existing(cohort.course, in: tx), cohort,
                try LessonStore(tenant).modules(course: cohort.course, in: tx),
                try ModuleWindowStore(tenant).windows(cohort: id, in: tx)
            )
        }
    }
}
