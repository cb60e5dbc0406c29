import Access
import ArgumentParser
import Database
import Foundation
import JSON
import Logging
import Outbox
import Privacy
import Values
import Workflows

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erases a person's data: request, two approvals, cool-off, erasure.",
        discussion: """
            Example: lectern erase request --email ada@example.com --ground consent_withdrawn
            Example: lectern erase approve DR-2026-0001 --as grace@example.com
            Example: lectern erase run DR-2026-0001 --confirm DR-2026-0001 --out erasure-certificate.json
            """,
        subcommands: [Request.self, Approve.self, Run.self, Withdraw.self, List.self])

    struct Request: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Opens a request and shows what would be erased.",
            discussion: "Example: lectern erase request --email ada@example.com --ground consent_withdrawn")

        @OptionGroup var person: PersonOptions
        @Option(
            help: "no_longer_needed, consent_withdrawn, objection, unlawful, legal_duty or childs_data (art. 17(1)).",
            transform: { text in
                guard let ground = ErasureGround(rawValue: text) else {
                    throw ValidationError("no such ground: \(text)")
                }
                return ground
            })
        var ground: ErasureGround
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let request = try await ErasePerson(services).request(
                    try person.choice, ground: ground, tenant: tenant.id, by: .commandLine)
                request.show(json: json)
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One approval, in the name of a user with the right to it; two different ones are needed.",
            discussion: "Example: lectern erase approve DR-2026-0001 --as grace@example.com")

        @Argument(help: "The request's number.") var number: String
        @Option(name: .customLong("as"), help: "The approving user's login.") var login: String
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let request = try await services.request(number, tenant.id)
                let approver = try await services.database.read { [services, login] tx in
                    try StaffUsers(vault: services.vault, world: services.world).find(login: login, in: tx)?.user
                }
                guard let approver, approver.tenant == tenant.id, approver.disabledAt == nil else {
                    throw ServiceError(.notFound, "There is no such user.")
                }
                try await ErasePerson(services).approve(request.id, by: approver.principal).show(json: json)
            }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Erases. It can't be taken back.",
            discussion: """
                Example: lectern erase run DR-2026-0001 --confirm DR-2026-0001 --out erasure-certificate.json
                """)

        @Argument(help: "The request's number.") var number: String
        @Option(help: "The request's number once more.") var confirm: String
        @Option(help: "Where to write the signed certificate.") var out: String
        @Flag(
            inversion: .prefixedNo,
            help: "Rewrite the database's file afterwards, so that no remnant stays on disk.")
        var clean = true
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let request = try await services.request(number, tenant.id)
                let erased = try await ErasePerson(services).execute(
                    request.id, confirmation: confirm, isCleaned: clean, tenant: tenant.id, by: .commandLine)
                let certificate = Data((erased.certificate ?? "").utf8)
                do { try certificate.write(to: URL(filePath: out)) } catch {
                    throw ServiceError(
                        .unavailable,
                        "Erased, but the certificate can't be written there: read it by `lectern erase list --json`.")
                }
                if clean { try await cleanNow(services) }
                erased.show(json: json)
            }
        }

        /// As the running service would; what is put off here is left to it.
        private func cleanNow(_ services: Services) async throws {
            let worker = OutboxWorker(
                database: services.database, handlers: [CleanMedia(services)], world: services.world,
                logger: Logger(label: "lectern"))
            try await worker.deliverDue()
            let tenant = tenant.id
            if try await services.database.read({ try CleanMedia.isWaiting(tenant, in: $0) }) {
                let note = "The disk isn't cleaned yet; the running service does it: see /admin/outbox.\n"
                try FileHandle.standardError.write(contentsOf: Data(note.utf8))
            }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a request inside the cool-off; nothing is lost.",
            discussion: "Example: lectern erase withdraw DR-2026-0001 --reason \"stays after all\"")

        @Argument(help: "The request's number.") var number: String
        @Option(help: "Why.") var reason: String
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let request = try await services.request(number, tenant.id)
                try await AnswerDataRequest(services).move(
                    request.id, to: .withdrawn, reason: reason, tenant: tenant.id, by: .commandLine
                ).show(json: json)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the requests, newest first; with --json certificates too.",
            discussion: "Example: lectern erase list --json")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var tenant: TenantOption

        func run() async throws {
            try await withServices { services in
                let requests = try await AnswerDataRequest(services).list(tenant: tenant.id)
                if json {
                    print(JSONNode.array(requests.map(\.node)).text)
                } else {
                    for request in requests { request.show(json: false) }
                }
            }
        }
    }
}

extension Services {
    fileprivate func request(_ number: String, _ tenant: TenantID) async throws -> DataRequest {
        let found = try await database.read { try DataRequests(tenant).find(number: number, in: $0) }
        guard let found else { throw ServiceError(.notFound, "There is no request \(number).") }
        return found
    }
}

extension DataRequest {
    fileprivate func show(json: Bool) {
        if json { return print(node.text) }
        print("\(number)  \(kind.rawValue)  \(state.rawValue)  due \(dueAt.rfc3339)")
        guard let counts, !state.isClosed else { return }
        print("would touch: \(counts)")
    }

    fileprivate var node: JSONNode {
        .compactObject([
            ("number", .string(number)), ("kind", .string(kind.rawValue)), ("state", .string(state.rawValue)),
            ("ground", ground.map { .string($0.rawValue) }), ("receivedAt", .string(receivedAt.rfc3339)),
            ("dueAt", .string(dueAt.rfc3339)), ("approvedAt", approvedAt.map { .string($0.rfc3339) }),
            ("closedAt", closedAt.map { .string($0.rfc3339) }), ("counts", counts.map { .raw(Array($0.utf8)) }),
            ("certificate", certificate.map { .raw(Array($0.utf8)) }),
        ])
    }
}
