import CReference
import Database
import Foundation
import Values
import Workflows

/// Exports by the commands, in processes of their own, against the same rows read in C.
enum ExportRows {
    static let ids = ["export-xapi", "export-xapi-memory"]

    static func statements(_ stage: Stage, _ yard: Yard, size: String) throws {
        let out = yard.path("statements.ndjson")
        defer { try? FileManager.default.removeItem(atPath: out) }
        let reference = try reached(
            "the statements' bodies",
            lectern_reference_write_out(stage.databasePath, "select body from statement order by stored_at, seq", out))
        let count = try FileManager.default.attributesOfItem(atPath: out)[.size] as? Int ?? 0
        let idle = try stage.command(["credentials", "list"])
        let export = try stage.command(["export", "statements", "--out", out, "--purpose", "bench"])
        let written = try lines(of: out)
        yard.add(
            BenchRow(
                id: "export-xapi", what: "xAPI export to a file", value: Double(written) / export.seconds,
                unit: "statements/s", limit: reference, goal: "≥ 0.5",
                data: "\(size) statements, \(count >> 20) MiB, from the start of the command"))
        yard.add(memory("export-xapi-memory", export, idle))
    }

    static func memory(_ id: String, _ export: FinishedChild, _ idle: FinishedChild) -> BenchRow {
        BenchRow(
            id: id, what: "memory above a command that lists credentials", value: export.peakMemory - idle.peakMemory,
            unit: "MiB", goal: "≤ 64", data: "peak of the export")
    }

    static func lines(of path: String) throws -> Int {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        var lines = 0
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { lines += piece.count { $0 == 10 } }
        return lines
    }
}

extension Bench.Group {
    /// The compliance report of 500 learners in 50 cohorts with 40 lessons.
    static let report = Bench.Group(["export-csv", "export-csv-memory"]) { yard in
        let stage = try Stage("report", in: yard)
        _ = try await stage.makeClient()
        try await stage.prepare { services in
            _ = try await School.found(lessons: 40, cohorts: 50, learners: 500, services)
            try await services.database.write { tx in
                for table in SchoolResults.tables { try tx.execute(table) }
            }
        }
        let out = yard.path("completions.csv")
        var rows = 0
        // One query is longer than that, so that it runs once.
        let queries = lectern_reference_read(stage.databasePath, SchoolResults.reading, [], 0, 1, 0.01, &rows)
        let reference = try reached("the report's rows", queries * Double(rows))
        let idle = try stage.command(["credentials", "list"])
        let export = try stage.command(["export", "completions", "--out", out, "--purpose", "bench"])
        yard.add(
            BenchRow(
                id: "export-csv", what: "compliance CSV", value: Double(rows) / export.seconds, unit: "rows read/s",
                limit: reference, goal: "≥ 0.3",
                data: "\(try ExportRows.lines(of: out) - 1) lines in \(BenchRow.short(export.seconds)) s"))
        yard.add(ExportRows.memory("export-csv-memory", export, idle))
    }
}

/// A result with its evidence for every learner, cohort and lesson, loaded directly.
private enum SchoolResults {
    static let tables: [SQL] = [
        """
        insert into completion (tenant, enrolment, lesson, met_at, completed_at, started_at, success, scaled)
        select e.tenant, e.id, l.id, e.enrolled_at + l.position, e.enrolled_at + l.position, e.enrolled_at, 1, 0.9
        from enrolment e join lesson l on l.tenant = e.tenant and l.course = e.course
        """,
        """
        insert into completion_evidence
            (tenant, enrolment, lesson, role, statement, happened_at, stored_at, seconds, scaled)
        select c.tenant, c.enrolment, c.lesson, 'completed', randomblob(16), c.met_at, c.met_at, 95.5, 0.9
        from completion c
        """,
    ]

    static let reading = """
        select e.*, c.*, v.* from enrolment e
        join completion c on c.tenant = e.tenant and c.enrolment = e.id
        left join completion_evidence v
            on v.tenant = c.tenant and v.enrolment = c.enrolment and v.lesson = c.lesson
        where e.tenant = 1
        """
}
