package import Database
package import Values

/// One learner of a cohort, without a name: names are joined from Access by the workflow, sorted in memory.
package struct RosterEntry: Hashable, Sendable {
    package var enrolment: UUID16
    package var person: UUID16
    package var status: EnrolmentStatus
    package var source: EnrolmentSource
    package var enrolledAt: Instant
    package var lastActivityAt: Instant?
    package var completedAt: Instant?
    /// Required lessons done, of how many.
    package var done, required: Int
    /// The mean of the lessons' scores, where there are any.
    package var scaled: Double?
    package var isOverCapacity: Bool

    package var percent: Int { required == 0 ? 0 : done * 100 / required }
}

/// Who is in a cohort, and how far.
package enum Roster {
    /// All enrolments of a cohort, each once, latest activity first; those without any last.
    package static func read(
        cohort id: UUID16, tenant: TenantID, includingDropped: Bool = true, in tx: Transaction
    ) throws -> [RosterEntry] {
        let cohort = try CohortStore(tenant).existing(id, in: tx)
        let lessons = try LessonStore(tenant).lessons(course: cohort.course, in: tx).filter(\.isRequired)
        let byRule = lessons.count { $0.rule.isMetByRule }
        let filter: SQL = """
            where e.tenant = \(tenant) and e.cohort = \(id)
                and (\(includingDropped) = 1 or e.status <> 'dropped')
            """
        let rows = try tx.rows(selection(tenant: tenant, cohort: id) + filter)
        return try rows.map { try entry($0, required: lessons.count, metByRule: byRule) }.sorted(by: isBefore)
    }

    private static func isBefore(_ a: RosterEntry, _ b: RosterEntry) -> Bool {
        let left = a.lastActivityAt ?? Instant(microseconds: .min)
        let right = b.lastActivityAt ?? Instant(microseconds: .min)
        return left == right ? a.enrolment < b.enrolment : left > right
    }

    private static func selection(tenant: TenantID, cohort: UUID16) -> SQL {
        """
        select e.id, e.person, e.status, e.source, e.enrolled_at, e.last_activity_at, e.completed_at,
            e.over_capacity, coalesce(p.done, 0), p.scaled
        from enrolment e left join (
            select c.enrolment,
                count(case when l.required = 1 and l.move_on <> 'NotApplicable' and c.met_at is not null then 1 end)
                    as done,
                avg(case when c.scaled < 0 then 0 else c.scaled end) as scaled
            from completion c join lesson l on l.tenant = c.tenant and l.id = c.lesson
            where c.tenant = \(tenant) and c.enrolment in (
                select id from enrolment where tenant = \(tenant) and cohort = \(cohort))
            group by c.enrolment) p on p.enrolment = e.id\u{20}
        """
    }

    private static func entry(_ row: Row, required: Int, metByRule: Int) throws -> RosterEntry {
        RosterEntry(
            enrolment: try row.id(0), person: try row.id(1),
            status: EnrolmentStatus(rawValue: try row.text(2)) ?? .dropped,
            source: EnrolmentSource(rawValue: try row.text(3)) ?? .imported, enrolledAt: try row.instant(4),
            lastActivityAt: try row.instantIfAny(5), completedAt: try row.instantIfAny(6),
            done: Int(try row.int(8)) + metByRule, required: required, scaled: try row.doubleIfAny(9),
            isOverCapacity: try row.bool(7))
    }
}
