import Access
import ArgumentParser
import Cohorts
import Database
import Exports
import JSON
import Texts
import Values
import Workflows

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes reports, statements and privacy packages to files.",
        discussion: "Example: lectern export completions --out completions.csv --purpose \"yearly audit\"",
        subcommands: [Completions.self, ExportStatementsCommand.self, Privacy.self])

    struct Completions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The compliance report as CSV, with a signed report beside it.",
            discussion: "Example: lectern export completions --as-of 2026-06-30 --out half-year.csv --purpose audit")

        @Option(help: "Where to write; a file that is there is replaced.") var out: String
        @Option(help: "What it is for; kept in the audit log.") var purpose: String
        @Option(help: "A course, by its code.") var course: String?
        @Option(help: "A cohort, by its id.") var cohort: String?
        @Option(name: .customLong("as-of"), help: "What was known at the end of that day (yyyy-mm-dd).")
        var asOf: String?
        @Option(help: "The time zone of days and times.") var zone = "UTC"
        @Option(help: "spreadsheet, machine, or raw (not for spreadsheets).") var format = Format.spreadsheet
        @Option(help: "comma or semicolon, for spreadsheets.") var separator = Separator.comma
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        enum Format: String, ExpressibleByArgument, CaseIterable { case spreadsheet, machine, raw }
        enum Separator: String, ExpressibleByArgument, CaseIterable { case comma, semicolon }

        func validate() throws { _ = try options }

        func run() async throws {
            var options = try options
            try await withServices { services in
                if let course {
                    options.course = try await services.database.read { [tenant = tenant.id] tx in
                        guard let found = try CourseStore(tenant).find(code: course, in: tx) else {
                            throw ServiceError(.notFound, "There is no such course.")
                        }
                        return found.id
                    }
                }
                let result = try await RunExport(services).completions(
                    options, to: out, purpose: purpose, tenant: tenant.id, by: .commandLine)
                result.show(json: json, "rows")
            }
        }

        private var options: ExportOptions {
            get throws {
                var options = ExportOptions()
                guard let zone = CohortZone(zone) else { throw ValidationError("--zone takes an IANA name.") }
                options.zone = zone
                options.dialect =
                    switch format {
                    case .spreadsheet: .spreadsheet(zone: zone, separator: separator == .comma ? "," : ";")
                    case .machine: .machine
                    case .raw: .raw
                    }
                if let asOf {
                    guard let day = LocalDay(asOf) else { throw ValidationError("--as-of takes yyyy-mm-dd.") }
                    options.asOf = zone.start(of: day.adding(days: 1))
                }
                if let cohort {
                    guard let id = UUID16(cohort) else { throw ValidationError("--cohort takes a UUID.") }
                    options.cohort = id
                }
                return options
            }
        }
    }

    struct Privacy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Everything that is held about a person, as a zip that can be read offline.",
            discussion: "Example: lectern export privacy --email ada@example.com --out privacy-package.zip")

        @OptionGroup var person: PersonOptions
        @Option(help: "Where to write; a file that is there is replaced.") var out: String
        @Option(help: "The number of the request that it answers; without one a request is opened and closed.")
        var request: String?
        @Option(help: "The language of its pages: en, fr or ar.") var language = "en"
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            guard let language = Language(tag: language) else { throw ValidationError("There is no such language.") }
            try await withServices { services in
                let made = try await AnswerDataRequest(services).package(
                    of: try person.choice, answering: request, to: out, language: language, tenant: tenant.id,
                    by: .commandLine)
                if json {
                    let node: JSONNode = [
                        "request": .string(made.number), "path": .string(out),
                        "files": .array(made.files.map(\.node)),
                    ]
                    print(node.text)
                } else {
                    print("\(out): \(made.files.count) files for request \(made.number)")
                }
            }
        }
    }
}

extension ExportResult {
    func show(json: Bool, _ unit: String) {
        if json {
            let node: JSONNode = [
                "path": .string(path), "report": .string(reportPath), "rows": .number(file.rows),
                "bytes": .number(file.bytes), "sha256": .string(file.sha256),
            ]
            print(node.text)
        } else {
            print("\(path): \(file.rows) \(unit), SHA-256 \(file.sha256)\n\(reportPath): signed report")
        }
    }
}
