import Cohorts
import Exports
import Testing
import Values

@Suite("The state of a training requirement")
struct ComplianceStatusTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var number: Int
        var started = false
        var completed = false
        var failed = false
        var due: Int64?
        var expires: Int64?
        var exempt = false
        var expected: ComplianceStatus
        var testDescription: String { "case \(number): \(expected.rawValue)" }
    }

    static let now = Instant(unixSeconds: 1_000)
    static let rows: [Row] = [
        Row(number: 1, expected: .notStarted),
        Row(number: 2, started: true, expected: .inProgress),
        Row(number: 3, due: 1, expected: .notStarted),
        Row(number: 4, due: 0, expected: .overdue),
        Row(number: 5, started: true, due: -1, expected: .overdue),
        Row(number: 6, started: true, failed: true, expected: .failed),
        Row(number: 7, started: true, failed: true, due: -1, expected: .failed),
        Row(number: 8, started: true, completed: true, expected: .completed),
        Row(number: 9, started: true, completed: true, due: -1, expected: .completed),
        Row(number: 10, started: true, completed: true, expires: 1, expected: .completed),
        Row(number: 11, started: true, completed: true, expires: 0, expected: .expired),
        Row(number: 12, due: -1, exempt: true, expected: .exempt),
    ]

    @Test("GDPR-CMP-03: Twelve cases of the state table", arguments: rows)
    func status(row: Row) {
        let status = ComplianceStatus.derive(
            startedAt: row.started ? Self.now : nil, completedAt: row.completed ? Self.now : nil,
            hasFailed: row.failed, dueAt: row.due.map { Self.now.adding(seconds: $0) },
            expiresAt: row.expires.map { Self.now.adding(seconds: $0) }, isExempt: row.exempt, now: Self.now)
        #expect(status == row.expected)
    }

    @Test("GDPR-CSV-12: The columns keep their names and order")
    func columns() {
        let expected = """
            person_id,employee_number,family_name,given_name,email,organisation_unit,manager_id,requirement_code,\
            course_title,course_version,delivery,cohort,language,assigned_at,due_at,started_at,completed_at,status,\
            attempt_number,success,score_scaled,score_raw,score_max,pass_mark,duration_seconds,valid_from,expires_at,\
            recertification_due_at,certificate_number,instructor,session_dates,attendance_minutes,location,\
            evidence_statement_id,evidence_stored_at,evidence_sha256,evidence_signed,recorded_by,waived_reason,\
            corrected,time_zone,duration,registration,evidence_purged_on,person_sourced_id,\
            course_offering_sourced_id,course_section_sourced_id
            """
        #expect(ComplianceColumns.names.joined(separator: ",") == expected)
    }
}
