package import Access
import Cohorts
import Connections
import Database
import Exports
import LearningRecords
package import Values

/// Writes compliance reports and statements to files, with a signed report beside each, and records who asked and what
/// for (GDPR-SEC-06).
package struct RunExport: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// The compliance CSV, one line for each person, course and turn.
    /// - Parameter path: of the file to be written; an older one is replaced.
    /// - Throws: `forbidden`; `unprocessable` without a purpose.
    package func completions(
        _ options: ExportOptions, to path: String, purpose: String, by principal: StaffPrincipal
    ) async throws -> ExportResult {
        try principal.require(.exportReports)
        return try await completions(
            options, to: path, purpose: purpose, tenant: principal.tenant, by: .staff(principal.user))
    }

    /// The same for someone at the machine.
    package func completions(
        _ options: ExportOptions, to path: String, purpose: String, tenant: TenantID, by actor: AuditActor
    ) async throws -> ExportResult {
        let run = try ExportRun("completions", options, path, purpose, tenant, actor)
        let now = services.world.now()
        var dialect = options.dialect
        if dialect.hasByteOrderMark { dialect.zone = options.zone }
        var report = ComplianceReport(
            ComplianceRecords(
                tenant: tenant, course: options.course, cohort: options.cohort, asOf: options.asOf),
            dialect, zone: options.zone, now: now)
        report.sourcedCourse = { enrolment, tx in
            let ids = try LinkVisits(tenant).sourcedCourse(of: enrolment, in: tx)
            return SourcedCourse(offering: ids.offering, section: ids.section)
        }
        let whole = report
        let file = try await services.database.read { [services] tx in
            let people = ReportedPeople(People(vault: services.vault, world: services.world), tenant: tenant)
            let file = try ExportFile(path: path)
            let rows = try whole.write(people: people, statements: services.statements(of: tenant), in: tx) {
                try file.write($0)
            }
            return try file.finish(rows: rows)
        }
        return try await finish(run, file, now, notes: Self.complianceNotes)
    }

    /// Statements as they are stored, one a line, oldest first.
    package func statements(
        _ options: ExportOptions, to path: String, purpose: String, by principal: StaffPrincipal
    ) async throws -> ExportResult {
        try principal.require(.exportStatements)
        return try await statements(
            options, to: path, purpose: purpose, tenant: principal.tenant, by: .staff(principal.user))
    }

    /// The same for someone at the machine.
    package func statements(
        _ options: ExportOptions, to path: String, purpose: String, tenant: TenantID, by actor: AuditActor
    ) async throws -> ExportResult {
        let run = try ExportRun("statements", options, path, purpose, tenant, actor)
        let now = services.world.now()
        let filter = options.question.filter(services)
        let (file, hashes) = try await services.database.read { [services] tx in
            let file = try ExportFile(path: path)
            var hashes: Set<AttachmentHash> = []
            let count = try StatementExport.write(filter, of: services.statements(of: tenant), in: tx) { lines, found in
                try file.write(lines)
                if options.attachments != nil {
                    hashes.formUnion(try AttachmentStore(tenant).carried(by: found, in: tx))
                }
            }
            return (try file.finish(rows: count), hashes)
        }
        if let folder = options.attachments { try await hand(hashes, tenant, to: folder) }
        return try await finish(run, file, now, notes: [])
    }

    private func hand(_ hashes: Set<AttachmentHash>, _ tenant: TenantID, to folder: String) async throws {
        let files = services.attachmentFiles
        try await offPool {
            for hash in hashes where try !files.hand(hash, tenant, to: folder) {
                throw ServiceError(.internalError, "The data \(hash.text) of an attachment is missing.")
            }
        }
    }

    private func finish(
        _ run: ExportRun, _ file: ExportedFile, _ now: Instant, notes: [String]
    ) async throws -> ExportResult {
        let report = ExportReport(
            kind: run.kind, madeAt: now, madeBy: run.madeBy, purpose: run.purpose, asOf: run.options.asOf,
            filter: run.options.filter, zone: run.options.zone.name, files: [file], notes: notes)
        let reportPath = run.reportPath
        let reportFile = try ExportFile(path: reportPath)
        try reportFile.write(try report.signed(by: services.keyring).bytes)
        _ = try reportFile.finish(rows: 1)
        try await services.database.append { tx in
            let event = AuditEvent(
                tenant: run.tenant, actor: run.actor, verb: run.kind + ".export", objectKind: run.kind,
                count: file.rows, purpose: run.purpose)
            try AuditLog.append(event, in: tx, at: now)
        }
        return ExportResult(file: file, path: run.path, reportPath: reportPath)
    }

    private static let complianceNotes = [
        "Columns of version \(ComplianceColumns.version). An erased person's rows stay without a name.",
        "Due is the end of the cohort; the evidence's hash is over the statement as the statement export gives it.",
    ]
}

/// Who asked for what.
private struct ExportRun: Sendable {
    let kind: String
    let options: ExportOptions
    let path: String
    let purpose: String
    let tenant: TenantID
    let actor: AuditActor

    init(
        _ kind: String, _ options: ExportOptions, _ path: String, _ purpose: String, _ tenant: TenantID,
        _ actor: AuditActor
    ) throws {
        guard purpose.contains(where: { !$0.isWhitespace }) else {
            throw ServiceError(
                .unprocessable, "An export names its purpose.", faults: [.init("purpose", "What is it for?")])
        }
        (self.kind, self.options, self.path, self.purpose) = (kind, options, path, purpose)
        (self.tenant, self.actor) = (tenant, actor)
    }

    var madeBy: String { actor.id.isEmpty ? actor.kind : actor.kind + " " + actor.id }

    /// `completions.csv` has `completions.report.json` beside it.
    var reportPath: String {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path + ".report.json" }
        return path[..<dot] + ".report.json"
    }
}
