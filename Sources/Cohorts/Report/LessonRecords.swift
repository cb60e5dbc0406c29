import Database
import Values

/// A lesson's outcome in a report, with the evidence that it names.
struct LessonRecord {
    var lesson: UUID16
    var result: LessonResult
    var evidence: UUID16?
    var seconds: Double?
    var raw, maximum: Double?
    var sealedAt: Instant?

    var lessonMoment: Instant { result.startedAt ?? Instant(microseconds: 0) }
}

/// Reads the outcomes of one enrolment: as they are, or as the ledger knew them at a moment.
struct LessonRecords {
    let tenant: TenantID
    let enrolment: UUID16
    let asOf: Instant?

    init(_ tenant: TenantID, _ enrolment: UUID16, asOf: Instant?) {
        self.tenant = tenant
        self.enrolment = enrolment
        self.asOf = asOf
    }

    func read(in tx: Transaction) throws -> [UUID16: LessonRecord] {
        var records = try asOf.map { try past($0, in: tx) } ?? present(in: tx)
        for (lesson, evidence) in try evidence(in: tx) {
            guard var record = records[lesson] else { continue }
            if record.evidence == nil { record.evidence = evidence.decisive(for: record.result)?.statement }
            let mark = LessonEvidence.Role.allCases.lazy.compactMap { evidence[$0] }
                .first { $0.statement == record.evidence && $0.seconds != nil }
            record.seconds = mark?.seconds
            if let score = evidence.score, score.scaled == record.result.scaled {
                record.raw = score.raw
                record.maximum = score.maximum
            }
            records[lesson] = record
        }
        return records
    }

    private func present(in tx: Transaction) throws -> [UUID16: LessonRecord] {
        let rows = try tx.rows(
            """
            select lesson, met_at, completed_at, passed_at, failed_at, started_at, success, scaled, sealed_at
            from completion where tenant = \(tenant) and enrolment = \(enrolment)
            """)
        return try Self.byLesson(rows) { row, record in record.sealedAt = try row.instantIfAny(8) }
    }

    /// The last line of each lesson that was recorded before the moment.
    private func past(_ moment: Instant, in tx: Transaction) throws -> [UUID16: LessonRecord] {
        let rows = try tx.rows(
            """
            select lesson, met_at, completed_at, passed_at, failed_at, started_at, success, scaled, evidence
            from completion_ledger
            where tenant = \(tenant) and enrolment = \(enrolment) and recorded_at < \(moment)
            order by lesson, seq
            """)
        return try Self.byLesson(rows) { row, record in record.evidence = try row.idIfAny(8) }
    }

    private static func byLesson(
        _ rows: [Row], _ complete: (Row, inout LessonRecord) throws -> Void
    ) throws -> [UUID16: LessonRecord] {
        var records: [UUID16: LessonRecord] = [:]
        for row in rows {
            let lesson = try row.id(0)
            var record = LessonRecord(lesson: lesson, result: try LessonResult(row, from: 1))
            try complete(row, &record)
            records[lesson] = record
        }
        return records
    }

    private func evidence(in tx: Transaction) throws -> [UUID16: LessonEvidence] {
        let rows = try tx.rows(
            """
            select lesson, role, statement, happened_at, stored_at, seconds, scaled, raw, minimum, maximum
            from completion_evidence where tenant = \(tenant) and enrolment = \(enrolment)
            """)
        return try Dictionary(grouping: rows) { try $0.id(0) }.mapValues { try LessonEvidence($0, from: 1) }
    }
}
