package import Database
package import Values

/// A cohort in a list, with its computed counts (COH-CRUD-08).
package struct CohortListItem: Sendable {
    package var cohort: Cohort
    /// Enrolments that take a seat: invited, active, paused.
    package var seatsTaken: Int
    package var learners: Int
    package var completed: Int
    /// Enrolments that a platform brought beyond the capacity.
    package var overCapacity: Int
}

extension CohortStore {
    /// The cohorts of a course in order of creation; archived ones on request. One query, whatever their number.
    package func list(
        course: UUID16, includingArchived: Bool = false, includingHiddenDefault: Bool = true, in tx: Transaction
    ) throws -> [CohortListItem] {
        let filter: SQL = """
            where c.tenant = \(tenant) and c.course = \(course)
                and (c.lifecycle <> 'archived' or \(includingArchived) = 1)
                and (c.is_default = 0 or \(includingHiddenDefault) = 1)
            order by c.created_at, c.id
            """
        return try tx.rows(Self.countedSelection + filter).map { row in
            CohortListItem(
                cohort: try decode(row), seatsTaken: Int(try row.int(17)), learners: Int(try row.int(18)),
                completed: Int(try row.int(19)), overCapacity: Int(try row.int(20)))
        }
    }

    private static let countedSelection: SQL = """
        select c.id, c.course, c.name, c.learner_label, c.description, c.lifecycle, c.access, c.starts_at, c.ends_at,
            c.zone, c.enrol_from, c.enrol_until, c.capacity, c.after_end, c.is_default, c.version, c.created_at,
            coalesce(e.seats, 0), coalesce(e.learners, 0), coalesce(e.completed, 0), coalesce(e.over_capacity, 0)
        from cohort c left join (
            select tenant, cohort,
                cast(sum(case when status in ('invited', 'active', 'paused') then 1 else 0 end) as bigint) as seats,
                cast(sum(case when status <> 'dropped' then 1 else 0 end) as bigint) as learners,
                cast(sum(case when completed_at is not null and status <> 'dropped' then 1 else 0 end) as bigint)
                    as completed,
                cast(sum(case when status in ('invited', 'active', 'paused') then over_capacity else 0 end) as bigint)
                    as over_capacity
            from enrolment group by tenant, cohort) e on e.tenant = c.tenant and e.cohort = c.id\u{20}
        """
}
