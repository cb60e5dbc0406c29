import Access
import ArgumentParser
import Connections
import Database
import Foundation
import JSON
import Server
import Values
import Workflows

struct PlatformsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "platforms", abstract: "Registers learning platforms, shows them and tries them out.",
        discussion: "Example: lectern platforms list",
        subcommands: [Add.self, List.self, Test.self, Disable.self, Enable.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Registers a platform, or changes the one of that issuer and client id.",
            discussion: """
                A new platform needs the three addresses, or a public key in place of the last; for one that is \
                registered, what isn't given stays as it is.

                Example: lectern platforms add --issuer https://lms.example --client-id 10000001 \
                --auth-url https://lms.example/auth --token-url https://lms.example/token \
                --jwks-url https://lms.example/jwks --deployment 1
                """)

        @Option(help: "The platform's issuer, exactly as it stands in its tokens.") var issuer: String
        @Option(help: "Our client id there.") var clientID: String
        @Option(help: "The platform's OpenID Connect authorization endpoint.") var authURL: String?
        @Option(help: "The platform's access token endpoint.") var tokenURL: String?
        @Option(help: "Where the platform publishes its keys.") var jwksURL: String?
        @Option(help: "A file with the platform's public key in PEM, where it publishes none.", completion: .file())
        var publicKey: String?
        @Option(help: "A name for people; the issuer by default.") var name: String?
        @Option(help: "A deployment id to take at once; may be given several times.") var deployment: [String] = []
        @Option(help: "What to do with unknown deployments: auto, ask (at first) or closed.")
        var deploymentPolicy: String?
        @Option(help: "The audience of our assertions, where it isn't the token URL.") var tokenAudience: String?
        @Option(
            help: "Other pages that show us in a frame, such as https://*.school.example; may be given several times.")
        var frame: [String] = []
        @Flag(inversion: .prefixedNo, help: "Take launches without a user.") var allowAnonymous: Bool?
        @Flag(inversion: .prefixedNo, help: "Keep names and addresses that launches bring.") var profiles: Bool?
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if jwksURL != nil, publicKey != nil { throw ValidationError("Give --jwks-url or --public-key, not both.") }
        }

        func run() async throws {
            let policy = deploymentPolicy.flatMap(Registration.DeploymentPolicy.init)
            guard (policy == nil) == (deploymentPolicy == nil) else {
                throw ValidationError("--deployment-policy is auto, ask or closed")
            }
            var request = AddPlatform.Request(
                issuer: issuer, clientID: clientID, name: name, authURL: authURL, tokenURL: tokenURL,
                jwksURL: jwksURL)
            request.publicKey = try publicKey.map(Self.pem)
            request.deployments = deployment
            request.deploymentPolicy = policy
            request.tokenAudience = tokenAudience
            request.allowsAnonymous = allowAnonymous
            request.keepsProfiles = profiles
            request.frames = frame.isEmpty ? nil : frame.joined(separator: " ")
            try await withServices { [request, json] services in
                let saved = try await AddPlatform(services).run(request, tenant: Tenants.first, actor: .commandLine)
                print(json ? saved.node.text : saved.instructions(services.settings))
            }
        }

        private static func pem(_ file: String) throws -> String {
            do { return try String(contentsOfFile: file, encoding: .utf8) } catch {
                throw ValidationError("\(file) can't be read.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows all registered platforms.", discussion: "Example: lectern platforms list --json")

        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await withServices { [json] services in
                let platforms = try await services.database.read { try Registrations.list(of: Tenants.first, in: $0) }
                if json {
                    print(JSONNode.array(platforms.map(\.node)).text)
                } else {
                    for platform in platforms { print(platform.line) }
                }
            }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tries a platform's keys, tokens, roster and line items and says what is wrong.",
            discussion: "Example: lectern platforms test 0198c5d0-7b1e-7cc3-98f4-0d6a1c2b3a4f")

        @OptionGroup var platform: PlatformArgument
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await withServices { services in
                let findings = try await TestPlatform(services).run(platform.id, tenant: Tenants.first)
                if json {
                    print(JSONNode.array(findings.map(\.node)).text)
                } else {
                    for finding in findings {
                        print("\(finding.isGood ? "ok    " : "FAILED") \(finding.what): \(finding.words)")
                    }
                }
                if findings.contains(where: { !$0.isGood }) { throw ExitCode.failure }
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuses a platform's launches; nothing is lost.",
            discussion: "Example: lectern platforms disable 0198c5d0-7b1e-7cc3-98f4-0d6a1c2b3a4f")

        @OptionGroup var platform: PlatformArgument

        func run() async throws { try await platform.setActive(false) }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a platform's launches again, and approves one that waits.",
            discussion: "Example: lectern platforms enable 0198c5d0-7b1e-7cc3-98f4-0d6a1c2b3a4f")

        @OptionGroup var platform: PlatformArgument

        func run() async throws { try await platform.setActive(true) }
    }
}

/// One registered platform.
struct PlatformArgument: ParsableArguments {
    @Argument(help: "The platform's id, as `lectern platforms list` shows it.", transform: PlatformArgument.read)
    var id: UUID16

    private static func read(_ text: String) throws -> UUID16 {
        guard let id = UUID16(text) else { throw ValidationError("The id is a UUID.") }
        return id
    }

    func setActive(_ isActive: Bool) async throws {
        try await withServices { services in
            let found = try await ReadPlatforms(services).setActive(
                isActive, id, tenant: Tenants.first, by: .commandLine)
            print("\(isActive ? "enabled" : "disabled") \(found.name)")
        }
    }
}

extension TestPlatform.Finding {
    fileprivate var node: JSONNode { ["what": .string(what), "good": .bool(isGood), "text": .string(words)] }
}

extension Registration {
    fileprivate var line: String {
        "\(id)  \(isActive ? "active" : "off")  \(name)  issuer \(issuer)  client id \(clientID)"
    }

    fileprivate var node: JSONNode {
        .compactObject([
            ("id", .string(id.description)), ("issuer", .string(issuer)), ("clientId", .string(clientID)),
            ("name", .string(name)), ("authUrl", .string(authURL)), ("tokenUrl", .string(tokenURL)),
            ("jwksUrl", .string(jwksURL)), ("publicKey", publicKey.map { .string($0) }),
            ("deploymentPolicy", .string(deploymentPolicy.rawValue)), ("active", .bool(isActive)),
        ])
    }

    /// What the platform's administrator has to enter there.
    fileprivate func instructions(_ settings: ServiceSettings) -> String {
        """
        \(id) registered. Enter at the platform:
          login initiation URL  \(settings.loginURL)
          redirect URI          \(settings.launchURL)
          key set URL           \(settings.publicURL)/.well-known/jwks.json
          target link URI       \(settings.launchURL)
        """
    }
}
