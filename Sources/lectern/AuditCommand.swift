import Access
import ArgumentParser
import Database
import JSON
import Values
import Workflows

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Checks and shows the audit log.", discussion: "Example: lectern audit verify",
        subcommands: [Verify.self, List.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks every line, the chain and the signed heads; fails if anything was altered or is missing.",
            discussion: "Example: lectern audit verify --json")

        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await withServices { services in
                let (keys, now) = (try services.keyring.keysEver, services.world.now())
                let verification = try await services.database.read { tx in
                    try AuditVerification.run(in: tx, keys: keys, now: now)
                }
                if json { print(verification.node.text) } else { verification.show() }
                guard verification.isSound else { throw ExitCode.failure }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the latest lines, newest first.", discussion: "Example: lectern audit list --limit 20")

        @Option(help: "How many lines.") var limit = 50
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func validate() throws {
            guard 1...10_000 ~= limit else { throw ValidationError("Between 1 and 10000 lines.") }
        }

        func run() async throws {
            try await withServices { services in
                let lines = try await services.database.read { [limit, id = tenant.id] in
                    try AuditLog.latest(limit, of: id, in: $0)
                }
                if json {
                    print(JSONNode.array(lines.map(\.node)).text)
                } else {
                    for line in lines { print(line.text) }
                }
            }
        }
    }
}

extension AuditVerification {
    fileprivate func show() {
        for fault in faults { print("FAULT: \(fault)") }
        print(
            "\(linesChecked) lines and \(headsChecked) signed heads checked, \(linesWaiting) lines wait for sealing,",
            "\(faults.count) faults")
    }

    fileprivate var node: JSONNode {
        [
            "sound": .bool(isSound), "lines": .number(linesChecked), "heads": .number(headsChecked),
            "waiting": .number(linesWaiting),
            "faults": .array(faults.map { .string($0.description) }),
        ]
    }
}

extension AuditLine {
    fileprivate var text: String {
        let who = actor.isEmpty ? actorKind : actorKind + " " + actor
        let what = object.isEmpty ? objectKind : objectKind + " " + object
        return "\(at.rfc3339)  \(who)  \(verb)  \(what)  \(count)  \(purpose)"
    }

    fileprivate var node: JSONNode {
        .compactObject([
            ("id", .number(id)), ("at", .string(at.rfc3339)), ("actorKind", .string(actorKind)),
            ("actor", .string(actor)), ("verb", .string(verb)), ("objectKind", .string(objectKind)),
            ("object", .string(object)), ("person", person.map { .string($0.description) }), ("count", .number(count)),
            ("purpose", .string(purpose)), ("position", position.map { .number($0) }),
        ])
    }
}
