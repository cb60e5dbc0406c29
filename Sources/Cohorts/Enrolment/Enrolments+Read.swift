package import Database
package import Values

extension Enrolments {
    package func find(_ id: UUID16, in tx: Transaction) throws -> Enrolment? {
        try tx.row(Self.selection + "where e.tenant = \(tenant) and e.id = \(id)").map(decode)
    }

    package func find(person: UUID16, cohort: UUID16, in tx: Transaction) throws -> Enrolment? {
        try tx.row(
            Self.selection + "where e.tenant = \(tenant) and e.cohort = \(cohort) and e.person = \(person)"
        ).map(decode)
    }

    /// - Throws: `notFound`.
    package func existing(_ id: UUID16, in tx: Transaction) throws -> Enrolment {
        guard let enrolment = try find(id, in: tx) else {
            throw ServiceError(.notFound, "There is no such enrolment.")
        }
        return enrolment
    }

    /// A person's enrolments in a course, the one to show first in front: those whose cohort runs, then by latest
    /// start of the cohort, then by latest enrolment (COH-RTK-02). Dropped ones come last.
    package func turns(person: UUID16, course: UUID16, now: Instant, in tx: Transaction) throws -> [Enrolment] {
        let enrolments = try tx.rows(
            Self.selection + "where e.tenant = \(tenant) and e.person = \(person) and e.course = \(course)"
        ).map(decode)
        return try enrolments.map { enrolment in
            let cohort = try CohortStore(tenant).existing(enrolment.cohort, in: tx)
            return (enrolment, TurnRank(enrolment, cohort, now: now))
        }.sorted { $0.1 < $1.1 }.map(\.0)
    }

    /// The cohorts that anybody is or was enrolled in.
    package func enrolledCohorts(in tx: Transaction) throws -> Set<UUID16> {
        let rows = try tx.rows(
            """
            select c.id from cohort c where c.tenant = \(tenant)
                and exists (select 1 from enrolment e where e.tenant = c.tenant and e.cohort = c.id)
            """)
        return Set(try rows.map { try $0.id(0) })
    }

    /// All enrolments of a person, oldest first.
    package func ofPerson(_ person: UUID16, in tx: Transaction) throws -> [Enrolment] {
        try tx.rows(
            Self.selection + "where e.tenant = \(tenant) and e.person = \(person) order by e.enrolled_at, e.id"
        ).map(decode)
    }

    static let selection: SQL = """
        select e.id, e.cohort, e.course, e.person, e.status, e.source, e.enrolled_at, e.status_changed_at, e.reason,
            e.over_capacity, e.last_activity_at, e.completed_at
        from enrolment e\u{20}
        """

    func decode(_ row: Row) throws -> Enrolment {
        Enrolment(
            tenant: tenant, id: try row.id(0), cohort: try row.id(1), course: try row.id(2), person: try row.id(3),
            status: EnrolmentStatus(rawValue: try row.text(4)) ?? .dropped,
            source: EnrolmentSource(rawValue: try row.text(5)) ?? .imported, enrolledAt: try row.instant(6),
            statusChangedAt: try row.instant(7), reason: try row.textIfAny(8), isOverCapacity: try row.bool(9),
            lastActivityAt: try row.instantIfAny(10), completedAt: try row.instantIfAny(11))
    }
}

/// The order among a person's turns at one course.
struct TurnRank: Comparable {
    let isGone, isNotRunning: Bool
    let start, enrolled: Instant
    let id: UUID16

    init(_ enrolment: Enrolment, _ cohort: Cohort, now: Instant) {
        isGone = enrolment.status == .dropped
        isNotRunning = cohort.state(now: now) != .running
        start = cohort.intent.startsAt ?? cohort.createdAt
        enrolled = enrolment.enrolledAt
        id = enrolment.id
    }

    static func < (a: TurnRank, b: TurnRank) -> Bool {
        if a.isGone != b.isGone { return b.isGone }
        if a.isNotRunning != b.isNotRunning { return b.isNotRunning }
        if a.start != b.start { return a.start > b.start }
        if a.enrolled != b.enrolled { return a.enrolled > b.enrolled }
        return a.id > b.id
    }
}
