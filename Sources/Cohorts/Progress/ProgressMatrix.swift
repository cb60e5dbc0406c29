package import Database
package import Values

/// The results of all learners of a cohort in all lessons, in one query.
package enum ProgressMatrix {
    /// By enrolment, then by lesson; lessons without a result are absent.
    package static func read(
        cohort: UUID16, tenant: TenantID, in tx: Transaction
    ) throws -> [UUID16: [UUID16: LessonResult]] {
        let rows = try tx.rows(
            """
            select c.enrolment, c.lesson, c.met_at, c.completed_at, c.passed_at, c.failed_at, c.started_at, c.success,
                c.scaled
            from enrolment e join completion c on c.tenant = e.tenant and c.enrolment = e.id
            where e.tenant = \(tenant) and e.cohort = \(cohort)
            """)
        var matrix: [UUID16: [UUID16: LessonResult]] = [:]
        for row in rows {
            matrix[try row.id(0), default: [:]][try row.id(1)] = try LessonResult(row, from: 2)
        }
        return matrix
    }
}
