package import Cohorts
package import Values

/// A line of the compliance report before it is written.
package struct ComplianceLine: Sendable {
    package var record: ComplianceRecord
    package var person: ReportedPerson
    package var evidence: ReportedEvidence?
    /// The ids of the course in the student information system (LTI Core 1.3 §5.4.5).
    package var sourcedCourse: SourcedCourse?
    package var zone: CohortZone
    package var now: Instant

    package init(
        record: ComplianceRecord, person: ReportedPerson, evidence: ReportedEvidence?, zone: CohortZone, now: Instant
    ) {
        self.record = record
        self.person = person
        self.evidence = evidence
        self.zone = zone
        self.now = now
    }
}

/// The statement behind a completion, as a report proves it.
package struct ReportedEvidence: Sendable, Equatable {
    package var storedAt: Instant
    /// Of the stored bytes, as the statement export gives them; hexadecimal.
    package var sha256: String
    /// Whether a signature came with it.
    package var isSigned: Bool

    package init(storedAt: Instant, sha256: String, isSigned: Bool) {
        self.storedAt = storedAt
        self.sha256 = sha256
        self.isSigned = isSigned
    }
}

/// The columns of the compliance report, version 1 (GDPR-CMP-01 to 08). Names and order never change; new ones are
/// added at the end (GDPR-CSV-12).
package enum ComplianceColumns {
    package static let version = 1
    package static var names: [String] { all.map(\.0) }

    package static func cells(_ line: ComplianceLine) -> [CSVCell] { all.map { $0.1(line) } }

    private typealias Column = (String, @Sendable (ComplianceLine) -> CSVCell)
    private static let all: [Column] = person + requirement + times + results + validity + session + proof + added

    private static let person: [Column] = [
        ("person_id", { .text($0.record.enrolment.person.description) }),
        ("employee_number", { .optional($0.person.employeeNumber) }),
        ("family_name", { .optional($0.person.familyName) }),
        ("given_name", { .optional($0.person.givenName) }),
        ("email", { .optional($0.person.email) }),
        ("organisation_unit", { _ in .empty }),
        ("manager_id", { _ in .empty }),
    ]

    private static let requirement: [Column] = [
        ("requirement_code", { .text($0.record.course.code) }),
        ("course_title", { .text($0.record.course.title) }),
        ("course_version", { .text($0.record.course.edition) }),
        ("delivery", { _ in .text("self-paced") }),
        ("cohort", { .text($0.record.cohort.name) }),
        ("language", { .text($0.record.course.language) }),
    ]

    private static let times: [Column] = [
        ("assigned_at", { .moment($0.record.enrolment.enrolledAt) }),
        ("due_at", { .optional($0.record.dueAt) }),
        ("started_at", { .optional($0.record.startedAt) }),
        ("completed_at", { .optional($0.record.completedAt) }),
        ("status", { .text($0.record.status(now: $0.now).rawValue) }),
        ("attempt_number", { .integer($0.record.attempt) }),
    ]

    private static let results: [Column] = [
        ("success", { .optional($0.record.success) }),
        ("score_scaled", { .optional($0.record.scaled) }),
        ("score_raw", { .optional($0.record.raw) }),
        ("score_max", { .optional($0.record.maximum) }),
        ("pass_mark", { _ in .empty }),
        ("duration_seconds", { line in line.seconds.map(CSVCell.integer) ?? .empty }),
    ]

    private static let validity: [Column] = [
        ("valid_from", { line in line.record.completedAt.map { .day(line.zone.day(at: $0)) } ?? .empty }),
        ("expires_at", { _ in .empty }),
        ("recertification_due_at", { _ in .empty }),
        ("certificate_number", { _ in .empty }),
    ]

    private static let session: [Column] = [
        ("instructor", { _ in .empty }), ("session_dates", { _ in .empty }),
        ("attendance_minutes", { _ in .empty }), ("location", { _ in .empty }),
    ]

    private static let proof: [Column] = [
        ("evidence_statement_id", { .optional($0.record.evidence?.description) }),
        ("evidence_stored_at", { .optional($0.evidence?.storedAt) }),
        ("evidence_sha256", { .optional($0.evidence?.sha256) }),
        ("evidence_signed", { .optional($0.evidence?.isSigned) }),
        ("recorded_by", { $0.record.evidence == nil ? .empty : .text("content") }),
        ("waived_reason", { _ in .empty }),
        ("corrected", { _ in .empty }),
    ]

    private static let added: [Column] = [
        ("time_zone", { .text($0.zone.name) }),
        ("duration", { line in line.seconds.map { .text("PT\($0)S") } ?? .empty }),
        ("registration", { .text($0.record.enrolment.id.description) }),
        ("evidence_purged_on", { line in line.record.sealedAt.map { .day(line.zone.day(at: $0)) } ?? .empty }),
        ("person_sourced_id", { .optional($0.person.sourcedID) }),
        ("course_offering_sourced_id", { .optional($0.sourcedCourse?.offering) }),
        ("course_section_sourced_id", { .optional($0.sourcedCourse?.section) }),
    ]
}

extension ComplianceLine {
    /// Whole seconds, half rounded up (GDPR-CSV-09).
    fileprivate var seconds: Int? { record.seconds.map { Int(($0 + 0.5).rounded(.down)) } }
}
