import NIOPosix
import Values

/// The one that writes: writers who wait at the same moment share a transaction and its flush to disk (group commit).
///
/// A lone writer waits for nobody: the first one begins at once, and those who come while it runs join it, at most 64
/// of them or for 10 ms; those who come during the flush make the next group. Nobody waits for longer than
/// ``DatabaseOptions/patience`` to be begun with, whatever holds the writer.
final class SQLiteWriter: Sendable {
    static let mostTogether = 64
    static let longestGathering = Duration.milliseconds(10)

    private struct Waiter {
        let job: any WriteJob
        let deadline: ContinuousClock.Instant
    }

    private struct State {
        var waiting = FIFO<Waiter>()
        var isRunning = false
        var isClosed = false
        var hasTimer = false
        /// Pieces of exclusive work that wait or run.
        var exclusive = 0
    }

    private let connection: SQLiteConnection
    private let world: World
    private let mostWaiting: Int
    private let patience: Duration
    private let announcements: Announcements
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let state = Locked(State())

    init(connection: SQLiteConnection, options: DatabaseOptions, announcements: Announcements) {
        self.connection = connection
        world = options.world
        mostWaiting = options.mostWaitingWrites
        patience = options.patience
        self.announcements = announcements
        thread.start()
    }

    deinit { thread.shutdownGracefully { _ in } }

    func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            submit(opensTransaction: false, body) { continuation.resume(with: $0) }
        }
    }

    /// - Parameter opensTransaction: begins the next transaction instead of joining the one under way.
    func submit<T: Sendable>(
        opensTransaction: Bool, _ body: @escaping @Sendable (Transaction) throws -> T,
        answered: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        enqueue(TypedWriteJob(opensTransaction: opensTransaction, body, answered: answered))
    }

    /// Runs outside of any transaction, after the group that is under way.
    func exclusively<T: Sendable>(_ body: @escaping @Sendable (SQLiteConnection) throws -> T) async throws -> T {
        state.withLock { $0.exclusive += 1 }
        defer { state.withLock { $0.exclusive -= 1 } }
        return try await thread.work { [connection] in try connection.access { try body(connection) } }
    }

    /// Takes no more writes, does those that wait and closes the connection.
    func close() async {
        state.withLock { $0.isClosed = true }
        _ = try? await thread.work { [connection] in try connection.close() }
        try? await thread.shutdownGracefully()
    }

    private enum Admission { case waits(mustStart: Bool, needsTimer: Bool), refused(ServiceError) }

    private func enqueue(_ job: any WriteJob) {
        let admission = state.withLock { state -> Admission in
            if state.isClosed { return .refused(.closed) }
            if state.waiting.count >= mostWaiting { return .refused(.exhausted) }
            state.waiting.append(Waiter(job: job, deadline: .now + patience))
            defer { (state.isRunning, state.hasTimer) = (true, true) }
            return .waits(mustStart: !state.isRunning, needsTimer: !state.hasTimer)
        }
        switch admission {
        case .refused(let error): job.fail(error)
        case .waits(let mustStart, let needsTimer):
            if mustStart { thread.submit { _ in self.drain() } }
            if needsTimer { startTimer() }
        }
    }

    private func drain() {
        connection.access {
            while let job = next() {
                commitTogether(startingWith: job)
                if hasGivenWay() { return }
            }
        }
    }

    /// Lets exclusive work come between two groups, also when the queue never gets empty.
    private func hasGivenWay() -> Bool {
        state.withLock { state in
            guard state.exclusive > 0, !state.isClosed, !state.waiting.isEmpty else { return false }
            thread.submit { _ in self.drain() }
            return true
        }
    }

    /// The next one; with none left the writer stops, and the next to come starts it.
    private func next() -> (any WriteJob)? {
        state.withLock { state in
            if state.waiting.isEmpty { state.isRunning = false }
            return state.waiting.popFirst()?.job
        }
    }

    private func neighbour() -> (any WriteJob)? {
        state.withLock { state in
            state.waiting.first.map(\.job.opensTransaction) == false ? state.waiting.popFirst()?.job : nil
        }
    }

    private func commitTogether(startingWith first: any WriteJob) {
        let deadline = ContinuousClock.now + Self.longestGathering
        var group: SharedTransaction
        do {
            group = try SharedTransaction(on: connection, now: world.now)
        } catch {
            return first.fail(error)
        }
        do {
            try group.admit(first)
            while group.count < Self.mostTogether, ContinuousClock.now < deadline, let job = neighbour() {
                try group.admit(job)
            }
            announcements.post(try group.commit())
        } catch {
            group.fail(error)
        }
    }
}

// MARK: patience

extension SQLiteWriter {
    /// One timer for all, since deadlines rise along the queue. It ends when nobody waits.
    private func startTimer() {
        Task { [weak self] in
            while let deadline = self?.nextDeadline() {
                try? await Task.sleep(until: deadline, clock: .continuous)
                self?.refuseLate()
            }
        }
    }

    private func nextDeadline() -> ContinuousClock.Instant? {
        state.withLock { state in
            if state.waiting.isEmpty { state.hasTimer = false }
            return state.waiting.first?.deadline
        }
    }

    private func refuseLate() {
        let now = ContinuousClock.now
        while let late = state.withLock({ state in
            state.waiting.first.map { $0.deadline <= now } == true ? state.waiting.popFirst() : nil
        }) { late.job.fail(ServiceError.exhausted) }
    }
}
