package import Database
package import LTI
package import Values

/// Who came by which link of a tenant, in which role of late.
package struct LinkVisits: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Notes a launch. The role is the newest one, never the sum of all (LTI-ROLE-10).
    /// - Returns: whether it is the first launch of the person by this link.
    @discardableResult
    package func note(
        _ person: UUID16, link: UUID16, enrolment: UUID16?, standing: RoleSet.Standing, isTestUser: Bool,
        in tx: Transaction, now: Instant
    ) throws -> Bool {
        let row = try tx.row(
            """
            insert into link_visit (tenant, link, person, enrolment, standing, is_test_user, first_at, last_at)
            values (\(tenant), \(link), \(person), \(enrolment), \(standing.rawValue), \(isTestUser), \(now), \(now))
            on conflict (tenant, link, person) do update set enrolment = excluded.enrolment,
                standing = excluded.standing, is_test_user = excluded.is_test_user, last_at = excluded.last_at
            returning first_at
            """)
        return try row?.instant(0) == now
    }

    /// Whether a person came as somebody who builds a course whose links lead to the cohort.
    package func taught(_ person: UUID16, cohort: UUID16, in tx: Transaction) throws -> Bool {
        let builders = RoleSet.Standing.allCases.filter { $0 >= .contentDeveloper }.map(\.rawValue)
        return try tx.row(
            """
            select 1 from link_visit v join resource_link l on l.tenant = v.tenant and l.id = v.link
            where v.tenant = \(tenant) and v.person = \(person) and l.cohort = \(cohort) and v.is_test_user = 0
                and v.standing in (\(list: builders))
            limit 1
            """) != nil
    }

    /// The ids of the course by whose link the person of an enrolment came last, in the student information system; a
    /// course that names its own goes before one that doesn't (LTI Core 1.3 §5.4.5).
    package func sourcedCourse(of enrolment: UUID16, in tx: Transaction) throws -> (offering: String?, section: String?)
    {
        let row = try tx.row(
            """
            select l.offering_sourced_id, l.section_sourced_id
            from link_visit v join resource_link l on l.tenant = v.tenant and l.id = v.link
            where v.tenant = \(tenant) and v.enrolment = \(enrolment) and v.is_test_user = 0
            order by case when coalesce(l.section_sourced_id, l.offering_sourced_id) is null then 1 else 0 end,
                v.last_at desc, l.id
            limit 1
            """)
        return (try row?.textIfAny(0), try row?.textIfAny(1))
    }

    /// The enrolment in which a person came by a link last; nil for those who never came, and for staff.
    package func enrolment(of person: UUID16, by link: UUID16, in tx: Transaction) throws -> UUID16? {
        try tx.row(
            """
            select enrolment from link_visit
            where tenant = \(tenant) and link = \(link) and person = \(person) and is_test_user = 0
            """
        )?.idIfAny(0)
    }

    /// The links by which the person of an enrolment came, previews of staff left out.
    package func links(of enrolment: UUID16, in tx: Transaction) throws -> [(link: UUID16, person: UUID16)] {
        try tx.rows(
            """
            select link, person from link_visit
            where tenant = \(tenant) and enrolment = \(enrolment) and is_test_user = 0 order by link, person
            """
        ).map { (try $0.id(0), try $0.id(1)) }
    }
}
