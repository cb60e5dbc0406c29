import Access
import Database
import LearningRecords
import Values

/// The checked statements of one request, on their way into the store.
struct StatementRequest: Sendable {
    let statements: [IncomingStatement]
    let attached: AttachedData?
    let news: StatementsNews
    let principal: XAPIPrincipal
    /// About what it takes in memory while it waits.
    let bytes: Int
}

/// Stores the statements of requests that wait at the same moment in one transaction, so that what a transaction costs is
/// paid once for all of them (design D2).
///
/// A request that comes alone waits for nobody. Those that come while a transaction is under way make the next one. If a
/// group fails, each of its requests is tried by itself, so that nobody is refused for a neighbour's fault. When the
/// database hangs, those that wait are refused as unavailable after a while, and further ones at once when they are too
/// many or too large.
final class StatementGathering: Sendable {
    /// One outcome for each request: when it was stored, or why it is refused. It may throw for all of them.
    typealias Work = @Sendable ([StatementRequest], Transaction) throws -> [Result<Instant, any Error>]

    /// What may wait at the same time.
    struct Room: Sendable {
        var requests = 16_384
        var bytes = 128 << 20
    }

    private static let mostRequests = 64
    /// About what 10 ms are enough for.
    private static let mostStatements = 200

    private struct Waiter: Sendable {
        let request: StatementRequest
        let continuation: CheckedContinuation<Instant, any Error>
        let deadline: ContinuousClock.Instant
    }

    private struct State {
        var waiting: [Waiter] = []
        /// Whether somebody was called who will take those that wait.
        var isCalled = false
        var bytes = 0
        var hasTimer = false
    }

    private let database: SQLDatabase
    private let work: Work
    private let room: Room
    private let state = Locked(State())
    /// SQLite's one writer takes the next group as soon as it is free; on PostgreSQL a node sends one at a time, since
    /// two would only cross one another.
    private let overlaps: Bool

    init(_ database: SQLDatabase, room: Room = Room(), _ work: @escaping Work) {
        self.database = database
        self.room = room
        self.work = work
        overlaps = database.engine == .sqlite
    }

    /// - Returns: when the statements were stored, after that is on disk.
    /// - Throws: `unavailable` when there is no room to wait, or the wait was too long.
    func store(_ request: StatementRequest) async throws -> Instant {
        try await withCheckedThrowingContinuation { continuation in
            let waiter = Waiter(
                request: request, continuation: continuation, deadline: .now + database.patience * 3)
            guard let (isFirst, needsTimer) = admit(waiter) else {
                return continuation.resume(throwing: ServiceError.overrun)
            }
            if isFirst { call() }
            if needsTimer { startTimer() }
        }
    }

    /// Nil when there is no room. Alone everybody has room.
    private func admit(_ waiter: Waiter) -> (isFirst: Bool, needsTimer: Bool)? {
        state.withLock { state in
            let bytes = state.bytes + waiter.request.bytes
            guard state.waiting.isEmpty || state.waiting.count < room.requests && bytes <= room.bytes else {
                return nil
            }
            state.waiting.append(waiter)
            state.bytes = bytes
            defer { (state.isCalled, state.hasTimer) = (true, true) }
            return (!state.isCalled, !state.hasTimer)
        }
    }

    private func call() {
        let group = Group()
        database.gather { [self] tx in
            try work(group.members(else: take).map(\.request), tx)
        } answered: { [self] result in
            let members = group.members(else: take)
            if !overlaps { callNext() }
            answer(members, result)
        }
    }

    /// The next group: requests of one tenant, in the order in which they came.
    private func take() -> [Waiter] {
        let (taken, mustCall) = state.withLock { state in
            var (taken, left): ([Waiter], [Waiter]) = ([], [])
            var statements = 0
            for waiter in state.waiting {
                let count = waiter.request.statements.count
                let fits = taken.count < Self.mostRequests && statements + count <= Self.mostStatements
                let isFirst = taken.isEmpty
                if isFirst || fits && waiter.request.principal.tenant == taken[0].request.principal.tenant {
                    taken.append(waiter)
                    statements += count
                } else {
                    left.append(waiter)
                }
            }
            state.waiting = left
            state.bytes = left.reduce(0) { $0 + $1.request.bytes }
            if overlaps { state.isCalled = !left.isEmpty }
            return (taken, overlaps && !left.isEmpty)
        }
        if mustCall { call() }
        return taken
    }

    private func callNext() {
        let isWanted = state.withLock { state in
            state.isCalled = !state.waiting.isEmpty
            return state.isCalled
        }
        if isWanted { call() }
    }

    private func answer(_ group: [Waiter], _ result: Result<[Result<Instant, any Error>], any Error>) {
        switch result {
        case .success(let outcomes):
            for (waiter, outcome) in zip(group, outcomes) { waiter.continuation.resume(with: outcome) }
        case .failure(let error) where group.count == 1 || (error as? ServiceError)?.code == .unavailable:
            for waiter in group { waiter.continuation.resume(throwing: error) }
        case .failure:
            Task { for waiter in group { await storeAlone(waiter) } }
        }
    }

    private func storeAlone(_ waiter: Waiter) async {
        do {
            let work = work
            let outcomes = try await database.write { try work([waiter.request], $0) }
            for outcome in outcomes { waiter.continuation.resume(with: outcome) }
        } catch {
            waiter.continuation.resume(throwing: error)
        }
    }

    /// A group is taken once, when its transaction begins, also if that runs twice.
    private final class Group: Sendable {
        private let taken = Locked<[Waiter]?>(nil)

        func members(else take: () -> [Waiter]) -> [Waiter] {
            taken.withLock { taken in
                let members = taken ?? take()
                taken = members
                return members
            }
        }
    }
}

// MARK: patience

extension StatementGathering {
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

    /// Whoever was called for them finds nobody, or those who came later.
    private func refuseLate() {
        let late = state.withLock { state in
            let now = ContinuousClock.now
            let late = Array(state.waiting.prefix { $0.deadline <= now })
            state.waiting.removeFirst(late.count)
            state.bytes -= late.reduce(0) { $0 + $1.request.bytes }
            return late
        }
        for waiter in late { waiter.continuation.resume(throwing: ServiceError.overrun) }
    }
}

extension ServiceError {
    fileprivate static var overrun: ServiceError {
        ServiceError(
            .unavailable, "Too much is going on at the moment. Please try again.",
            cause: "statements waited for the database for too long, or were too many", retryAfter: 2)
    }
}
