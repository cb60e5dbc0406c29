import Access
import ArgumentParser
import Foundation
import JSON
import Values
import Workflows
import XAPI

struct ExportStatementsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statements",
        abstract: "Statements as they are stored, one a line, with a signed report beside them.",
        discussion: """
            The filters are those of a GET on /xapi/statements; voided statements are among them, so that an import \
            elsewhere gives the same answers.
            Example: lectern export statements --out statements.ndjson --purpose "move to another LRS"
            """)

    @Option(help: "Where to write; a file that is there is replaced.") var out: String
    @Option(help: "What it is for; kept in the audit log.") var purpose: String
    @Option(help: "Statements with this agent as actor or object, as JSON.") var agent: String?
    @Flag(help: "Also where the agent stands elsewhere.") var relatedAgents = false
    @Option(help: "Statements with this verb's id.") var verb: String?
    @Option(help: "Statements about the activity with this id.") var activity: String?
    @Flag(help: "Also where the activity stands elsewhere.") var relatedActivities = false
    @Option(help: "Statements of this registration alone.") var registration: String?
    @Option(help: "Stored after this moment (RFC 3339).") var since: String?
    @Option(help: "Stored at this moment or before.") var until: String?
    @Option(help: "A folder for the data of attachments, each file named by its SHA-2 hash.") var attachments: String?
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var tenant: TenantOption

    func validate() throws { _ = try options }

    func run() async throws {
        let options = try options
        if let attachments {
            try FileManager.default.createDirectory(atPath: attachments, withIntermediateDirectories: true)
        }
        try await withServices { services in
            let result = try await RunExport(services).statements(
                options, to: out, purpose: purpose, tenant: tenant.id, by: .commandLine)
            result.show(json: json, "statements")
        }
    }

    private var options: ExportOptions {
        get throws {
            var options = ExportOptions()
            options.agent = try agent.map {
                try parsed($0, "--agent") { try? AgentParameter.read($0, parameter: "--agent").identifier }
            }
            options.relatedAgents = relatedAgents
            options.verb = try verb.map { try parsed($0, "--verb", iri) }
            options.activity = try activity.map { try parsed($0, "--activity", iri) }
            options.relatedActivities = relatedActivities
            options.registration = try registration.map { try parsed($0, "--registration", UUID16.init) }
            options.since = try since.map { try parsed($0, "--since") { Instant(rfc3339: $0) } }
            options.until = try until.map { try parsed($0, "--until") { Instant(rfc3339: $0) } }
            options.attachments = attachments
            return options
        }
    }

    private func iri(_ text: String) -> String? { IRI.isValid(text) ? text : nil }

    private func parsed<Value>(_ text: String, _ name: String, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(text) else { throw ValidationError("\(name) can't be read: \(text)") }
        return value
    }
}
