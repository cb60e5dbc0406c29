public import Database
public import Logging
import Metrics
public import ServiceLifecycle
public import Values

/// Delivers what is due, several messages at a time, until the service shuts down.
///
/// Claims are leases: a worker that dies between delivering and writing it down leaves the message to the next one, which
/// delivers it again.
public struct OutboxWorker: Service {
    private let database: SQLDatabase
    private let handlers: [String: any OutboxHandler]
    private let world: World
    private let backoff: Backoff
    private let logger: Logger
    /// Seconds that a claim lasts; a delivery has to be over by then.
    private let lease: Int64
    private let batch: Int

    public init(
        database: SQLDatabase, handlers: [any OutboxHandler], world: World, backoff: Backoff = Backoff(),
        lease: Int64 = 120, batch: Int = 16, logger: Logger
    ) {
        self.database = database
        self.handlers = Dictionary(handlers.map { ($0.topic, $0) }) { first, _ in first }
        self.world = world
        self.backoff = backoff
        self.lease = lease
        self.batch = batch
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            let news = database.announcements(on: OutboxQueue.channel)
            while !Task.isCancelled {
                do {
                    if try await deliverDue() == 0 { try await waitForWork(news) }
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("The outbox can't be read; trying again.", metadata: ["error": "\(type(of: error))"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Delivers what is due now.
    /// - Returns: how many messages were tried.
    @discardableResult
    public func deliverDue() async throws -> Int {
        let now = world.now()
        let (topics, limit, leaseUntil) = (handlers.keys.sorted(), batch, now.adding(seconds: lease))
        let claimed = try await database.append { transaction in
            try OutboxQueue.claim(limit: limit, topics: topics, now: now, leaseUntil: leaseUntil, in: transaction)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for delivery in claimed { group.addTask { try await deliver(delivery) } }
            try await group.waitForAll()
        }
        return claimed.count
    }

    private func deliver(_ delivery: OutboxDelivery) async throws {
        let began = world.now()
        let outcome = await handlers[delivery.topic]?.deliver(delivery)
            ?? .permanentFailure(reason: "nothing handles this topic")
        try Task.checkCancellation()
        let now = world.now()
        var next: Instant?
        if case .retry(let asked, _) = outcome {
            let jitter = Double(world.randomBytes(1)[0]) / 256
            next = backoff.next(
                after: delivery.attempt, createdAt: delivery.createdAt, now: now, asked: asked, jitter: jitter)
        }
        Counter(
            label: "lectern_outbox_deliveries", dimensions: [("topic", delivery.topic), ("outcome", outcome.word)]
        ).increment()
        let (again, duration) = (next, now.microseconds(since: began))
        try await database.append { transaction in
            try OutboxQueue.settle(
                delivery, outcome: outcome, next: again, duration: duration, now: now, in: transaction)
        }
    }

    /// Until something is enqueued here, something falls due, or a second has passed (another node may have enqueued).
    private func waitForWork(_ news: AsyncStream<Void>) async throws {
        let topics = handlers.keys.sorted()
        let due = try await database.read { try OutboxQueue.nextDue(topics: topics, in: $0) }
        let wait = due.map { min(max($0.microseconds(since: world.now()), 1_000), 1_000_000) } ?? 1_000_000
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in news { return } }
            group.addTask { try await Task.sleep(for: .microseconds(wait)) }
            try await group.next()
            group.cancelAll()
        }
    }
}

extension DeliveryOutcome {
    fileprivate var word: String {
        switch self {
        case .delivered: "delivered"
        case .retry: "retry"
        case .permanentFailure: "failed"
        }
    }
}
