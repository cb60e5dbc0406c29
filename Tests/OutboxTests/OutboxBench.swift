import Database
import JSON
import Logging
import Outbox
import TestWorld
import Values

/// A database, a frozen clock, and a worker whose handler does what the test says.
struct OutboxBench: Sendable {
    let frozen = FrozenWorld()
    let database: SQLDatabase
    let handler: ScriptedHandler
    let worker: OutboxWorker

    init(
        _ engine: Engine, options: OutboxWorker.Options = .init(), _ answer: @escaping ScriptedHandler.Answer
    ) async throws {
        database = try await TestDatabase.open(engine, world: frozen)
        handler = ScriptedHandler(answer)
        worker = OutboxWorker(
            database: database, handlers: [handler], world: frozen.world, options: options, logger: .silent)
    }

    @discardableResult
    func enqueue(
        _ name: String, key: String? = nil, person: UUID16? = nil, dueIn seconds: Int64 = 0
    ) async throws -> Int64 {
        let now = frozen.now
        return try await database.write { transaction in
            try OutboxQueue.enqueue(
                OutboxMessage(
                    tenant: .one, topic: "test", orderingKey: key.map { Array($0.utf8) }, person: person,
                    payload: ["name": .string(name)], dueAt: now.adding(seconds: seconds)),
                in: transaction, now: now)
        }
    }

    func entry(_ id: Int64) async throws -> OutboxEntry? {
        try await database.read { try OutboxQueue.find(id, tenant: .one, in: $0) }
    }

    func attempts(_ id: Int64) async throws -> [OutboxAttempt] {
        try await database.read { try OutboxQueue.attempts(of: id, tenant: .one, in: $0) }
    }
}

/// Remembers what it was given, in order.
final class ScriptedHandler: OutboxHandler {
    typealias Answer = @Sendable (_ name: String, _ attempt: Int) async -> DeliveryOutcome

    let topic = "test"
    private let answer: Answer
    private let state = Locked<[String]>([])

    init(_ answer: @escaping Answer) { self.answer = answer }

    var names: [String] { state.withLock { $0 } }

    func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        let name = delivery.payload.root["name"]?.string ?? ""
        state.withLock { $0.append(name) }
        return await answer(name, delivery.attempt)
    }
}

extension TenantID {
    static let one = TenantID(1)
}

extension Logger {
    static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
}
