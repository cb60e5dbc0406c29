/// A catalogue's figures, with the names that `report.json` gives them.
struct CatalogueSummary {
    let name: String
    private var rows = 0
    private var must = 0
    private var byState: [Catalogue.Row.State: Int] = [:]
    private var mustByState: [Catalogue.Row.State: Int] = [:]
    private var failedRows: [String] = []

    init(name: String) { self.name = name }

    mutating func count(_ row: Catalogue.Row) {
        rows += 1
        byState[row.state, default: 0] += 1
        if row.isMust {
            must += 1
            mustByState[row.state, default: 0] += 1
        }
        if row.state == .failed { failedRows.append(row.id) }
    }

    private var figures: [(name: String, value: Int)] {
        [
            ("rows", rows), ("must", must), ("must_not_ours", mustByState[.notOurs] ?? 0),
            ("must_passed", mustByState[.passed] ?? 0), ("must_failed", mustByState[.failed] ?? 0),
            ("must_not_covered", mustByState[.notCovered] ?? 0), ("passed", byState[.passed] ?? 0),
            ("failed", byState[.failed] ?? 0), ("not_covered", byState[.notCovered] ?? 0),
            ("not_ours", byState[.notOurs] ?? 0),
        ]
    }

    static func json(_ summaries: [CatalogueSummary]) -> String {
        let catalogues = summaries.map { summary in
            let members = summary.figures.map { "      \"\($0.name)\": \($0.value)" }
            return "    \"\(summary.name)\": {\n\(members.joined(separator: ",\n"))\n    }"
        }
        return "{\n  \"catalogues\": {\n\(catalogues.joined(separator: ",\n"))\n  }\n}\n"
    }

    static func table(_ summaries: [CatalogueSummary]) -> String {
        let header =
            "| catalogue | rows | must | passed | failed | not covered | not ours | must passed |"
            + " must failed | must not covered | must not ours |"
        let lines = summaries.map { summary -> String in
            let value = Dictionary(uniqueKeysWithValues: summary.figures.map { ($0.name, $0.value) })
            let columns = [
                "rows", "must", "passed", "failed", "not_covered", "not_ours", "must_passed", "must_failed",
                "must_not_covered", "must_not_ours",
            ]
            return "| [\(summary.name)](\(summary.name).md) | "
                + columns.map { String(value[$0] ?? 0) }.joined(separator: " | ") + " |"
        }
        return ([header, "|" + String(repeating: "---|", count: 11)] + lines).joined(separator: "\n")
    }

    static func markdown(_ summaries: [CatalogueSummary]) -> String {
        let failed = summaries.flatMap(\.failedRows)
        return """
            # Conformance: what the last run of the tests showed

            Written by `make conformance`; `.ci/run` fails when it differs from what the tests give. A row counts as
            passed only by a test whose name holds its id; the tables name that test. *must* counts MUST, MUST(p) and
            S*>M, in `cohorts.md` every row that isn't marked later or out.

            \(table(summaries))

            \(failed.isEmpty ? "No row fails." : "Failing rows: " + failed.joined(separator: ", "))

            """
    }
}
