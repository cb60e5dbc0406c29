package import Database
package import LTI
package import Values

/// A group of a platform's course as it was listed last, and the cohort that it drives in one of our courses.
package struct KnownGroup: Sendable, Hashable {
    package let id: String
    package let name: String
    package let setID: String?
    package let setName: String?
    /// Nil while it drives none.
    package var cohort: UUID16?
}

/// The groups of one platform's course, as rows.
package struct CourseGroups: Sendable {
    package let tenant: TenantID
    package let place: ContextPlace

    package init(_ tenant: TenantID, at place: ContextPlace) {
        self.tenant = tenant
        self.place = place
    }

    private var here: SQL {
        """
        tenant = \(tenant) and registration = \(place.registration) and deployment = \(place.deployment)
            and context_key = \(place.key)
        """
    }

    /// Takes a whole list in place of the last one. Groups that are gone no longer drive anything.
    package func replace(
        by groups: [CourseGroup], sets: [CourseGroupSet], in tx: Transaction, now: Instant
    ) throws {
        let names = Dictionary(sets.map { ($0.id, $0.name) }) { first, _ in first }
        try tx.execute("delete from course_group where " + here)
        for group in groups {
            try tx.execute(
                """
                insert into course_group (tenant, registration, deployment, context_key, group_key, group_id, name,
                    set_id, set_name, seen_at)
                values (\(tenant), \(place.registration), \(place.deployment), \(place.key), \(shortHash(group.id)),
                    \(group.id), \(storable(group.name) ?? group.id), \(group.setID),
                    \(storable(group.setID.flatMap { names[$0] })), \(now))
                on conflict (tenant, registration, deployment, context_key, group_key) do nothing
                """)
        }
        try tx.execute(
            "delete from course_group_cohort where " + here
                + " and group_key not in (select group_key from course_group where "
                + here + ")")
    }

    /// All groups with the cohorts that they drive in one of our courses, by set and name.
    package func list(course: UUID16, in tx: Transaction) throws -> [KnownGroup] {
        let cohorts = try cohorts(course: course, in: tx)
        return try tx.rows(
            "select group_id, name, set_id, set_name from course_group where " + here
                + " order by coalesce(set_name, ''), name, group_id"
        ).map { row in
            let id = try row.text(0)
            return KnownGroup(
                id: id, name: try row.text(1), setID: try row.textIfAny(2), setName: try row.textIfAny(3),
                cohort: cohorts[shortHash(id)])
        }
    }

    /// Lets a group drive a cohort of a course; nil for none.
    package func lead(
        _ group: String, to cohort: UUID16?, course: UUID16, by author: String, in tx: Transaction, now: Instant
    ) throws {
        let key = shortHash(group)
        try tx.execute(
            "delete from course_group_cohort where " + here + " and group_key = \(key) and course = \(course)")
        guard let cohort else { return }
        try tx.execute(
            """
            insert into course_group_cohort (tenant, registration, deployment, context_key, group_key, course, cohort,
                created_by, created_at)
            values (\(tenant), \(place.registration), \(place.deployment), \(place.key), \(key), \(course),
                \(cohort), \(author), \(now))
            """)
    }

    /// Which cohort of a course each group drives.
    package func driven(course: UUID16, in tx: Transaction) throws -> DrivenCohorts {
        DrivenCohorts(byGroup: try cohorts(course: course, in: tx))
    }

    /// The cohort that a person belongs to by their groups, as the last reading of the rosters had them.
    package func cohort(of person: UUID16, course: UUID16, in tx: Transaction) throws -> UUID16? {
        try tx.row(
            """
            select o.cohort from roster_member m join roster o on o.tenant = m.tenant and o.id = m.roster
            where m.tenant = \(tenant) and m.person = \(person) and m.status = 'active' and m.missed = 0
                and o.registration = \(place.registration) and o.deployment = \(place.deployment)
                and o.context_key = \(place.key) and o.cohort in (select g.cohort from course_group_cohort g
                    where g.tenant = \(tenant) and g.registration = \(place.registration)
                    and g.deployment = \(place.deployment) and g.context_key = \(place.key) and g.course = \(course))
            order by o.created_at, o.id limit 1
            """
        )?.id(0)
    }

    private func cohorts(course: UUID16, in tx: Transaction) throws -> [[UInt8]: UUID16] {
        let rows = try tx.rows(
            "select group_key, cohort from course_group_cohort where " + here + " and course = \(course)")
        return Dictionary(try rows.map { (try $0.bytes(0), try $0.id(1)) }) { first, _ in first }
    }
}

/// Which cohorts of a course are driven by groups of a platform's course.
package struct DrivenCohorts: Sendable {
    fileprivate let byGroup: [[UInt8]: UUID16]

    package var isEmpty: Bool { byGroup.isEmpty }

    package func drives(_ cohort: UUID16) -> Bool { byGroup.values.contains(cohort) }

    /// The cohorts of somebody in these groups; empty when none of the groups drives one.
    package func cohorts(of groups: [String]) -> [UUID16] {
        var seen: Set<UUID16> = []
        return groups.compactMap { byGroup[shortHash($0)] }.filter { seen.insert($0).inserted }
    }

    /// Whether somebody in these groups belongs to a cohort: it is driven by one of them, or none drives any and it is
    /// driven by no group at all.
    package func isMember(of cohort: UUID16, with groups: [String]) -> Bool {
        let own = cohorts(of: groups)
        return own.contains(cohort) || own.isEmpty && !drives(cohort)
    }
}
