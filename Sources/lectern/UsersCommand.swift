import Access
import ArgumentParser
import Cryptography
import Foundation
import JSON
import Values
import Workflows

struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Adds and changes the users of the administration.",
        discussion: "Example: lectern users add ada@example.com --role owner",
        subcommands: [Add.self, List.self, SetRoles.self, Password.self, Disable.self, Enable.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a user. The password is read from standard input, without echo at a terminal.",
            discussion: "Example: lectern users add ada@example.com --role administrator --role privacy --generate")

        @Argument(help: "What the user signs in with.") var login: String
        @OptionGroup var chosen: RoleOptions
        @Flag(help: "Make a password and print it once.") var generate = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            let roles = try chosen.roles
            try await withServices { services in
                let password = try PasswordInput.read(generate: generate)
                try await ManageStaff(services).add(
                    login: login, password: password, roles: roles, tenant: tenant.id, by: .commandLine)
                print("added \(login) as \(roles.text)")
                if generate { print("password: \(password.reveal())") }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the users.", discussion: "Example: lectern users list --json")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let users = try await ManageStaff(services).list(of: tenant.id)
                if json {
                    print(JSONNode.array(users.map(\.node)).text)
                } else {
                    for user in users {
                        print("\(user.login)  \(user.roles.text)" + (user.disabledAt == nil ? "" : "  disabled"))
                    }
                }
            }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets a new password, read from standard input, and ends the user's sessions.",
            discussion: "Example: lectern users password ada@example.com")

        @Argument(help: "The user's login.") var login: String
        @Flag(help: "Make a password and print it once.") var generate = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let password = try PasswordInput.read(generate: generate)
                try await ManageStaff(services).setPassword(
                    of: login, to: password, tenant: tenant.id, by: .commandLine)
                print(generate ? "password: \(password.reveal())" : "changed")
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a user's sessions and lets none begin.",
            discussion: "Example: lectern users disable ada@example.com")

        @Argument(help: "The user's login.") var login: String
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                try await ManageStaff(services).disable(login, tenant: tenant.id, by: .commandLine)
                print("disabled \(login)")
            }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a disabled user sign in again, with the password and the roles of before.",
            discussion: "Example: lectern users enable ada@example.com")

        @Argument(help: "The user's login.") var login: String
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                try await ManageStaff(services).enable(login, tenant: tenant.id, by: .commandLine)
                print("enabled \(login)")
            }
        }
    }

    struct SetRoles: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "roles", abstract: "Sets what a user may do, and ends the user's sessions.",
            discussion: "Example: lectern users roles ada@example.com --role administrator --role privacy")

        @Argument(help: "The user's login.") var login: String
        @OptionGroup var chosen: RoleOptions
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            let roles = try chosen.roles
            try await withServices { services in
                try await ManageStaff(services).setRoles(roles, of: login, tenant: tenant.id, by: .commandLine)
                print("\(login) is \(roles.text)")
            }
        }
    }
}

/// What a user may do.
struct RoleOptions: ParsableArguments {
    @Option(name: .customLong("role"), help: "owner, administrator or privacy; repeatable.") var names: [String]

    func validate() throws { _ = try roles }

    var roles: Roles {
        get throws {
            guard let roles = Roles(names.joined(separator: " ")) else {
                throw ValidationError("A role is owner, administrator or privacy.")
            }
            return roles
        }
    }
}

/// Which customer a command is about.
struct TenantOption: ParsableArguments {
    @Option(name: .customLong("tenant"), help: "The tenant's number.") var number: Int64 = 1

    var id: TenantID { TenantID(number) }
}

/// A password from the terminal or a pipe; never from an argument, which others on the machine could see.
enum PasswordInput {
    static func read(generate: Bool) throws -> Secret<String> {
        if generate { return Secret(Base64URL.encode(SecureRandom.bytes(15))) }
        let typed = isatty(STDIN_FILENO) == 1 ? getpass("Password: ").map { String(cString: $0) } : readLine()
        guard let typed, !typed.isEmpty else { throw ServiceError(.invalid, "There is no password on standard input.") }
        return Secret(typed)
    }
}

extension StaffUser {
    fileprivate var node: JSONNode {
        .compactObject([
            ("id", .string(id.description)), ("login", .string(login)), ("roles", .string(roles.text)),
            ("createdAt", .string(createdAt.rfc3339)), ("disabledAt", disabledAt.map { .string($0.rfc3339) }),
        ])
    }
}
