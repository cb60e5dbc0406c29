import Access
import ArgumentParser
import Foundation
import JSON
import Values
import Workflows
import XAPI

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes in records from other systems.",
        discussion: "Example: lectern import statements statements.ndjson", subcommands: [Statements.self])

    struct Statements: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Statements of another LRS, one a line or as a JSON array: all of them, or none and the faults with their lines.",
            discussion: """
                Ids, timestamps and authorities stay as they are, stored is new. A second import of the same changes \
                nothing, and one that was broken off goes on where it ended.
                Example: lectern import statements statements.ndjson --attachments statements-data
                """)

        @Argument(help: "The file: JSON Lines or an array.") var file: String
        @Option(help: "A folder with the data of attachments, each file named by its SHA-2 hash.")
        var attachments: String?
        @Flag(help: "Take statements also where the data of their attachments isn't at hand.") var withoutData = false
        @Option(
            help: "0.9 or 0.95: the version of statements that name none; they are brought to 1.0.0.",
            transform: OlderVersion.named)
        var olderVersion: OlderVersion?
        @Flag(help: "Only check the file.") var dryRun = false
        @Flag(help: "Print JSON, and no progress.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            var options = ImportStatements.Options()
            options.attachments = attachments
            options.allowsMissingData = withoutData
            options.olderVersion = olderVersion
            options.isTrial = dryRun
            let meter = ProgressMeter(isSilent: json)
            let chosen = options
            try await withServices { services in
                let report = try await ImportStatements(services).run(
                    file: file, options: chosen, tenant: tenant.id, by: .commandLine
                ) { meter.show($0) }
                meter.end()
                show(report)
            }
        }

        private func show(_ report: ImportStatements.Report) {
            guard !json else { return print(report.node.text) }
            guard !dryRun else { return print("\(file): \(report.read) statements, all of them good") }
            print("\(file): \(report.stored) stored, \(report.alreadyThere) there already, of \(report.read)")
            if report.resumedAt > 0 { print("went on behind \(report.resumedAt) of an earlier run") }
            if !report.leftOut.isEmpty {
                let lines = report.leftOut.prefix(20).map(String.init).joined(separator: ", ")
                print("\(report.leftOut.count) left out, since they name people whose data was erased: lines \(lines)")
            }
        }
    }
}

extension OlderVersion {
    fileprivate static func named(_ text: String) throws -> OlderVersion {
        guard let version = OlderVersion(rawValue: text) else { throw ValidationError("it is 0.9 or 0.95") }
        return version
    }
}

/// Says on standard error how far a long work is, now and then.
private final class ProgressMeter {
    private let isSilent: Bool
    private var shown: (phase: ImportStatements.Progress.Phase, percent: Int64)?

    init(isSilent: Bool) { self.isSilent = isSilent }

    func show(_ progress: ImportStatements.Progress) {
        let percent = progress.totalBytes == 0 ? 100 : progress.bytes * 100 / progress.totalBytes
        guard !isSilent, shown.map({ $0 != (progress.phase, percent) }) ?? true else { return }
        shown = (progress.phase, percent)
        write("\r\(progress.phase.rawValue): \(progress.statements) statements, \(percent) %   ")
    }

    func end() {
        if shown != nil { write("\n") }
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

extension ImportStatements.Report {
    fileprivate var node: JSONNode {
        [
            "read": .number(read), "stored": .number(stored), "alreadyThere": .number(alreadyThere),
            "leftOutLines": .array(leftOut.map { .number($0) }), "resumedAt": .number(resumedAt),
        ]
    }
}
