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
}

/// Stores the statements of requests that wait at the same moment in one transaction, so that what a transaction costs is
/// paid once for all of them (design D2).
///
/// A request that comes alone waits for nobody. Those that come while a transaction is under way make the next one. If a
/// group fails, each of its requests is tried by itself, so that nobody is refused for a neighbour's fault.
final class StatementGathering: Sendable {
    /// One outcome for each request: when it was stored, or why it is refused. It may throw for all of them.
    typealias Work = @Sendable ([StatementRequest], Transaction) throws -> [Result<Instant, any Error>]

    private static let mostRequests = 64
    /// About what 10 ms are enough for.
    private static let mostStatements = 200

    private struct Waiter: Sendable {
        let request: StatementRequest
        let continuation: CheckedContinuation<Instant, any Error>
    }

    private struct State {
        var waiting: [Waiter] = []
        /// Whether somebody was called who will take those that wait.
        var isCalled = false
    }

    private let database: SQLDatabase
    private let work: Work
    private let state = Locked(State())
    /// SQLite's one writer takes the next group as soon as it is free; on PostgreSQL a node sends one at a time, since
    /// two would only cross one another.
    private let overlaps: Bool

    init(_ database: SQLDatabase, _ work: @escaping Work) {
        self.database = database
        self.work = work
        overlaps = database.engine == .sqlite
    }

    /// - Returns: when the statements were stored, after that is on disk.
    func store(_ request: StatementRequest) async throws -> Instant {
        try await withCheckedThrowingContinuation { continuation in
            let isFirst = state.withLock { state in
                state.waiting.append(Waiter(request: request, continuation: continuation))
                defer { state.isCalled = true }
                return !state.isCalled
            }
            if isFirst { call() }
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
