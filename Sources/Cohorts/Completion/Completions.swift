package import Database
package import Values
package import XAPI

/// Completion of lessons as statements come in: current completion = f(stored statements, rules in force, sealed
/// completions), whatever their order, with repeats and voids (design D4).
package struct Completions: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Takes newly stored statements of one enrolment into its completions; to be called in the transaction that
    /// stores them. A repeat isn't newly stored: only the first copy counts.
    ///
    /// The first thing written is the enrolment's own row, so that two transactions on one enrolment run one after
    /// the other at any isolation level.
    /// - Parameters:
    ///   - facts: in any order; those of other registrations are passed over.
    ///   - allFacts: reads every stored statement of this registration; called only when a statement that was evidence
    ///     is voided.
    /// - Returns: what changed; empty for most statements.
    package func apply(
        _ facts: [StatementFact], enrolment: UUID16, in tx: Transaction, now: Instant,
        allFacts: () throws -> [StatementFact]
    ) throws -> [CompletionChange] {
        let own = facts.filter { $0.registration == enrolment }
        guard let stored = own.map(\.stored).max(),
            let course = try touch(enrolment, at: stored, in: tx)
        else { return [] }
        let store = CompletionStore(tenant: tenant, enrolment: enrolment, tx: tx)
        var changes: [CompletionChange] = []
        for lesson in try lessons(of: course, named: own, in: tx) {
            let change = try apply(own, to: lesson, store, now: now, allFacts: allFacts)
            if let change { changes.append(change) }
        }
        return try settle(changes, enrolment, now, tx)
    }

    private func apply(
        _ facts: [StatementFact], to lesson: Lesson, _ store: CompletionStore, now: Instant,
        allFacts: () throws -> [StatementFact]
    ) throws -> CompletionChange? {
        let before = try store.evidence(lesson.id)
        let voided = Set(facts.lazy.filter(\.isVoided).map(\.statementID))
        if !voided.isDisjoint(with: before.statements) {
            let all = lesson.rule.evidence(in: try allFacts(), registration: store.enrolment)
            return try write(all, over: before, lesson, store, cause: .void, now: now)
        }
        var joined = before
        joined.join(lesson.rule.evidence(in: facts, registration: store.enrolment))
        return try write(joined, over: before, lesson, store, cause: .statement, now: now)
    }

    /// Writes what differs from what is stored, unless the completion is sealed.
    func write(
        _ evidence: LessonEvidence, over before: LessonEvidence, _ lesson: Lesson, _ store: CompletionStore,
        cause: CompletionCause, now: Instant
    ) throws -> CompletionChange? {
        guard evidence != before || cause == .rebuild else { return nil }
        let stored = try store.stored(lesson.id)
        if stored?.isSealed == true { return nil }
        var old = stored?.result ?? LessonResult()
        old.isMetByRule = lesson.rule.isMetByRule
        let result = lesson.rule.result(of: evidence)
        try store.replace(before, by: evidence, lesson: lesson.id)
        if evidence.isEmpty {
            try store.remove(lesson: lesson.id)
        } else if stored == nil || result != old {
            try store.write(result, lesson: lesson.id)
        }
        guard result != old else { return nil }
        try store.record(result, evidence, lesson: lesson.id, cause: cause, now: now)
        return CompletionChange(
            enrolment: store.enrolment, lesson: lesson.id, before: old, after: result, changedCourse: false)
    }

    func settle(
        _ changes: [CompletionChange], _ enrolment: UUID16, _ now: Instant, _ tx: Transaction
    ) throws -> [CompletionChange] {
        guard changes.contains(where: { $0.before.isMet != $0.after.isMet || $0.before.metAt != $0.after.metAt })
        else { return changes }
        let cause = changes.contains { !$0.after.isMet && $0.before.isMet } ? "evidence was voided" : "completion"
        let turned = try EnrolmentCompletion(tenant).settle(enrolment, cause: cause, now: now, in: tx)
        return changes.map { change in
            var change = change
            change.changedCourse = turned
            return change
        }
    }

    /// Notes the activity on the enrolment's row, and by that holds the row until the commit.
    /// - Returns: the enrolment's course; nil when the registration is no enrolment.
    func touch(_ enrolment: UUID16, at moment: Instant, in tx: Transaction) throws -> UUID16? {
        try tx.row(
            """
            update enrolment set last_activity_at = case
                when last_activity_at is null or last_activity_at < \(moment) then \(moment)
                else last_activity_at end
            where tenant = \(tenant) and id = \(enrolment)
            returning course
            """
        )?.id(0)
    }

    private func lessons(of course: UUID16, named facts: [StatementFact], in tx: Transaction) throws -> [Lesson] {
        let store = LessonStore(tenant)
        return try Set(facts.compactMap(\.activityID)).sorted().compactMap { activity in
            try store.lesson(activity: activity, course: course, in: tx)
        }
    }
}
