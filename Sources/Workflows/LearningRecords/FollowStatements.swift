package import Access
import Database
package import LearningRecords
package import Values

/// Reads statements as they are stored, without a hole: only up to the moment up to which all of them can be seen
/// (traps 9), and on from a place that a reader may name again after a break.
package struct FollowStatements: Sendable {
    /// A statement and the name of its place.
    package struct Event: Sendable {
        package let place: String
        package let body: [UInt8]
    }

    /// What a look found.
    package struct Batch: Sendable {
        package var events: [Event] = []
        /// Where the next look begins.
        package var reached: StatementPosition
        /// There is more to be had at once.
        package var isFull = false
    }

    private static let batchSize = 100
    private let services: Services
    private let access: RecordsAccess
    private let bound: ConsistencyBound

    package init(_ services: Services, access: RecordsAccess, bound: ConsistencyBound) {
        self.services = services
        self.access = access
        self.bound = bound
    }

    /// Where to begin.
    /// - Parameters:
    ///   - place: of the last event that the reader has; nil for none.
    ///   - since: of the question, when there is no place.
    /// - Throws: `invalid` for a place that isn't one.
    package func start(
        after place: String?, since: Instant?, by principal: XAPIPrincipal
    ) async throws -> StatementPosition {
        try RecordsRights(principal, services).requireStatementReading()
        if let place {
            guard let position = StatementPosition(place: place) else {
                throw ServiceError(.invalid, "Last-Event-ID isn't one that this LRS gave.")
            }
            return position
        }
        if let since { return StatementPosition(stored: since, row: .max) }
        let now = try await bound.current(principal.tenant)
        guard now > Instant(microseconds: 0) || services.database.engine == .sqlite else {
            throw ServiceError(
                .unavailable, "Where the stream begins can't be found out at the moment.",
                cause: "the start of a writer's transaction can't be seen", retryAfter: 5)
        }
        return StatementPosition(stored: now, row: .max)
    }

    /// What came behind a position, oldest first.
    /// - Throws: `unauthenticated` as soon as the credential is revoked or the session is over.
    package func next(
        _ question: StatementQuestion, after position: StatementPosition, by principal: XAPIPrincipal
    ) async throws -> Batch {
        guard try await hasNews(after: position, by: principal) else { return Batch(reached: position) }
        let limit = try await bound.current(principal.tenant)
        guard limit >= position.stored else { return Batch(reached: position) }
        var filter = question.filter(services)
        filter.since = nil
        filter.until = limit
        filter.isAscending = true
        RecordsRights(principal, services).restrict(&filter)
        let (services, wanted) = (services, filter)
        let page = try await services.database.read { tx in
            try services.statements(of: principal.tenant).page(
                wanted, after: position, limit: Self.batchSize, byteLimit: 4 << 20, in: tx)
        }
        let events = zip(page.positions, page.bodies).map { Event(place: $0.place, body: Array($1)) }
        let end = page.next ?? StatementPosition(stored: limit, row: .max)
        return Batch(events: events, reached: end, isFull: page.next != nil)
    }

    /// Most looks end here, with one look into an index.
    private func hasNews(after position: StatementPosition, by principal: XAPIPrincipal) async throws -> Bool {
        let (services, access) = (services, access)
        return try await services.database.read { tx in
            try access.confirmStill(principal, in: tx, now: services.world.now())
            guard let newest = try services.statements(of: principal.tenant).newest(in: tx) else { return false }
            return newest > position
        }
    }
}

extension StatementPosition {
    /// Opaque to readers: `1795076130000000.17`.
    package var place: String { "\(stored.microseconds).\(row)" }

    package init?(place: String) {
        let parts = place.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let stored = Int64(parts[0]), let row = Int64(parts[1]) else { return nil }
        self.init(stored: Instant(microseconds: stored), row: row)
    }
}
