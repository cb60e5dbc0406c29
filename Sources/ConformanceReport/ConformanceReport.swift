import Foundation

/// Writes what the tests showed into the requirement tables and the two reports of `conformance/`.
@main
struct ConformanceReport {
    static let usage = """
        Usage: conformance-report TABLES-FOLDER EVENTS-FILE… [--check]

        Reads the event streams that `swift test --event-stream-output-path` wrote, sets the state of each row in
        TABLES-FOLDER/*.md, and writes report.md and report.json there. With --check it writes nothing and exits
        with 1 when what stands there differs.

        Example: conformance-report conformance .build/events.jsonl --check
        """

    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let check = arguments.contains("--check")
        arguments.removeAll { $0 == "--check" }
        guard arguments.count >= 2, !arguments.contains("--help") else {
            print(usage)
            exit(arguments.contains("--help") ? 0 : 64)
        }
        let folder = URL(fileURLWithPath: arguments[0], isDirectory: true)
        var results = TestResults()
        for path in arguments.dropFirst() { try results.read(eventsAt: URL(fileURLWithPath: path)) }

        var outputs: [(file: URL, text: String)] = []
        var summaries: [CatalogueSummary] = []
        for name in Catalogue.names {
            let file = folder.appending(path: name + ".md")
            var catalogue = Catalogue(name: name, text: try String(contentsOf: file, encoding: .utf8))
            summaries.append(catalogue.apply(results))
            outputs.append((file, catalogue.text))
        }
        outputs.append((folder.appending(path: "report.json"), CatalogueSummary.json(summaries)))
        outputs.append((folder.appending(path: "report.md"), CatalogueSummary.markdown(summaries)))

        var stale: [String] = []
        for (file, text) in outputs where (try? String(contentsOf: file, encoding: .utf8)) != text {
            stale.append(file.lastPathComponent)
            if !check { try text.write(to: file, atomically: true, encoding: .utf8) }
        }
        print(CatalogueSummary.table(summaries))
        if check && !stale.isEmpty {
            print(
                "The committed report differs from what the tests gave: \(stale.joined(separator: ", "))."
                    + " Run `make conformance` and commit its result.")
            exit(1)
        }
    }
}
