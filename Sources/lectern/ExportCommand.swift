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
        subcommands: [Completions.self, Statements.self, Privacy.self])

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

    struct Statements: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Statements as they are stored, one a line, with a signed report beside them.",
            discussion: "Example: lectern export statements --out statements.ndjson --purpose \"move to another LRS\"")

        @Option(help: "Where to write; a file that is there is replaced.") var out: String
        @Option(help: "What it is for; kept in the audit log.") var purpose: String
        @Option(help: "Statements of this registration alone.") var registration: String?
        @Option(help: "Stored after this moment (RFC 3339).") var since: String?
        @Option(help: "Stored at this moment or before.") var until: String?
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func validate() throws { _ = try options }

        func run() async throws {
            let options = try options
            try await withServices { services in
                let result = try await RunExport(services).statements(
                    options, to: out, purpose: purpose, tenant: tenant.id, by: .commandLine)
                result.show(json: json, "statements")
            }
        }

        private var options: ExportOptions {
            get throws {
                var options = ExportOptions()
                options.registration = try registration.map { try parsed($0, "--registration", UUID16.init) }
                options.since = try since.map { try parsed($0, "--since") { Instant(rfc3339: $0) } }
                options.until = try until.map { try parsed($0, "--until") { Instant(rfc3339: $0) } }
                return options
            }
        }

        private func parsed<Value>(_ text: String, _ name: String, _ parse: (String) -> Value?) throws -> Value {
            guard let value = parse(text) else { throw ValidationError("\(name) can't be read: \(text)") }
            return value
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
    fileprivate func show(json: Bool, _ unit: String) {
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
