import Access
import Cohorts
import ContentPackages
import Cryptography
import Database
import Exports
import Foundation
import JSON
import Privacy
import TestWorld
import Testing
import Texts
import Values
import Workflows
import XAPI

@Suite("Exports with proof")
struct ExportTests {
    private func export(
        _ world: PrivacyWorld, _ name: String = "completions.csv", _ adjust: (inout ExportOptions) -> Void = { _ in }
    ) async throws -> ExportResult {
        var options = ExportOptions()
        options.dialect = .machine
        adjust(&options)
        return try await RunExport(world.services).completions(
            options, to: world.path(name), purpose: "audit", tenant: PrivacyWorld.tenant, by: .commandLine)
    }

    /// The one line of a report, by column. None of the test's values holds a line end or a comma outside of quotes.
    private func line(_ text: String) -> [String: String] {
        let lines = text.split(separator: "\r\n").map(String.init)
        guard lines.count == 2 else { return [:] }
        let cells = lines[1].replacing("\"Fire, safety\"", with: "Fire; safety").split(
            separator: ",", omittingEmptySubsequences: false)
        return Dictionary(zip(ComplianceColumns.names, cells.map(String.init))) { first, _ in first }
    }

    @Test("GDPR-CMP-01: A line names the person, the course and its completion", arguments: Engine.underTest)
    func compliance(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(
                VerbID.passed, 0,
                result: ["score": ["scaled": 0.75, "raw": 75, "max": 100], "duration": "PT1H30M5.5S"])
            world.frozen.advance(seconds: 60)
            try await world.record(VerbID.completed, 1, result: ["duration": "PT12.5S"])
            let result = try await export(world)
            #expect(result.file.rows == 1)
            let line = line(try world.text("completions.csv"))
            let expected = [
                "employee_number": "000123", "family_name": "Lovelace", "given_name": "Ada",
                "email": "ada@school.example", "requirement_code": "FIRE-1", "course_title": "Fire; safety",
                "cohort": "'=Spring", "status": "completed", "attempt_number": "1", "success": "true",
                "score_scaled": "0.75", "score_raw": "75", "score_max": "100", "duration_seconds": "13",
                "duration": "PT13S", "time_zone": "UTC", "registration": world.enrolment.id.description,
                "person_id": world.ada.id.description, "recorded_by": "content",
            ]
            for (column, value) in expected { #expect(line[column] == value, "\(column)") }
        }
    }

