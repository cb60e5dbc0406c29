package import Database
package import Values

/// The course's completion of an enrolment: all required lessons met.
package struct EnrolmentCompletion: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Brings `completed_at` and the status in line with the lessons.
    /// - Returns: true when the course became complete or stopped being so.
    @discardableResult
    package func settle(_ id: UUID16, cause: String, now: Instant, in tx: Transaction) throws -> Bool {
        let enrolment = try Enrolments(tenant).existing(id, in: tx)
        let completedAt = try completedAt(enrolment, in: tx)
        if completedAt != enrolment.completedAt {
            try tx.execute(
                "update enrolment set completed_at = \(completedAt) where tenant = \(tenant) and id = \(id)")
        }
        let store = Enrolments(tenant)
        switch (enrolment.status, completedAt) {
        case (.active, .some):
            try store.change(id, to: .completed, reason: nil, by: "service", now: now, in: tx)
        case (.completed, nil):
            try store.change(id, to: .active, reason: cause, by: "service", now: now, in: tx)
        default: break
        }
        return (completedAt == nil) != (enrolment.completedAt == nil)
    }

    /// Looks again at the enrolments of a course that count as complete, after its lessons changed.
    package func settleCompleted(course: UUID16, reason: String, now: Instant, in tx: Transaction) throws {
        let rows = try tx.rows(
            """
            select id from enrolment
            where tenant = \(tenant) and course = \(course) and completed_at is not null order by id
            """)
        for row in rows { try settle(try row.id(0), cause: reason, now: now, in: tx) }
    }

    /// When the last required lesson was met; a course all of whose required lessons need no statement is complete
    /// from the enrolment on, one without required lessons never.
    private func completedAt(_ enrolment: Enrolment, in tx: Transaction) throws -> Instant? {
        let row = try tx.row(
            """
            select count(*), count(c.met_at),
                count(case when c.met_at is null and l.move_on = 'NotApplicable' then 1 end), max(c.met_at)
            from lesson l left join completion c
                on c.tenant = l.tenant and c.lesson = l.id and c.enrolment = \(enrolment.id)
            where l.tenant = \(tenant) and l.course = \(enrolment.course) and l.required = 1
            """)
        guard let row, try row.int(0) > 0, try row.int(1) + row.int(2) == row.int(0) else { return nil }
        return try row.instantIfAny(3) ?? enrolment.enrolledAt
    }
}
