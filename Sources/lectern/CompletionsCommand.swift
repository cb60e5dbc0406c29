import Access
import ArgumentParser
import JSON
import Workflows

struct CompletionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Looks after the completions of lessons.",
        discussion: "Example: lectern completions rebuild", subcommands: [Rebuild.self])

    struct Rebuild: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes all completions anew from the stored statements.",
            discussion: """
                After undisturbed operation nothing changes. Sealed completions, whose evidence was purged or erased, \
                stay as they are.

                Example: lectern completions rebuild --json
                """)

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let report = try await RebuildCompletions(services).run(tenant: tenant.id, by: .commandLine)
                if json {
                    let node: JSONNode = [
                        "enrolments": .number(report.enrolments), "changes": .number(report.changes),
                    ]
                    print(node.text)
                } else {
                    print("\(report.enrolments) enrolments looked through, \(report.changes) results changed")
                }
            }
        }
    }
}