    @Test(
        "GDPR-CMP-07: The evidence is found in the statement export, and its hash is that line's",
        arguments: Engine.underTest)
    func evidence(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(VerbID.attempted, 0)
            let first = try await world.record(VerbID.completed, 0)
            world.frozen.advance(seconds: 5)
            let last = try await world.record(VerbID.completed, 1)
            _ = try await export(world)
            let line = line(try world.text("completions.csv"))
            #expect(line["evidence_statement_id"] == last.description)
            #expect(first != last)
            let statements = try await RunExport(world.services).statements(
                ExportOptions(), to: world.path("statements.ndjson"), purpose: "audit", tenant: PrivacyWorld.tenant,
                by: .commandLine)
            #expect(statements.file.rows == 3)
            let lines = try world.text("statements.ndjson").split(separator: "\n").map { Array($0.utf8) }
            let proof = try #require(
                try lines.first { bytes in
                    try JSONDocument(parsing: bytes).root["id"]?.string == last.description
                })
            #expect(line["evidence_sha256"] == Hexadecimal.encode(Digest.sha256(proof)))
        }
    }

    @Test("GDPR-CSV-16: The same records twice give the same bytes", arguments: Engine.underTest)
    func stable(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(VerbID.completed, 0)
            let (first, second) = (try await export(world, "a.csv"), try await export(world, "b.csv"))
            #expect(first.file.sha256 == second.file.sha256)
        }
    }

    @Test(
        "GDPR-CMP-10: The report beside the file names filter, moment and hash, verifies, and tells an altered file",
        arguments: Engine.underTest)
    func report(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let result = try await export(world) { $0.cohort = world.cohort }
            #expect(result.reportPath == world.path("completions.report.json"))
            let keys = try world.services.keyring.keysEver
            let outcome = try VerifyDocument.run(file: result.reportPath, keys: keys)
            #expect(outcome.intact == ["completions.csv"])
            #expect(outcome.isSound)
            #expect(outcome.document.root["filter"]?["cohort"]?.string == world.cohort.description)
            #expect(outcome.document.root["purpose"]?.string == "audit")
            try Data("changed".utf8).write(to: URL(filePath: world.path("completions.csv")))
            #expect(try VerifyDocument.run(file: result.reportPath, keys: keys).altered == ["completions.csv"])
        }
    }

    @Test(
        "GDPR-SEC-06: An export names its purpose, and the audit log keeps it with the number of rows",
        arguments: Engine.underTest)
    func purpose(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let refusal = await PrivacyWorld.error {
                _ = try await RunExport(world.services).completions(
                    ExportOptions(), to: world.path("x.csv"), purpose: " ", tenant: PrivacyWorld.tenant,
                    by: .commandLine)
            }
            #expect(refusal?.code == .unprocessable)
            _ = try await export(world)
            let lines = try await world.services.database.read {
                try AuditLog.latest(1, of: PrivacyWorld.tenant, in: $0)
            }
            #expect(lines.first?.verb == "completions.export")
            #expect(lines.first?.purpose == "audit")
            #expect(lines.first?.count == 1)
        }
    }

    @Test(
        "GDPR-EXP-01: The package holds a page to read, a manifest and a folder for each category",
        arguments: Engine.underTest)
    func package(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(VerbID.completed, 0)
            let made = try await AnswerDataRequest(world.services).package(
                of: .email("ada@school.example"), to: world.path("package.zip"), language: .fr,
                tenant: PrivacyWorld.tenant, by: .commandLine)
            let zip = try Data(contentsOf: URL(filePath: world.path("package.zip")))
            #expect(zip.prefix(4) == Data([0x50, 0x4B, 0x03, 0x04]))
            let names = [
                "index.html", "manifest.json", "person/profile.json", "person/identifiers.json",
                "cohorts/enrolments.json", "cohorts/completions.json", "xapi/statements-1.json", "xapi/documents.json",
                "lti/launches.json", "lti/scores.json", "requests/requests.json", "person/profile.json.html",
            ]
            for name in names { #expect(zip.range(of: Data(name.utf8)) != nil, "\(name)") }
            #expect(made.files.first { $0.name == "xapi/statements-1.json" }?.rows == 1)
            #expect(made.files.first { $0.name == "person/identifiers.json" }?.rows == 3)
            let requests = try await AnswerDataRequest(world.services).list(tenant: PrivacyWorld.tenant)
            #expect(requests.map(\.state) == [.done])
        }
    }

    @Test(
        "A privacy package verifies as the zip it is, and an altered or hostile zip doesn't",
        arguments: Engine.underTest)
    func verifiedPackage(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            try await world.record(VerbID.completed, 0)
            let made = try await AnswerDataRequest(world.services).package(
                of: .email("ada@school.example"), to: world.path("package.zip"), tenant: PrivacyWorld.tenant,
                by: .commandLine)
            let keys = try world.services.keyring.keysEver
            let outcome = try VerifyDocument.run(file: world.path("package.zip"), keys: keys)
            #expect(outcome.isSound)
            #expect(outcome.missing == [])
            #expect(Set(outcome.intact) == Set(made.files.map(\.name)))

            try FileManager.default.createDirectory(
                atPath: world.path("unpacked"), withIntermediateDirectories: false)
            _ = try ZipExtraction.run(world.path("package.zip"), into: world.path("unpacked"))
            let altered = try ZipWriter(file: world.path("altered.zip"), modifiedAt: world.frozen.now)
            try altered.add("manifest.json", Data(contentsOf: URL(filePath: world.path("unpacked/manifest.json"))))
            try altered.add("person/profile.json", Array("{}".utf8))
            try altered.finish()
            let judged = try VerifyDocument.run(file: world.path("altered.zip"), keys: keys)
            #expect(judged.altered == ["person/profile.json"])
            #expect(!judged.isSound)

            let hostile = try ZipWriter(file: world.path("hostile.zip"), modifiedAt: world.frozen.now)
            try hostile.add("../manifest.json", Array("{}".utf8))
            try hostile.finish()
            let refusal = await PrivacyWorld.error {
                _ = try VerifyDocument.run(file: world.path("hostile.zip"), keys: keys)
            }
            #expect(refusal?.code == .unprocessable)
        }
    }
}
