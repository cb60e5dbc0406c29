import Values

/// Lets so many in at a time; the others wait in order, but neither too many of them nor for too long.
final class Gate: Sendable {
    private struct Waiter {
        var number: Int
        var deadline: ContinuousClock.Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var free: Int
        var waiting: [Waiter] = []
        var next = 0
        var hasTimer = false
    }

    private let mostWaiting: Int
    private let patience: Duration
    private let state: Locked<State>

    init(permits: Int, mostWaiting: Int, patience: Duration) {
        self.mostWaiting = mostWaiting
        self.patience = patience
        state = Locked(State(free: permits))
    }

    /// How many wait now.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Comes back with a permit, which must be given back by ``leave()``.
    func enter() async throws {
        if !enterAtOnce() { try await withCheckedThrowingContinuation(queue) }
    }

    /// - Returns: whether there was a permit without waiting; it must be given back too.
    func enterAtOnce() -> Bool {
        state.withLock { state in
            guard state.free > 0 && state.waiting.isEmpty else { return false }
            state.free -= 1
            return true
        }
    }

    func leave() {
        let next = state.withLock { state -> Waiter? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.continuation.resume()
    }

    private enum Place { case inside, waiting(startTimer: Bool), refused }

    private func queue(_ continuation: CheckedContinuation<Void, any Error>) {
        let place = state.withLock { state -> Place in
            if state.free > 0 {
                state.free -= 1
                return .inside
            }
            if state.waiting.count >= mostWaiting { return .refused }
            state.next += 1
            state.waiting.append(
                Waiter(number: state.next, deadline: .now + patience, continuation: continuation))
            defer { state.hasTimer = true }
            return .waiting(startTimer: !state.hasTimer)
        }
        switch place {
        case .inside: continuation.resume()
        case .refused: continuation.resume(throwing: ServiceError.exhausted)
        case .waiting(let startTimer): if startTimer { Task { await expire() } }
        }
    }

    /// One timer for all: deadlines rise along the queue. It ends when nobody waits.
    private func expire() async {
        while let deadline = nextDeadline() {
            try? await Task.sleep(until: deadline, clock: .continuous)
            let late = state.withLock { state -> [Waiter] in
                let now = ContinuousClock.now
                let count = state.waiting.prefix { $0.deadline <= now }.count
                defer { state.waiting.removeFirst(count) }
                return Array(state.waiting.prefix(count))
            }
            for waiter in late { waiter.continuation.resume(throwing: ServiceError.exhausted) }
        }
    }

    private func nextDeadline() -> ContinuousClock.Instant? {
        state.withLock { state in
            if state.waiting.isEmpty { state.hasTimer = false }
            return state.waiting.first?.deadline
        }
    }
}

extension ServiceError {
    static var exhausted: ServiceError {
        ServiceError(
            .unavailable, "Too much is going on at the moment. Please try again.",
            cause: "no database connection became free in time", retryAfter: 2)
    }

    static var closed: ServiceError {
        ServiceError(.unavailable, "The service is stopping.", cause: "the database is closed", retryAfter: 5)
    }

    /// - Parameter cause: the engine's words, for the log.
    static func databaseUnavailable(_ cause: String) -> ServiceError {
        ServiceError(
            .unavailable, "The service can't reach or fill its database at the moment.", cause: cause, retryAfter: 10)
    }
}
