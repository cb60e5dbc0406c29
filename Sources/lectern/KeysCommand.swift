import Access
import ArgumentParser
import JOSE
import JSON
import Values
import Workflows

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Shows, rotates and revokes the service's signing keys.",
        discussion: "Example: lectern keys rotate", subcommands: [List.self, Rotate.self, Revoke.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows all signing keys, oldest first.", discussion: "Example: lectern keys list --json")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var owner: KeyOwner

        func run() async throws {
            try await withServices { services in
                let keyring = try ManageKeys(services).keyring(of: owner.registration)
                let (entries, current) = (try keyring.entries, try keyring.current.kid)
                let published = Set(try keyring.publicKeys.keys.compactMap(\.kid))
                if json {
                    print(JSONNode.array(entries.map { $0.node(current, published) }).text)
                } else {
                    for entry in entries { print(entry.line(current, published)) }
                }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publishes a new key, which signs an hour later; the old one stays published for 30 days more.",
            discussion: "Example: lectern keys rotate")

        @OptionGroup var owner: KeyOwner

        func run() async throws {
            try await withServices { services in
                let entry = try await ManageKeys(services).rotate(
                    tenant: Tenants.first, by: .commandLine, platform: owner.registration)
                print("\(entry.kid) signs from \(entry.signsFrom.rfc3339)")
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a key out at once; what it signed is accepted no more.",
            discussion: "Example: lectern keys revoke NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")

        @Argument(help: "The key's id, as `lectern keys list` shows it.") var kid: String
        @OptionGroup var owner: KeyOwner

        func run() async throws {
            try await withServices { services in
                let keys = ManageKeys(services)
                try await keys.revoke(
                    kid, tenant: Tenants.first, by: .commandLine, platform: owner.registration)
                print("revoked; \(try keys.keyring(of: owner.registration).current.kid) signs now")
            }
        }
    }
}

/// Whose keys a command is about.
struct KeyOwner: ParsableArguments {
    @Option(help: "The id of a platform that has keys of its own; without it, the service's are meant.")
    var platform: String?

    var registration: UUID16? { platform.flatMap { UUID16($0) } }

    func validate() throws {
        if platform != nil, registration == nil { throw ValidationError("The platform's id isn't a UUID.") }
    }
}

extension KeyEntry {
    fileprivate func state(_ current: String, _ published: Set<String>) -> String {
        if revokedAt != nil { return "revoked" }
        if lostAt != nil { return "lost" }
        if kid == current { return "current" }
        guard published.contains(kid) else { return "retired" }
        return leavesAt == nil ? "next" : "overlap"
    }

    fileprivate func line(_ current: String, _ published: Set<String>) -> String {
        var line = "\(kid)  \(state(current, published))  made \(createdAt.rfc3339)  signs from \(signsFrom.rfc3339)"
        if let leavesAt { line += "  published until \(leavesAt.rfc3339)" }
        if let revokedAt { line += "  revoked \(revokedAt.rfc3339)" }
        if let lostAt { line += "  private half gone since \(lostAt.rfc3339)" }
        return line
    }

    fileprivate func node(_ current: String, _ published: Set<String>) -> JSONNode {
        .compactObject([
            ("kid", .string(kid)), ("state", .string(state(current, published))),
            ("createdAt", .string(createdAt.rfc3339)), ("signsFrom", .string(signsFrom.rfc3339)),
            ("leavesAt", leavesAt.map { .string($0.rfc3339) }), ("revokedAt", revokedAt.map { .string($0.rfc3339) }),
            ("lostAt", lostAt.map { .string($0.rfc3339) }),
        ])
    }
}
