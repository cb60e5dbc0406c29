import Access
import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import LearningRecords
import Logging
import NIOCore
import OutboundHTTP
import Outbox
import TestWorld
import Testing
import Values
import Web
import Workflows
import XAPI

/// Definitions that stand at the ids of activities (1.0.3 Data §3.2; IEEE 9274.1.1 §4.2.3.1).
@Suite struct MetadataTests {
    private static let definition = #"{"name":{"fr":"Nom"},"type":"http://example.com/types/course"}"#

    /// A server with a definition, and the paths that were asked of it.
    private static func withServer(
        _ body: @escaping @Sendable (String, Locked<[String]>) async throws -> Void
    ) async throws {
        let asked = Locked<[String]>([])
        let router = Router()
        router.get("/:name") { request, context in
            let name = context.parameters.get("name") ?? ""
            asked.withLock { $0.append("\(name) \(request.headers[.accept] ?? "")") }
            return switch name {
            case "good": definition
            case "bad": #"{"name":"not a map"}"#
            case "large": #"{"name":{"fr":"\#(String(repeating: "x", count: 300_000))"}}"#
            default: ""
            }
        }
        try await Application(router: router).test(.live) { client in
            try await body("http://127.0.0.1:\(client.port ?? 0)", asked)
        }
    }

    private static func deliver(_ services: Services) async throws {
        let worker = OutboxWorker(
            database: services.database, handlers: [FetchMetadata(services)], world: services.world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        while try await worker.deliverDue() > 0 {}
    }

    private static func services(_ lrs: LRSClient, hosts: Set<String>, allowsPrivate: Bool) throws -> Services {
        var services = lrs.services
        services.settings.metadataHosts = hosts
        var policy = OutboundPolicy()
        policy.allowsPrivateAddresses = allowsPrivate
        services.outbound = try OutboundClient(policy)
        return services
    }

    @Test(
        "LRS-META-01, LRS-META-02: a definition at an activity's id is fetched once, and joined where it has the form",
        arguments: Engine.underTest)
    func joined(engine: Engine) async throws {
        try await Self.withServer { origin, asked in
            try await LRSHouse.with(engine) { lrs in
                let services = try Self.services(lrs, hosts: ["127.0.0.1"], allowsPrivate: true)
                let record = RecordStatements(services)
                let reader = try await LRSHouse.principal(lrs)
                for name in ["good", "bad", "large", "good"] {
                    let statement = Spoken.statement().text.replacing(
                        #""id":"http://example.com/activities/lesson""#,
                        with: #""id":"\#(origin)/\#(name)","definition":{"name":{"en":"Name"}}"#)
                    _ = try await record.run(
                        StatementSubmission(body: Array(statement.utf8), version: .v2), by: reader)
                    try await Self.deliver(services)
                }
                #expect(asked.withLock { $0 } == ["good", "bad", "large"].map { $0 + " application/json, */*" })
                let good = try await lrs.send(.get, "activities", [("activityId", origin + "/good")]).json["definition"]
                #expect(good?["name"]?["en"]?.string == "Name" && good?["name"]?["fr"]?.string == "Nom")
                #expect(good?["type"]?.string == "http://example.com/types/course")
                for name in ["bad", "large"] {
                    let got = try await lrs.send(.get, "activities", [("activityId", origin + "/" + name)]).json
                    #expect(got["definition"]?.rawText == #"{"name":{"en":"Name"}}"#)
                }
                try await services.outbound.shutdown()
            }
        }
    }

    @Test("A flood of new activities makes few fetches at once, and none is lost for good", arguments: Engine.underTest)
    func flood(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let services = try Self.services(lrs, hosts: ["127.0.0.1"], allowsPrivate: true)
            let principal = try await LRSHouse.principal(lrs)
            func waiting() async throws -> Int {
                try await services.database.read { tx in
                    try OutboxQueue.counts(LRSHouse.tenant, in: tx)[.waiting] ?? 0
                }
            }
            func say(_ numbers: some Sequence<Int>) async throws {
                let parents = numbers.map { JSONNode.object([("id", .string("http://127.0.0.1:1/\($0)"))]) }
                let context: JSONNode = ["contextActivities": ["parent": .array(parents)]]
                let statement = Spoken.statement(extra: [("context", context)]).text
                _ = try await RecordStatements(services).run(
                    StatementSubmission(body: Array(statement.utf8), version: .v2), by: principal)
            }
            try await say(0..<2_000)
            #expect(try await waiting() == FetchMetadata.mostPerRequest)
            for _ in 0..<12 { try await say(0..<2_000) }
            #expect(try await waiting() == FetchMetadata.mostWaiting)
            let claimed = try await services.database.read { tx in
                try tx.row("select count(*) from activity_metadata")?.int(0)
            }
            #expect(claimed.map { Int($0) } == FetchMetadata.mostWaiting, "the others may be asked for later")
            try await services.outbound.shutdown()
        }
    }

    @Test("LRS-META-03: nothing is fetched from hosts that aren't named, nor from private addresses")
    func refused() async throws {
        try await Self.withServer { origin, asked in
            for (hosts, allowsPrivate) in [
                ([], true), (["example.com"], true), (["127.0.0.1", "169.254.169.254"], false),
            ]
                as [(Set<String>, Bool)]
            {
                try await LRSHouse.with { lrs in
                    let services = try Self.services(lrs, hosts: hosts, allowsPrivate: allowsPrivate)
                    let principal = try await LRSHouse.principal(lrs)
                    for id in [origin + "/good", "http://169.254.169.254/good", "http://127.0.0.1@example.com/good"] {
                        let statement = Spoken.statement().text.replacing(
                            "http://example.com/activities/lesson", with: id)
                        _ = try await RecordStatements(services).run(
                            StatementSubmission(body: Array(statement.utf8), version: .v2), by: principal)
                    }
                    try await Self.deliver(services)
                    try await services.outbound.shutdown()
                }
            }
            #expect(asked.withLock { $0 } == [])
        }
    }
}

extension LRSHouse {
    /// Whom the client's own credential stands for.
    static func principal(_ lrs: LRSClient) async throws -> XAPIPrincipal {
        try await RecordsAccess(lrs.services).principal(
            authorization: LRSClient.basic(lrs.credential), sessionsOnly: false, address: "127.0.0.1")
    }
}
