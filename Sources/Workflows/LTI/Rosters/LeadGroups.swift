package import Access
package import Cohorts
package import Connections
import Database
import LTI
package import Values

/// The groups of a platform's course, and the cohorts of ours that they may drive.
package struct CourseGroupsContent: Sendable {
    package var platform: UUID16
    package var link: ResourceLink
    package var course: Course
    package var groups: [KnownGroup]
    /// Those of the course that a group may drive.
    package var cohorts: [Cohort]
}

/// Lets groups of a platform's course drive cohorts (Course Groups Service 1.0): who is in the group is in the cohort, by
/// the same policy as for rosters, and lands there by a launch.
package struct LeadGroups: Sendable {
    /// What a group is to drive.
    package enum Target: Sendable, Hashable {
        case none
        case cohort(UUID16)
        /// A cohort with the group's name: the one that there is, or a new one.
        case ownName
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound` for a link that leads nowhere or whose platform lists no groups.
    package func content(
        link: UUID16, platform: UUID16, for principal: StaffPrincipal
    ) async throws -> CourseGroupsContent {
        try principal.require(.managePlatforms)
        return try await services.database.read { try Self.content(link, platform, principal.tenant, in: $0) }
    }

    /// Reads the groups anew.
    /// - Throws: `badGateway` with the platform's reason.
    package func read(link id: UUID16, platform: UUID16, by principal: StaffPrincipal) async throws {
        try principal.require(.managePlatforms)
        let (tenant, now) = (principal.tenant, services.world.now())
        let (content, access) = try await services.database.read { tx in
            let content = try Self.content(id, platform, tenant, in: tx)
            guard case .found(_, let access) = try GradePlace.find(link: id, tenant, in: tx) else {
                throw ServiceError(.conflict, "The platform or its deployment isn't active.")
            }
            return (content, access)
        }
        let service = CourseGroupService(
            services.platformServices, registration: access.registration, deploymentID: access.deploymentID)
        do {
            let groups = try await service.groups(at: content.link.groupsURL ?? "")
            var sets: [CourseGroupSet] = []
            if let url = content.link.groupSetsURL { sets = try await service.sets(at: url) }
            let found = sets
            try await services.database.write { tx in
                try CourseGroups(tenant, at: ContextPlace(of: content.link)).replace(
                    by: groups, sets: found, in: tx, now: now)
            }
        } catch let error as PlatformCallError {
            throw ServiceError(.badGateway, "The platform's groups couldn't be read: \(error.description)")
        }
    }

    /// Leads the groups that are named; the rosters of their cohorts are read soon.
    /// - Throws: `unprocessable` for a cohort of another course.
    package func lead(
        _ targets: [String: Target], link id: UUID16, platform: UUID16, by principal: StaffPrincipal
    ) async throws {
        try principal.require(.managePlatforms)
        try principal.require(.manageCohorts)
        let world = services.world
        try await services.database.write { tx in
            let content = try Self.content(id, platform, principal.tenant, in: tx)
            let groups = CourseGroups(principal.tenant, at: ContextPlace(of: content.link))
            for group in content.groups {
                guard let target = targets[group.id] else { continue }
                let cohort = try Self.cohort(target, for: group, content, principal, world, tx)
                try groups.lead(
                    group.id, to: cohort, course: content.course.id, by: principal.user.description, in: tx,
                    now: world.now())
                if let cohort {
                    _ = try Rosters(principal.tenant).note(content.link, cohort: cohort, world: world, in: tx)
                }
            }
            for roster in try Rosters(principal.tenant).of(registration: platform, in: tx)
            where roster.place == groups.place { try RosterSchedule.readSoon(roster, in: tx, now: world.now()) }
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "groups.lead", objectKind: "platform",
                objectID: platform.description, count: targets.count)
            try AuditLog.append(event, in: tx, at: world.now())
        }
    }

    private static func content(
        _ id: UUID16, _ platform: UUID16, _ tenant: TenantID, in tx: Transaction
    ) throws -> CourseGroupsContent {
        guard let link = try ResourceLinks(tenant).find(id, in: tx), link.registration == platform,
            link.groupsURL != nil, let target = link.cohort
        else { throw ServiceError(.notFound, "There are no groups to lead here.") }
        let course = try CourseStore(tenant).existing(try CohortStore(tenant).existing(target, in: tx).course, in: tx)
        return CourseGroupsContent(
            platform: platform, link: link, course: course,
            groups: try CourseGroups(tenant, at: ContextPlace(of: link)).list(course: course.id, in: tx),
            cohorts: try CohortStore(tenant).list(course: course.id, in: tx).map(\.cohort))
    }

    private static func cohort(
        _ target: Target, for group: KnownGroup, _ content: CourseGroupsContent, _ principal: StaffPrincipal,
        _ world: World, _ tx: Transaction
    ) throws -> UUID16? {
        switch target {
        case .none: return nil
        case .cohort(let id):
            guard content.cohorts.contains(where: { $0.id == id }) else {
                throw ServiceError(.unprocessable, "The cohort isn't one of this course.")
            }
            return id
        case .ownName:
            let store = CohortStore(principal.tenant)
            let there = try store.list(course: content.course.id, in: tx).map(\.cohort).first {
                $0.name.lowercased() == group.name.lowercased()
            }
            if let there { return there.id }
            return try store.create(
                NewCohort(name: group.name), course: content.course.id, by: principal.user.description, world: world,
                in: tx
            ).id
        }
    }
}
