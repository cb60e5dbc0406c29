import Access
import ArgumentParser
import JSON
import Values
import Workflows

struct CredentialsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials", abstract: "Issues, rotates and revokes the credentials of LRS clients.",
        discussion: "Example: lectern credentials add 'Nightly import' --scope statements/write",
        subcommands: [Add.self, List.self, Change.self, Rotate.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issues a credential for HTTP Basic, and prints its secret this once.",
            discussion: "Example: lectern credentials add Reports --scope statements/read --scope profile")

        @Argument(help: "What the credential is for.") var name: String
        @Option(
            name: .customLong("scope"),
            help: """
                statements/write, statements/read/mine, statements/read, state, define, profile, all/read, all, \
                authority/keep or agents/merge; repeatable.
                """)
        var scopes: [String]
        @Option(help: "Requests a second, other than LECTERN_XAPI_RATE says; 0 for as many as it likes.") var rate: Int?
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func validate() throws {
            if let rate, rate < 0 { throw ValidationError("--rate is a number from 0.") }
        }

        func run() async throws {
            guard let scopes = XAPIScopes(scopes.joined(separator: " ")) else {
                throw ValidationError("There is no such scope.")
            }
            try await withServices { services in
                let issued = try await ManageCredentials(services).add(
                    name: name, scopes: scopes, rate: rate, tenant: tenant.id, by: .commandLine)
                issued.show(asJSON: json)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the credentials, without secrets.", discussion: "Example: lectern credentials list --json")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let credentials = try await ManageCredentials(services).list(of: tenant.id)
                if json {
                    print(JSONNode.array(credentials.map(\.node)).text)
                } else {
                    for one in credentials {
                        print(
                            "\(one.keyID)  \(one.name)  \(one.scopes.text)" + (one.revokedAt == nil ? "" : "  revoked"))
                    }
                }
            }
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes name, scopes or rate; the secret stays.",
            discussion: "Example: lectern credentials change 8f1d… --scope statements/read --scope state")

        @Argument(help: "The key id.") var keyID: String
        @Option(help: "What the credential is for.") var name: String?
        @Option(name: .customLong("scope"), help: "All that it may do from now on; repeatable.") var scopes: [String] =
            []
        @Option(help: "Requests a second; 0 for as many as it likes, default for what LECTERN_XAPI_RATE says.")
        var rate: String?
        @OptionGroup var tenant: TenantOption

        func validate() throws {
            guard name != nil || !scopes.isEmpty || rate != nil else {
                throw ValidationError("Say what changes: --name, --scope or --rate.")
            }
            guard let rate, rate != "default" else { return }
            guard let number = Int(rate), number >= 0 else {
                throw ValidationError("--rate is a number from 0, or default.")
            }
        }

        func run() async throws {
            let wanted = scopes.isEmpty ? nil : XAPIScopes(scopes.joined(separator: " "))
            guard scopes.isEmpty || wanted != nil else { throw ValidationError("There is no such scope.") }
            try await withServices { services in
                let manage = ManageCredentials(services)
                let known = try await manage.find(keyID, of: tenant.id)
                try await manage.change(
                    keyID, name: name ?? known.name, scopes: wanted ?? known.scopes,
                    rate: rate.map { Int($0) } ?? known.rate, tenant: tenant.id, by: .commandLine)
                print("changed \(keyID)")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a new secret; the old one works for the overlap.",
            discussion: "Example: lectern credentials rotate 8f1d… --overlap-hours 24")

        @Argument(help: "The key id.") var keyID: String
        @Option(help: "Hours for which the old secret still works.") var overlapHours: Int64 = 168
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func validate() throws {
            guard 0...8_760 ~= overlapHours else { throw ValidationError("The overlap is at most a year.") }
        }

        func run() async throws {
            try await withServices { services in
                let issued = try await ManageCredentials(services).rotate(
                    keyID, overlap: overlapHours * 3_600, tenant: tenant.id, by: .commandLine)
                issued.show(asJSON: json)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a credential at once.", discussion: "Example: lectern credentials revoke 8f1d…")

        @Argument(help: "The key id.") var keyID: String
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                try await ManageCredentials(services).revoke(keyID, tenant: tenant.id, by: .commandLine)
                print("revoked \(keyID)")
            }
        }
    }
}

extension IssuedCredential {
    fileprivate func show(asJSON: Bool) {
        if asJSON {
            let node: JSONNode = ["keyId": .string(keyID), "secret": .string(secret.reveal())]
            print(node.text)
        } else {
            print("key id: \(keyID)\nsecret: \(secret.reveal())")
        }
    }
}

extension CredentialSummary {
    fileprivate var node: JSONNode {
        .compactObject([
            ("keyId", .string(keyID)), ("name", .string(name)), ("scopes", .string(scopes.text)),
            ("rate", rate.map { .number($0) }), ("createdAt", .string(createdAt.rfc3339)),
            ("earlierSecretEnds", earlierSecretEnds.map { .string($0.rfc3339) }),
            ("revokedAt", revokedAt.map { .string($0.rfc3339) }),
        ])
    }
}
