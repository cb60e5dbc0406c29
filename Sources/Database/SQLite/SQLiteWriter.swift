import NIOPosix
import Values

/// The one that writes: writers who wait at the same moment share a transaction and its flush to disk (group commit).
///
/// A lone writer waits for nobody: the first one begins at once, and those who come while it runs join it, at most 64
/// of them or for 10 ms; those who come during the flush make the next group.
final class SQLiteWriter: Sendable {
    static let mostTogether = 64
    static let longestGathering = Duration.milliseconds(10)

    private struct State {
        var waiting = FIFO<any WriteJob>()
        var isRunning = false
        var isClosed = false
    }

    private let connection: SQLiteConnection
    private let world: World
    private let mostWaiting: Int
    private let announcements: Announcements
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let state = Locked(State())

    init(connection: SQLiteConnection, options: DatabaseOptions, announcements: Announcements) {
        self.connection = connection
        world = options.world
        mostWaiting = options.mostWaitingWrites
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

    /// Runs outside of any transaction, between two groups.
    func exclusively<T: Sendable>(_ body: @escaping @Sendable (SQLiteConnection) throws -> T) async throws -> T {
        try await thread.work { [connection] in try connection.access { try body(connection) } }
    }

    /// Takes no more writes, does those that wait and closes the connection.
    func close() async {
        state.withLock { $0.isClosed = true }
        _ = try? await thread.work { [connection] in try connection.close() }
        try? await thread.shutdownGracefully()
    }

    private enum Admission { case start, joined, refused(ServiceError) }

    private func enqueue(_ job: any WriteJob) {
        let admission = state.withLock { state -> Admission in
            if state.isClosed { return .refused(.closed) }
            if state.waiting.count >= mostWaiting { return .refused(.exhausted) }
            state.waiting.append(job)
            if state.isRunning { return .joined }
            state.isRunning = true
            return .start
        }
        switch admission {
        case .joined: break
        case .refused(let error): job.fail(error)
        case .start: thread.submit { _ in self.drain() }
        }
    }

    private func drain() {
        connection.access {
            while let job = next() { commitTogether(startingWith: job) }
        }
    }

    /// The next one; with none left the writer stops, and the next to come starts it.
    private func next() -> (any WriteJob)? {
        state.withLock { state in
            if state.waiting.isEmpty { state.isRunning = false }
            return state.waiting.popFirst()
        }
    }

    private func neighbour() -> (any WriteJob)? {
        state.withLock { state in
            state.waiting.first.map(\.opensTransaction) == false ? state.waiting.popFirst() : nil
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
