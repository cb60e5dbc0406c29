package import Database
package import Values

/// Reads compliance records one by one, with bounded memory and in a fixed order, so that the same records give the
/// same file.
package struct ComplianceRecords: Sendable {
    package var tenant: TenantID
    package var course: UUID16?
    package var cohort: UUID16?
    /// What was known just before this moment, by the time of recording (GDPR-CMP-09); nil for now.
    package var asOf: Instant?
    package var includesDropped: Bool

    package init(
        tenant: TenantID, course: UUID16? = nil, cohort: UUID16? = nil, asOf: Instant? = nil,
        includesDropped: Bool = true
    ) {
        self.tenant = tenant
        self.course = course
        self.cohort = cohort
        self.asOf = asOf
        self.includesDropped = includesDropped
    }

    package func forEach(in tx: Transaction, _ body: (ComplianceRecord) throws -> Void) throws {
        var group: ReportGroup?
        let enrolments = Enrolments(tenant)
        try tx.forEach(Enrolments.selection + filter) { row in
            let enrolment = try enrolments.decode(row)
            if group?.cohort.id != enrolment.cohort {
                group = try ReportGroup(enrolment, asOf: asOf, in: tx)
            }
            guard let group else { return }
            try body(try record(of: enrolment, group, in: tx))
        }
    }

    private var filter: SQL {
        var sql: SQL = "where e.tenant = \(tenant)"
        if let course { sql += " and e.course = \(course)" }
        if let cohort { sql += " and e.cohort = \(cohort)" }
        if let asOf { sql += " and e.enrolled_at < \(asOf)" }
        if !includesDropped { sql += " and e.status <> 'dropped'" }
        return sql + " order by e.course, e.cohort, e.id"
    }

    private func record(
        of enrolment: Enrolment, _ group: ReportGroup, in tx: Transaction
    ) throws -> ComplianceRecord {
        let results = try LessonRecords(tenant, enrolment.id, asOf: asOf).read(in: tx)
        let required = group.lessons.filter(\.isRequired)
        let outcomes = required.map { results[$0.id]?.result }
        let done = zip(required, outcomes).count { $0.rule.isMetByRule || $1?.metAt != nil }
        let isComplete = !required.isEmpty && done == required.count
        let moments = outcomes.compactMap { $0?.metAt }
        let scored = group.lessons.compactMap { results[$0.id] }.filter { $0.result.scaled != nil }
        let scores = scored.compactMap(\.result.scaled).map { max(0, $0) }
        let decisive = decisive(required.compactMap { results[$0.id] }, isComplete: isComplete)
        let failed = zip(required, outcomes).contains {
            !$0.rule.isMetByRule && $1?.metAt == nil && $1?.success == false
        }
        let open = zip(required, outcomes).contains { !$0.rule.isMetByRule && $1?.metAt == nil && $1?.success == nil }
        return ComplianceRecord(
            enrolment: enrolment, course: group.course, cohort: group.cohort,
            attempt: try attempt(enrolment, in: tx), startedAt: results.values.compactMap(\.result.startedAt).min(),
            completedAt: isComplete ? moments.max() ?? enrolment.enrolledAt : nil, required: required.count,
            done: done, hasFailed: failed && !open, success: success(results.values),
            scaled: scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count),
            raw: scored.count == 1 ? scored[0].raw : nil, maximum: scored.count == 1 ? scored[0].maximum : nil,
            seconds: decisive?.seconds, evidence: decisive?.evidence, sealedAt: decisive?.sealedAt)
    }

    /// The lesson that completed the course, or the newest one with an outcome.
    private func decisive(_ records: [LessonRecord], isComplete: Bool) -> LessonRecord? {
        func moment(_ record: LessonRecord) -> Instant? {
            isComplete ? record.result.metAt : record.result.metAt ?? record.result.failedAt
        }
        return records.filter { moment($0) != nil }.max { a, b in
            (moment(a) ?? a.lessonMoment, a.lesson) < (moment(b) ?? b.lessonMoment, b.lesson)
        }
    }

    /// False when something was failed for good, true when something was passed and nothing failed.
    private func success(_ records: some Sequence<LessonRecord>) -> Bool? {
        let said = records.compactMap(\.result.success)
        return said.isEmpty ? nil : said.allSatisfy { $0 }
    }

    private func attempt(_ enrolment: Enrolment, in tx: Transaction) throws -> Int {
        let row = try tx.row(
            """
            select count(*) from enrolment where tenant = \(tenant) and person = \(enrolment.person)
                and course = \(enrolment.course)
                and (enrolled_at < \(enrolment.enrolledAt)
                    or enrolled_at = \(enrolment.enrolledAt) and id <= \(enrolment.id))
            """)
        return Int(try row?.int(0) ?? 1)
    }
}

/// What the enrolments of one cohort share.
private struct ReportGroup {
    var course: Course
    var cohort: Cohort
    var lessons: [Lesson]

    init(_ enrolment: Enrolment, asOf: Instant?, in tx: Transaction) throws {
        let tenant = enrolment.tenant
        course = try CourseStore(tenant).existing(enrolment.course, in: tx)
        cohort = try CohortStore(tenant).existing(enrolment.cohort, in: tx)
        lessons = try LessonStore(tenant).lessons(course: enrolment.course, in: tx).filter { lesson in
            asOf.map { lesson.createdAt < $0 } ?? true
        }
    }
}
