import Database
import Values

/// Rows of evidence, results and the ledger.
struct CompletionStore {
    let tenant: TenantID
    let enrolment: UUID16
    let tx: Transaction

    func evidence(_ lesson: UUID16) throws -> LessonEvidence {
        let rows = try tx.rows(
            """
            select role, statement, happened_at, stored_at, seconds, scaled, raw, minimum, maximum
            from completion_evidence
            where tenant = \(tenant) and enrolment = \(enrolment) and lesson = \(lesson)
            """)
        return try LessonEvidence(rows, from: 0)
    }

    /// Replaces the roles that differ.
    func replace(_ old: LessonEvidence, by new: LessonEvidence, lesson: UUID16) throws {
        for role in LessonEvidence.Role.allCases {
            let score = role == .score ? new.score : nil
            let isSame = role == .score ? old.score == new.score : old.marks[role] == new.marks[role]
            if isSame { continue }
            if let mark = new[role] {
                try write(role, mark, score, lesson)
            } else {
                try tx.execute(
                    """
                    delete from completion_evidence where tenant = \(tenant) and enrolment = \(enrolment)
                        and lesson = \(lesson) and role = \(role.rawValue)
                    """)
            }
        }
    }

    private func write(_ role: LessonEvidence.Role, _ mark: EvidenceMark, _ score: ScoreMark?, _ lesson: UUID16) throws
    {
        try tx.execute(
            """
            insert into completion_evidence (tenant, enrolment, lesson, role, statement, happened_at, stored_at,
                seconds, scaled, raw, minimum, maximum)
            values (\(tenant), \(enrolment), \(lesson), \(role.rawValue), \(mark.statement), \(mark.at),
                \(mark.storedAt), \(mark.seconds), \(score?.scaled), \(score?.raw), \(score?.minimum),
                \(score?.maximum))
            on conflict (tenant, enrolment, lesson, role) do update set statement = excluded.statement,
                happened_at = excluded.happened_at, stored_at = excluded.stored_at, seconds = excluded.seconds,
                scaled = excluded.scaled, raw = excluded.raw, minimum = excluded.minimum, maximum = excluded.maximum
            """)
    }

    /// The result as it stands, and whether it is sealed; nil without a row.
    func stored(_ lesson: UUID16) throws -> (result: LessonResult, isSealed: Bool)? {
        let row = try tx.row(
            """
            select met_at, completed_at, passed_at, failed_at, started_at, success, scaled, sealed_at from completion
            where tenant = \(tenant) and enrolment = \(enrolment) and lesson = \(lesson)
            """)
        guard let row else { return nil }
        return (try LessonResult(row, from: 0), try !row.isNull(7))
    }

    func write(_ result: LessonResult, lesson: UUID16) throws {
        try tx.execute(
            """
            insert into completion (tenant, enrolment, lesson, met_at, completed_at, passed_at, failed_at,
                started_at, success, scaled)
            values (\(tenant), \(enrolment), \(lesson), \(result.metAt), \(result.completedAt),
                \(result.passedAt), \(result.failedAt), \(result.startedAt), \(result.success), \(result.scaled))
            on conflict (tenant, enrolment, lesson) do update set met_at = excluded.met_at,
                completed_at = excluded.completed_at, passed_at = excluded.passed_at,
                failed_at = excluded.failed_at, started_at = excluded.started_at, success = excluded.success,
                scaled = excluded.scaled
            """)
    }

    func remove(lesson: UUID16) throws {
        try tx.execute(
            "delete from completion where tenant = \(tenant) and enrolment = \(enrolment) and lesson = \(lesson)")
    }

    /// A line that is never changed again: what was known from this moment on.
    func record(
        _ result: LessonResult, _ evidence: LessonEvidence, lesson: UUID16, cause: CompletionCause, now: Instant
    ) throws {
        let decisive = evidence.decisive(for: result)?.statement
        try tx.execute(
            """
            insert into completion_ledger (tenant, enrolment, lesson, recorded_at, cause, met_at, completed_at,
                passed_at, failed_at, started_at, success, scaled, evidence)
            values (\(tenant), \(enrolment), \(lesson), \(now), \(cause.rawValue), \(result.metAt),
                \(result.completedAt), \(result.passedAt), \(result.failedAt), \(result.startedAt),
                \(result.success), \(result.scaled), \(decisive))
            """)
    }
}

extension LessonEvidence {
    /// Reads `role, statement, happened_at, stored_at, seconds, scaled, raw, minimum, maximum`.
    init(_ rows: [Row], from column: Int) throws {
        for row in rows {
            guard let role = Role(rawValue: try row.text(column)) else { continue }
            let mark = EvidenceMark(
                at: try row.instant(column + 2), statement: try row.id(column + 1),
                storedAt: try row.instant(column + 3), seconds: try row.doubleIfAny(column + 4))
            if role == .score {
                score = ScoreMark(
                    scaled: try row.doubleIfAny(column + 5) ?? 0, raw: try row.doubleIfAny(column + 6),
                    minimum: try row.doubleIfAny(column + 7), maximum: try row.doubleIfAny(column + 8), mark: mark)
            } else {
                marks[role] = mark
            }
        }
    }

    /// The one statement that a report names as the evidence: the one whose moment met the rule, else the latest
    /// verdict that there is.
    func decisive(for result: LessonResult) -> EvidenceMark? {
        let order: [Role] = [.completed, .passed, .waived, .failed, .started]
        if let metAt = result.metAt, let mark = order.lazy.compactMap({ self[$0] }).first(where: { $0.at == metAt }) {
            return mark
        }
        return order.lazy.compactMap { self[$0] }.first
    }
}

extension LessonResult {
    /// Reads `met_at, completed_at, passed_at, failed_at, started_at, success, scaled`.
    init(_ row: Row, from column: Int, isMetByRule: Bool = false) throws {
        self.init(
            metAt: try row.instantIfAny(column), completedAt: try row.instantIfAny(column + 1),
            passedAt: try row.instantIfAny(column + 2), failedAt: try row.instantIfAny(column + 3),
            startedAt: try row.instantIfAny(column + 4), success: try row.boolIfAny(column + 5),
            scaled: try row.doubleIfAny(column + 6), isMetByRule: isMetByRule)
    }
}
