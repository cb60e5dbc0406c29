package import Database
import JSON
package import PersonalData
import Values

/// What cohorts know of a person: enrolments with their history, and completions with their evidence (GDPR-EXP-07).
package struct CohortsExporter: PersonalDataExporter {
    package let tables = [
        "enrolment", "enrolment_change", "completion", "completion_evidence", "completion_ledger",
    ]
    package let category = "cohorts"

    package init() {}

    package func export(
        _ person: PersonReference, from tx: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        let enrolments = try Enrolments(person.tenant).ofPerson(person.person, in: tx)
        let files: [(String, [JSONNode])] = [
            ("enrolments", try enrolments.map { try node(of: $0, in: tx) }),
            ("completions", try enrolments.flatMap { try completions(of: $0, in: tx) }),
            ("completion-history", try enrolments.flatMap { try history(of: $0, in: tx) }),
        ]
        for (name, nodes) in files {
            let bytes = JSONNode.array(nodes).serialized
            try sink(ExportedItem(path: "cohorts/\(name).json", bytes: bytes, count: nodes.count))
        }
    }

    private func node(of enrolment: Enrolment, in tx: Transaction) throws -> JSONNode {
        let course = try CourseStore(enrolment.tenant).find(enrolment.course, in: tx)
        let cohort = try CohortStore(enrolment.tenant).find(enrolment.cohort, in: tx)
        return .compactObject([
            ("enrolment", .string(enrolment.id.description)), ("course", course.map { .string($0.title) }),
            ("group", cohort.map { .string($0.learnerLabel ?? $0.name) }),
            ("status", .string(enrolment.status.rawValue)), ("source", .string(enrolment.source.rawValue)),
            ("enrolledAt", .string(enrolment.enrolledAt.rfc3339)),
            ("lastActivityAt", enrolment.lastActivityAt.map { .string($0.rfc3339) }),
            ("completedAt", enrolment.completedAt.map { .string($0.rfc3339) }),
            ("changes", .array(try changes(of: enrolment, in: tx))),
        ])
    }

    private func changes(of enrolment: Enrolment, in tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select status, reason, changed_at from enrolment_change
            where tenant = \(enrolment.tenant) and enrolment = \(enrolment.id) order by seq
            """
        ).map { row in
            .compactObject([
                ("status", .string(try row.text(0))), ("reason", try row.textIfAny(1).map { .string($0) }),
                ("at", .string(try row.instant(2).rfc3339)),
            ])
        }
    }

    private func completions(of enrolment: Enrolment, in tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select l.id, c.met_at, c.completed_at, c.passed_at, c.failed_at, c.started_at, c.success, c.scaled, l.title
            from completion c join lesson l on l.tenant = c.tenant and l.id = c.lesson
            where c.tenant = \(enrolment.tenant) and c.enrolment = \(enrolment.id) order by l.id
            """
        ).map { row in
            let lesson = try row.id(0)
            let reasons = try Completions(enrolment.tenant).reasons(enrolment: enrolment.id, lesson: lesson, in: tx)
            let evidence: [JSONNode] = reasons.map { reason in
                [
                    "as": .string(reason.role.rawValue), "statement": .string(reason.statement.description),
                    "at": .string(reason.happenedAt.rfc3339),
                ]
            }
            let result = try LessonResult(row, from: 1)
            return .object(
                [("enrolment", .string(enrolment.id.description)), ("lesson", .string(try row.text(8)))]
                    + result.members + [("evidence", .array(evidence))])
        }
    }

    private func history(of enrolment: Enrolment, in tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select h.recorded_at, h.met_at, h.completed_at, h.passed_at, h.failed_at, h.started_at, h.success,
                h.scaled, l.title, h.cause
            from completion_ledger h join lesson l on l.tenant = h.tenant and l.id = h.lesson
            where h.tenant = \(enrolment.tenant) and h.enrolment = \(enrolment.id) order by h.seq
            """
        ).map { row in
            .object(
                [
                    ("enrolment", .string(enrolment.id.description)), ("lesson", .string(try row.text(8))),
                    ("recordedAt", .string(try row.instant(0).rfc3339)), ("cause", .string(try row.text(9))),
                ] + (try LessonResult(row, from: 1)).members)
        }
    }
}

extension LessonResult {
    /// The members that have a value, for exports.
    var members: [(String, JSONNode)] {
        let times = [
            ("doneAt", metAt), ("completedAt", completedAt), ("passedAt", passedAt), ("failedAt", failedAt),
            ("startedAt", startedAt),
        ].compactMap { name, moment in moment.map { (name, JSONNode.string($0.rfc3339)) } }
        return times
            + [("success", success.map(JSONNode.bool)), ("score", scaled.map { JSONNode.number($0) })]
            .compactMap { name, node in node.map { (name, $0) } }
    }
}
