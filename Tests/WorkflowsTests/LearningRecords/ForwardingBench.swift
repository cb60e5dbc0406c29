import Access
import Database
import HTTPTypes
import Hummingbird
import JSON
import LearningRecords
import Logging
import NIOCore
import OutboundHTTP
import Outbox
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// A service with one target, which is a server that the test owns, and a worker that delivers when it is told to.
struct ForwardingBench: Sendable {
    let world: PrivacyWorld
    let services: Services
    let receiver: StatementReceiver
    let id: UUID16

    /// New each time: what one knows of the bound is as old as the machine's clock says, and the tests' clock runs ahead.
    var worker: OutboxWorker {
        OutboxWorker(
            database: services.database, handlers: [ForwardStatements(services)], world: services.world,
            logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() })
    }

    static func with(
        _ engine: Engine, timeout: Int64 = 20, verb: String? = nil,
        _ body: @escaping @Sendable (ForwardingBench) async throws -> Void
    ) async throws {
        try await StatementReceiver.with { receiver in
            try await PrivacyWorld.with(engine) { world in
                // Ahead of every database's own clock, so that nothing looks fresher than it is.
                world.frozen.advance(days: 3_650)
                var services = world.services
                var policy = OutboundPolicy()
                policy.allowsPrivateAddresses = true
                policy.timeout = timeout
                services.outbound = try OutboundClient(policy)
                var settings = ForwardingSettings(name: "Other", kind: .recordStore, url: receiver.base + "/xapi")
                (settings.keyID, settings.secret, settings.verb) = ("key", Secret("secret"), verb)
                let staff = StaffPrincipal(
                    tenant: PrivacyWorld.tenant, user: services.world.newID(), roles: Roles([.administrator]))
                let id = try await ManageForwarding(services).add(settings, fromStart: true, by: staff).id
                try await body(ForwardingBench(world: world, services: services, receiver: receiver, id: id))
                try await services.outbound.shutdown()
            }
        }
    }

    /// Stores statements, some moments after all that is there.
    func record(_ count: Int, verb: String = "http://example.com/did") async throws {
        world.frozen.advance(seconds: 1)
        let nodes = (0..<count).map { _ -> JSONNode in
            [
                "id": .string(services.world.newID().description), "actor": ["mbox": "mailto:ann@example.com"],
                "verb": ["id": .string(verb)], "object": ["id": "http://example.com/page"],
            ]
        }
        try await services.database.write { [services, world] tx in
            try RecordStatements(services).append(
                service: nodes, tenant: PrivacyWorld.tenant, in: tx, now: world.frozen.now)
        }
        world.frozen.advance(seconds: 1)
    }

    func queue() async throws { try await QueueForwarding(services).run() }

    func target() async throws -> ForwardingTarget {
        let found = try await services.database.read { tx in
            try ForwardingStore(PrivacyWorld.tenant).find(id, in: tx)
        }
        return try #require(found)
    }

    func refusals() async throws -> [ForwardingRefusal] {
        try await services.database.read { tx in try ForwardingStore(PrivacyWorld.tenant).refusals(of: id, in: tx) }
    }

    /// The message that is to be delivered.
    func waiting() async throws -> OutboxEntry? {
        try await services.database.read { tx in
            try OutboxQueue.list(PrivacyWorld.tenant, OutboxFilter(state: .waiting), in: tx).first
        }
    }

    /// The ids of what is stored.
    func rows() async throws -> [String] {
        try await services.database.read { tx in
            try tx.rows("select id from statement order by seq").map { try $0.id(0).description }
        }
    }
}

/// A record store as far as it is posted to, on a free port of loopback. It answers as it is told.
final class StatementReceiver: Sendable {
    /// From the number of the request, from 1, and its body: status and `Retry-After`; nil for no answer at all.
    typealias Answer = @Sendable (Int, String) -> (HTTPResponse.Status, Int?)?

    private struct State {
        var answer: Answer = { _, _ in (.ok, nil) }
        var requests = 0
        var taken: [String] = []
    }

    private let state = Locked(State())
    private let address = Locked("")

    var base: String { address.withLock { $0 } }
    /// The ids of the statements that were answered with success.
    var taken: [String] { state.withLock { $0.taken } }

    func answer(_ answer: @escaping Answer) {
        state.withLock { state in
            state.answer = answer
            state.requests = 0
        }
    }

    static func with(_ body: @escaping @Sendable (StatementReceiver) async throws -> Void) async throws {
        let receiver = StatementReceiver()
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let app = Application(
            router: receiver.routes(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await app.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            receiver.address.withLock { $0 = "http://127.0.0.1:\(port)" }
            try await body(receiver)
            group.cancelAll()
        }
    }

    private func routes() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("/xapi/statements") { [self] request, _ in
            let bytes = Array(try await request.body.collect(upTo: 32 << 20).readableBytesView)
            guard let (status, retryAfter) = judge(String(decoding: bytes, as: UTF8.self)) else {
                try await Task.sleep(for: .seconds(3_600))
                return Response(status: .ok)
            }
            if status == .ok { note(bytes) }
            var response = Response(status: status)
            if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
            return response
        }
        return router
    }

    private func judge(_ text: String) -> (HTTPResponse.Status, Int?)? {
        state.withLock { state in
            state.requests += 1
            return state.answer(state.requests, text)
        }
    }

    private func note(_ bytes: [UInt8]) {
        let ids = (try? JSONDocument(parsing: bytes))?.root.elements.compactMap { $0["id"]?.string } ?? []
        state.withLock { $0.taken += ids }
    }
}
