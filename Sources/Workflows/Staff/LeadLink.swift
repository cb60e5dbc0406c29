package import Access
package import Cohorts
package import Connections
import Database
package import Values

/// A link with the cohorts that it may lead to.
package struct LeadLinkContent: Sendable {
    package var link: ResourceLink
    package var courses: [(course: Course, cohorts: [Cohort])]
    /// Where it leads now, also where that is no more to be chosen.
    package var present: (course: Course, cohort: Cohort)?
}

/// Leads a link elsewhere, or nowhere, by our own staff's hand: the way out of a wrong choice.
package struct LeadLink: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound`.
    package func content(_ id: UUID16, for principal: StaffPrincipal) async throws -> LeadLinkContent {
        try principal.require(.managePlatforms)
        let tenant = principal.tenant
        return try await services.database.read { tx in
            let courses = try CourseStore(tenant).list(in: tx).map { course in
                (course: course, cohorts: try CohortStore(tenant).list(course: course.id, in: tx).map(\.cohort))
            }
            let link = try Self.existing(id, tenant, tx)
            let cohort = try link.cohort.flatMap { try CohortStore(tenant).find($0, in: tx) }
            return LeadLinkContent(
                link: link, courses: courses,
                present: try cohort.map { (try CourseStore(tenant).existing($0.course, in: tx), $0) })
        }
    }

    /// Who opened the link before has to launch again. Enrolments stay: they are the cohort's.
    /// - Parameter cohort: nil leaves the choice to the platform's teacher again.
    /// - Throws: `notFound`.
    package func run(_ id: UUID16, to cohort: UUID16?, by principal: StaffPrincipal) async throws {
        try principal.require(.managePlatforms)
        try principal.require(.manageCohorts)
        let (tenant, now) = (principal.tenant, services.world.now())
        try await services.database.write { tx in
            let link = try Self.existing(id, tenant, tx)
            if let cohort { _ = try CohortStore(tenant).existing(cohort, in: tx) }
            guard link.cohort != cohort || cohort == nil else { return }
            try ResourceLinks(tenant).rebind(id, to: cohort, by: principal.user.description, in: tx, now: now)
            try LaunchSessions.end(link: id, of: tenant, in: tx)
            let event = AuditEvent(
                tenant: tenant, actor: .staff(principal.user), verb: cohort == nil ? "link.unbind" : "link.bind",
                objectKind: "link", objectID: id.description)
            try AuditLog.append(event, in: tx, at: now)
        }
    }

    private static func existing(_ id: UUID16, _ tenant: TenantID, _ tx: Transaction) throws -> ResourceLink {
        guard let link = try ResourceLinks(tenant).find(id, in: tx) else {
            throw ServiceError(.notFound, "There is no such link.")
        }
        return link
    }
}
