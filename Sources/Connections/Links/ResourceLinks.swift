package import Database
package import LTI
package import Values

/// Resource links of one tenant as rows, apart by registration and deployment.
package struct ResourceLinks: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Notes a launch: the link is made or found, its titles and service addresses are the newest ones (LTI-CLM-27).
    package func note(
        _ launch: ValidatedLaunch, link: ResourceLinkClaim, registration: UUID16, deployment: UUID16, world: World,
        in tx: Transaction
    ) throws -> ResourceLink {
        let now = world.now()
        let grades = launch.assignmentAndGrades
        try tx.execute(
            """
            insert into resource_link (tenant, id, registration, deployment, link_key, link_id, title, context_id,
                context_title, lineitem_url, lineitems_url, own_lineitem_until_at, grade_scopes, memberships_url,
                groups_url, group_sets_url, created_at, launched_at, offering_sourced_id, section_sourced_id)
            values (\(tenant), \(world.newID()), \(registration), \(deployment), \(shortHash(link.id)), \(link.id),
                \(storable(link.title)), \(launch.context?.id), \(storable(launch.context?.title)),
                \(grades?.lineItemURL), \(grades?.lineItemsURL), 0,
                \((grades?.scopes ?? []).compactMap(storable).joined(separator: " ")),
                \(launch.namesAndRoles?.membershipsURL), \(launch.courseGroups?.groupsURL),
                \(launch.courseGroups?.setsURL), \(now), \(now), \(storable(launch.lis?.courseOfferingSourcedID)),
                \(storable(launch.lis?.courseSectionSourcedID)))
            on conflict (tenant, registration, deployment, link_key) do update set
                title = coalesce(excluded.title, resource_link.title), context_id = excluded.context_id,
                context_title = coalesce(excluded.context_title, resource_link.context_title),
                lineitem_url = excluded.lineitem_url, lineitems_url = excluded.lineitems_url,
                grade_scopes = excluded.grade_scopes, memberships_url = excluded.memberships_url,
                groups_url = excluded.groups_url, group_sets_url = excluded.group_sets_url,
                grades_at = case when resource_link.grade_scopes = excluded.grade_scopes
                        and coalesce(resource_link.lineitem_url, '') = coalesce(excluded.lineitem_url, '')
                        and coalesce(resource_link.lineitems_url, '') = coalesce(excluded.lineitems_url, '')
                    then resource_link.grades_at else excluded.launched_at end,
                launched_at = excluded.launched_at,
                offering_sourced_id = coalesce(excluded.offering_sourced_id, resource_link.offering_sourced_id),
                section_sourced_id = coalesce(excluded.section_sourced_id, resource_link.section_sourced_id)
            """)
        guard let noted = try find(linkID: link.id, registration: registration, deployment: deployment, in: tx) else {
            throw ServiceError(.internalError, "The link wasn't stored.")
        }
        try Rosters(tenant).follow(noted, in: tx)
        return noted
    }

    package func find(
        linkID: String, registration: UUID16, deployment: UUID16, in tx: Transaction
    ) throws -> ResourceLink? {
        try tx.row(
            """
            \(raw: Self.selection) where tenant = \(tenant) and registration = \(registration)
                and deployment = \(deployment) and link_key = \(shortHash(linkID))
            """
        ).map(decode)
    }

    /// The link that a line item belongs to.
    package func find(lineItem url: String, at place: LinkPlace, in tx: Transaction) throws -> ResourceLink? {
        try tx.row(
            """
            \(raw: Self.selection) where tenant = \(tenant) and registration = \(place.registration)
                and deployment = \(place.deployment) and (lineitem_url = \(url) or own_lineitem_url = \(url))
            order by launched_at desc, id limit 1
            """
        ).map(decode)
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> ResourceLink? {
        try tx.row("\(raw: Self.selection) where tenant = \(tenant) and id = \(id)").map(decode)
    }

    package func list(in tx: Transaction) throws -> [ResourceLink] {
        try tx.rows("\(raw: Self.selection) where tenant = \(tenant) order by created_at, id").map(decode)
    }

    /// Leads the link to a cohort; false when it leads to another one already.
    package func bind(
        _ id: UUID16, to target: LinkTarget, by author: String, in tx: Transaction, now: Instant
    ) throws -> Bool {
        try tx.execute(
            """
            update resource_link set cohort = \(target.cohort), module = \(target.module), lesson = \(target.lesson),
                resource_id = \(target.resourceID), graded = \(target.isGraded), bound_by = \(author),
                bound_at = \(now)
            where tenant = \(tenant) and id = \(id) and (cohort is null or cohort = \(target.cohort))
            """) == 1
    }

    package func bind(
        _ id: UUID16, to cohort: UUID16, by author: String, in tx: Transaction, now: Instant
    ) throws -> Bool {
        try bind(id, to: LinkTarget(cohort: cohort), by: author, in: tx, now: now)
    }

    /// Notes where the link would lead if its course weren't a copy; it leads nowhere yet.
    package func withhold(_ id: UUID16, from lead: LinkLead, in tx: Transaction) throws {
        let target = lead.target
        try tx.execute(
            """
            update resource_link set origin_cohort = \(target.cohort), origin_proven = \(lead.isProven),
                module = \(target.module), lesson = \(target.lesson), resource_id = \(target.resourceID), graded = \(target.isGraded)
            where tenant = \(tenant) and id = \(id) and cohort is null
            """)
    }

    /// Where staff led another link of the same copied course that comes from the same cohort; nil while nobody chose.
    package func decision(from old: UUID16, at place: LinkPlace, in tx: Transaction) throws -> UUID16? {
        try tx.row(
            """
            select cohort from resource_link
            where tenant = \(tenant) and registration = \(place.registration) and deployment = \(place.deployment)
                and context_id = \(place.contextID) and origin_cohort = \(old) and cohort is not null
            order by bound_at desc, id limit 1
            """
        )?.id(0)
    }

    /// Leads the withheld links of a copied course to a cohort, each to its part of the course.
    package func release(
        from old: UUID16, to new: UUID16, at place: LinkPlace, by author: String, in tx: Transaction, now: Instant
    ) throws {
        try tx.execute(
            """
            update resource_link set cohort = \(new), bound_by = \(author), bound_at = \(now)
            where tenant = \(tenant) and registration = \(place.registration) and deployment = \(place.deployment)
                and context_id = \(place.contextID) and cohort is null and origin_cohort = \(old)
            """)
    }

    /// Leads the link elsewhere, or nowhere, by an administrator's hand.
    package func rebind(
        _ id: UUID16, to cohort: UUID16?, by author: String, in tx: Transaction, now: Instant
    ) throws {
        try tx.execute(
            """
            update resource_link set cohort = \(cohort), module = null, lesson = null, resource_id = null,
                graded = 1, origin_cohort = null, bound_by = \(author), bound_at = \(now)
            where tenant = \(tenant) and id = \(id)
            """)
    }

    /// Leads the links of a platform's course from one cohort to another; the parts of the course stay.
    /// - Returns: how many.
    @discardableResult
    package func move(
        from old: UUID16, to new: UUID16, at place: LinkPlace, by author: String, in tx: Transaction, now: Instant
    ) throws -> Int {
        try tx.execute(
            """
            update resource_link set cohort = \(new), bound_by = \(author), bound_at = \(now)
            where tenant = \(tenant) and registration = \(place.registration) and deployment = \(place.deployment)
                and context_id = \(place.contextID) and cohort = \(old)
            """)
    }

    static let selection = """
        select id, registration, deployment, link_id, title, context_id, context_title, cohort, lineitem_url,
            lineitems_url, own_lineitem_url, grade_scopes, memberships_url, created_at, launched_at, module,
            lesson, resource_id, own_lineitem_origin, own_lineitem_asked, own_lineitem_maximum,
            groups_url, group_sets_url, graded, bound_at, origin_cohort, origin_proven, grades_at
        from resource_link
        """

    func decode(_ row: Row) throws -> ResourceLink {
        let part = { (cohort: UUID16) in
            LinkTarget(
                cohort: cohort, module: try row.idIfAny(15), lesson: try row.idIfAny(16),
                resourceID: try row.textIfAny(17), isGraded: try row.int(23) == 1)
        }
        let (target, origin) = try (row.idIfAny(7).map(part), row.idIfAny(25).map(part))
        return ResourceLink(
            id: try row.id(0), tenant: tenant, registration: try row.id(1), deployment: try row.id(2),
            linkID: try row.text(3), title: try row.textIfAny(4), contextID: try row.textIfAny(5),
            contextTitle: try row.textIfAny(6), target: target,
            origin: try target == nil
                ? origin.map { LinkLead(target: $0, contextID: nil, isProven: try row.int(26) == 1) } : nil,
            isHeld: try target == nil && row.instantIfAny(24) != nil, lineItemURL: try row.textIfAny(8),
            lineItemsURL: try row.textIfAny(9), ownLineItem: try OwnLineItem(row),
            gradeScopes: try row.text(11).split(separator: " ").map(String.init),
            membershipsURL: try row.textIfAny(12), groupsURL: try row.textIfAny(21),
            groupSetsURL: try row.textIfAny(22), createdAt: try row.instant(13), launchedAt: try row.instant(14),
            gradesAt: try row.instant(27))
    }
}
