package import Database
package import Values
package import XAPI

extension Completions {
    /// Makes an enrolment's completions anew from all its statements. Sealed ones stay as they are; the ledger gets
    /// a line for each difference, so a rebuild after undisturbed operation writes nothing.
    package func rebuild(
        enrolment id: UUID16, from facts: [StatementFact], in tx: Transaction, now: Instant
    ) throws -> [CompletionChange] {
        let enrolment = try Enrolments(tenant).existing(id, in: tx)
        if let stored = facts.lazy.filter({ $0.registration == id }).map(\.stored).max() {
            _ = try touch(id, at: stored, in: tx)
        }
        let store = CompletionStore(tenant: tenant, enrolment: id, tx: tx)
        var changes: [CompletionChange] = []
        for lesson in try LessonStore(tenant).lessons(course: enrolment.course, in: tx) {
            let before = try store.evidence(lesson.id)
            let evidence = lesson.rule.evidence(in: facts, registration: id)
            if let change = try write(evidence, over: before, lesson, store, cause: .rebuild, now: now) {
                changes.append(change)
            }
        }
        try EnrolmentCompletion(tenant).settle(id, cause: "rebuild", now: now, in: tx)
        return changes
    }

    /// The enrolments of a tenant, for a rebuild of all of them in steps: those after `last`, in order of id.
    package func enrolments(after last: UUID16?, limit: Int = 200, in tx: Transaction) throws -> [UUID16] {
        let start = last ?? UUID16(high: 0, low: 0)
        return try tx.rows(
            """
            select id from enrolment where tenant = \(tenant) and id > \(start) order by id limit \(limit)
            """
        ).map { try $0.id(0) }
    }

    /// Seals what rests on an enrolment's evidence, since that evidence is about to go: a rebuild leaves it.
    /// - Returns: how many were sealed.
    @discardableResult
    package func seal(enrolment: UUID16, reason: String, in tx: Transaction, now: Instant) throws -> Int {
        try tx.execute(
            """
            update completion set sealed_at = \(now), sealed_reason = \(reason)
            where tenant = \(tenant) and enrolment = \(enrolment) and sealed_at is null
            """)
    }

    /// Seals the completions that rest on one statement, which is about to be purged or erased.
    @discardableResult
    package func seal(evidence statement: UUID16, reason: String, in tx: Transaction, now: Instant) throws -> Int {
        try tx.execute(
            """
            update completion set sealed_at = \(now), sealed_reason = \(reason)
            where tenant = \(tenant) and sealed_at is null and exists (
                select 1 from completion_evidence e
                where e.tenant = completion.tenant and e.enrolment = completion.enrolment
                    and e.lesson = completion.lesson and e.statement = \(statement))
            """)
    }
}
