import Access
import Cohorts
import Connections
import Content
import ContentPackages
import Database
import DemoLMS
import Foundation
import SampleContent
package import Values
package import Workflows

/// The demo's data: a tenant, two staff users, a course made of the two sample packages, and a cohort that runs.
///
/// Making it again changes nothing but the key that leads the demo LMS's link to the cohort, since only its hash is kept.
package struct DemoTenant: Sendable {
    package static let tenant = Tenants.first
    package static let administrator = (login: "admin", password: "lectern-demo-admin")
    /// The second approver of erasures.
    package static let privacyOfficer = (login: "privacy", password: "lectern-demo-privacy")
    private static let courseCode = "DEMO"

    package let course: UUID16
    package let cohort: UUID16
    /// Goes into the link's custom parameter `lectern_binding`.
    package let bindingKey: String

    private static let owner = StaffPrincipal(
        tenant: tenant, user: UUID16(high: 0, low: 1), roles: Roles([.owner, .administrator]))

    /// Makes what isn't there yet.
    package static func make(_ services: Services) async throws -> DemoTenant {
        let world = services.world
        try await services.database.write { tx in
            _ = try Tenants.create(tenant, name: "Demo", in: tx, now: world.now())
        }
        try await addStaff(services)
        let course = try await course(services)
        let cohort = try await cohort(of: course, services)
        let key = try await services.database.write { tx in
            try LinkBindings(tenant).make(for: cohort, by: "demo", world: world, in: tx)
        }
        return DemoTenant(course: course, cohort: cohort, bindingKey: key)
    }

    private static func addStaff(_ services: Services) async throws {
        let staff = ManageStaff(services)
        let known = try await staff.list(of: tenant).map(\.login)
        for (user, roles) in [(administrator, Roles([.owner])), (privacyOfficer, Roles([.privacy]))]
        where !known.contains(user.login) {
            try await staff.add(
                login: user.login, password: Secret(user.password), roles: roles, tenant: tenant, by: .service)
        }
    }

    private static func course(_ services: Services) async throws -> UUID16 {
        if let known = try await services.database.read({ try CourseStore(tenant).find(code: courseCode, in: $0) }) {
            return known.id
        }
        let save = SaveCourse(services)
        let course = try await save.create(
            NewCourse(code: courseCode, title: "Tides and knots", cohortsEnabled: true), by: owner)
        for sample in SamplePackage.allCases {
            let package = try await imported(sample, services)
            try await save.addModule(package.package.title, to: course.id, by: owner)
            let module = try await services.database.read { tx in
                try LessonStore(tenant).modules(course: course.id, in: tx).last
            }
            guard let module else { throw ServiceError(.internalError, "A module that was just made is gone.") }
            for item in package.launchable {
                try await save.addLesson(
                    item: item.id, title: item.title.text(), isRequired: true, to: module.id, by: owner)
            }
        }
        return course.id
    }

    private static func imported(_ sample: SamplePackage, _ services: Services) async throws -> ImportedPackage {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".zip")
        try Data(sample.zip()).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let report = try await ImportPackage(services).run(file: file.path, tenant: tenant, by: .service)
        guard let imported = report.imported else { throw ServiceError(.internalError, "Nothing was imported.") }
        return imported
    }

    private static func cohort(of course: UUID16, _ services: Services) async throws -> UUID16 {
        let now = services.world.now()
        let known = try await services.database.read { tx in
            try CohortStore(tenant).list(course: course, in: tx).first { $0.cohort.name == "Autumn group" }
        }
        if let known { return known.cohort.id }
        let intent = CohortIntent(lifecycle: .published, access: .open, startsAt: now.adding(seconds: -86_400))
        return try await SaveCohort(services).create(
            NewCohort(name: "Autumn group", intent: intent), course: course, by: owner
        ).id
    }
}
