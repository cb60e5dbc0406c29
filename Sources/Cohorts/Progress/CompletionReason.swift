package import Database
package import Values

/// The "why" behind a tick: a statement that a completion rests on, and as what.
package struct CompletionReason: Hashable, Sendable {
    package var role: LessonEvidence.Role
    package var statement: UUID16
    package var happenedAt: Instant
    package var storedAt: Instant
    package var scaled: Double?
    /// When the completion was sealed since its evidence was purged or erased; the statement may be gone.
    package var sealedAt: Instant?
}

extension Completions {
    /// The evidence of one lesson's completion, earliest first.
    package func reasons(enrolment: UUID16, lesson: UUID16, in tx: Transaction) throws -> [CompletionReason] {
        try tx.rows(
            """
            select e.role, e.statement, e.happened_at, e.stored_at, e.scaled, c.sealed_at
            from completion_evidence e left join completion c
                on c.tenant = e.tenant and c.enrolment = e.enrolment and c.lesson = e.lesson
            where e.tenant = \(tenant) and e.enrolment = \(enrolment) and e.lesson = \(lesson)
            order by e.happened_at, e.role
            """
        ).compactMap { row in
            guard let role = LessonEvidence.Role(rawValue: try row.text(0)) else { return nil }
            return CompletionReason(
                role: role, statement: try row.id(1), happenedAt: try row.instant(2), storedAt: try row.instant(3),
                scaled: try row.doubleIfAny(4), sealedAt: try row.instantIfAny(5))
        }
    }
}
