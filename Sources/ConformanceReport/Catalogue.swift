/// One requirement table: a Markdown text whose rows end in a cell for their state.
struct Catalogue {
    static let names = ["lti", "xapi-lrs", "cmi5", "cohorts", "gdpr"]

    let name: String
    private(set) var text: String

    init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// Sets every row's state by the tests, and counts.
    ///
    /// A row that says `not ours: reason` keeps it. The others become `passed: test`, `failed: test` or
    /// `not covered`.
    mutating func apply(_ results: TestResults) -> CatalogueSummary {
        var summary = CatalogueSummary(name: name)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard var row = Row(line, catalogue: name) else { return String(line) }
            row.apply(results.byRow[row.id] ?? [])
            summary.count(row)
            return row.line
        }
        text = lines.joined(separator: "\n")
        return summary
    }
}

extension Catalogue {
    struct Row {
        enum State { case passed, failed, notCovered, notOurs }

        let id: String
        let isMust: Bool
        private var cells: [String]

        /// Nil for a line that is no row of a requirement table.
        init?(_ line: Substring, catalogue: String) {
            guard let match = line.prefixMatch(of: /\| ([A-Z]+(-[A-Z0-9]+)+-[0-9]+) \|/) else { return nil }
            id = String(match.output.1)
            cells = line.split(separator: " | ", omittingEmptySubsequences: false).map(String.init)
            guard cells.count >= 3 else { return nil }
            isMust =
                catalogue == "cohorts"
                ? !cells[1].contains("[later]") && !cells[1].contains("[out]") && !cells[3].contains("[out]")
                    && !cells[3].hasPrefix("[later]")
                : cells[1].hasPrefix("MUST") || cells[1].hasPrefix("S*>M")
        }

        private var stateCell: String {
            get { String(cells[cells.count - 1].dropLast(2)) }
            set { cells[cells.count - 1] = newValue + " |" }
        }

        var state: State {
            if stateCell.hasPrefix("not ours:") { return .notOurs }
            if stateCell.hasPrefix("passed:") { return .passed }
            return stateCell.hasPrefix("failed:") ? .failed : .notCovered
        }

        var line: String { cells.joined(separator: " | ") }

        mutating func apply(_ tests: [(test: String, outcome: TestResults.Outcome)]) {
            guard state != .notOurs else { return }
            if let failed = tests.first(where: { $0.outcome == .failed }) {
                stateCell = "failed: " + failed.test
            } else if let passed = tests.first {
                stateCell = "passed: " + passed.test + (tests.count > 1 ? " (and \(tests.count - 1) more)" : "")
            } else {
                stateCell = "not covered"
            }
            stateCell = stateCell.replacing(" | ", with: " / ")
        }
    }
}
