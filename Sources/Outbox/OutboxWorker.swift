public import Database
public import Logging
public import ServiceLifecycle
public import Values

/// Delivers what is due, as long as the service runs. Any number of workers on any number of nodes share the work.
public struct OutboxWorker: Service {
    /// How a worker goes about it.
    public struct Options: Sendable {
        /// Deliveries at the same time. Default 8.
        public var concurrency = 8
        /// How long a message is nobody else's; renewed while a delivery is under way. Default 60 seconds.
        public var leaseSeconds: Int64 = 60
        /// How often the worker looks for messages that became due, or that another node enqueued. Default 1 second.
        public var pollInterval = Duration.seconds(1)
        /// When failed deliveries are tried again.
        public var schedule = RetrySchedule.standard

        public init() {}
    }

    let database: SQLDatabase
    let handlers: [String: any OutboxHandler]
    let world: World
    let options: Options
    let claims: OutboxClaims
    let logger: Logger

    /// - Parameter handlers: one for each topic; messages of other topics are left to other workers.
    public init(
        database: SQLDatabase, handlers: [any OutboxHandler], world: World, options: Options = Options(),
        logger: Logger
    ) {
        self.database = database
        self.handlers = Dictionary(handlers.map { ($0.topic, $0) }) { first, _ in first }
        self.world = world
        self.options = options
        self.logger = logger
        claims = OutboxClaims(
            topics: self.handlers.keys.sorted(), leaseSeconds: options.leaseSeconds, schedule: options.schedule)
    }

    /// Runs until graceful shutdown; what is being delivered then is delivered to its end.
    public func run() async throws {
        let (wake, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let slots = Slots(Turn.all(handlers.values, concurrency: options.concurrency), options.concurrency)
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { watchers in
                let news = database.announcements(on: OutboxQueue.channel)
                watchers.addTask { for await _ in news { waker.yield() } }
                watchers.addTask { await tick(waker) }
                await withDiscardingTaskGroup { deliveries in
                    for await _ in wake { await fill(slots, &deliveries, waker) }
                }
                watchers.cancelAll()
            }
        } onGracefulShutdown: {
            waker.finish()
        }
    }

    /// Delivers everything that is due now, one after another, and comes back. For tests and the command line.
    /// - Returns: how many deliveries were tried.
    @discardableResult
    public func deliverDue() async throws -> Int {
        var tried = 0
        while let claim = try await take(1).first {
            await deliver(claim)
            tried += 1
        }
        return tried
    }

    private func tick(_ waker: AsyncStream<Void>.Continuation) async {
        waker.yield()
        while !Task.isCancelled {
            do { try await Task.sleep(for: options.pollInterval) } catch { return }
            waker.yield()
        }
    }

    /// Starts as many deliveries as there are free slots and messages due.
    private func fill(
        _ slots: Slots, _ deliveries: inout DiscardingTaskGroup, _ waker: AsyncStream<Void>.Continuation
    ) async {
        var open = slots.turns
        while let turn = open.popLast() {
            let room = slots.free(turn)
            guard room > 0 else { continue }
            let taken: [OutboxClaim]
            do {
                taken = try await take(room, of: turn.topics)
            } catch {
                logger.warning("The outbox can't be read", metadata: ["cause": "\(error)"])
                return
            }
            // There may be more; the others are looked at first.
            if taken.count == room { open.insert(turn, at: 0) }
            slots.occupy(turn, taken.count)
            for claim in taken {
                deliveries.addTask {
                    await deliver(claim)
                    slots.release(turn)
                    waker.yield()
                }
            }
        }
    }

    private func take(_ limit: Int, of topics: [String]? = nil) async throws -> [OutboxClaim] {
        if handlers.isEmpty { return [] }
        let lease = world.newID()
        let now = world.now()
        return try await database.append { [claims] transaction in
            try claims.take(limit, of: topics, lease: lease, in: transaction, now: now)
        }
    }
}

/// Topics that share their slots.
private struct Turn: Hashable {
    let topics: [String]
    /// How many of their deliveries may be under way at the same time.
    let share: Int

    /// Those with a share of their own come last, which is where the worker begins: they can't take everything, and would
    /// get nothing behind those that can.
    static func all(_ handlers: some Sequence<any OutboxHandler>, concurrency: Int) -> [Turn] {
        let free = handlers.filter { $0.share == nil }.map(\.topic).sorted()
        let shared = handlers.compactMap { handler in
            handler.share.map { Turn(topics: [handler.topic], share: min($0, concurrency)) }
        }
        return (free.isEmpty ? [] : [Turn(topics: free, share: concurrency)])
            + shared.sorted { $0.topics[0] < $1.topics[0] }
    }
}

/// How many deliveries may still be started.
private final class Slots: Sendable {
    let turns: [Turn]
    private let state: Locked<(free: Int, taken: [Turn: Int])>

    init(_ turns: [Turn], _ count: Int) {
        self.turns = turns
        state = Locked((count, [:]))
    }

    func free(_ turn: Turn) -> Int { state.withLock { min($0.free, turn.share - $0.taken[turn, default: 0]) } }

    func occupy(_ turn: Turn, _ number: Int) {
        state.withLock {
            $0.free -= number
            $0.taken[turn, default: 0] += number
        }
    }

    func release(_ turn: Turn) { occupy(turn, -1) }
}
