package import Cohorts
import Cryptography
package import Database
import JSON
package import LearningRecords
package import Values

/// The compliance report: one line for each person, course and turn, streamed.
package struct ComplianceReport: Sendable {
    package var records: ComplianceRecords
    package var dialect: CSVDialect
    /// Where days begin; named in every line and in `report.json`.
    package var zone: CohortZone
    package var now: Instant
    /// The ids of an enrolment's course in the student information system; none where nobody gives this.
    package var sourcedCourse: SourcedCourse.Finder?

    package init(_ records: ComplianceRecords, _ dialect: CSVDialect, zone: CohortZone, now: Instant) {
        self.records = records
        self.dialect = dialect
        self.zone = zone
        self.now = now
    }

    /// Writes the whole file.
    /// - Returns: how many lines there are, the header not counted.
    package func write(
        people: ReportedPeople, statements: StatementStore, in tx: Transaction,
        to sink: @escaping ([UInt8]) throws -> Void
    ) throws -> Int {
        var writer = try CSVWriter(ComplianceColumns.names, dialect, to: sink)
        try records.forEach(in: tx) { record in
            var line = ComplianceLine(
                record: record, person: try people.person(record.enrolment.person, in: tx),
                evidence: try record.evidence.flatMap { try Self.evidence($0, statements, tx) }, zone: zone,
                now: records.asOf ?? now)
            line.sourcedCourse = try sourcedCourse?(record.enrolment.id, tx)
            try writer.write(ComplianceColumns.cells(line))
        }
        try writer.finish()
        return writer.rows
    }

    private static func evidence(
        _ id: UUID16, _ statements: StatementStore, _ tx: Transaction
    ) throws -> ReportedEvidence? {
        guard let statement = try statements.find(id, in: tx) else { return nil }
        return ReportedEvidence(
            storedAt: statement.stored, sha256: Hexadecimal.encode(Digest.sha256(statement.body)),
            isSigned: try isSigned(statement.body))
    }

    /// A signature is an attachment of its own usage type (xAPI 1.0.3 Data §2.6).
    private static func isSigned(_ body: [UInt8]) throws -> Bool {
        let attachments = try JSONDocument(parsing: body).root["attachments"]
        return attachments?.elements.contains { $0["usageType"]?.string == signatureUsage } ?? false
    }

    private static let signatureUsage = "http://adlnet.gov/expapi/attachments/signature"
}
