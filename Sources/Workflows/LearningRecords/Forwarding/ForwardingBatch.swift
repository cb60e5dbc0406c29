import Database
import LearningRecords
import Values

/// Statements that go together to a target.
struct ForwardingBatch: Sendable {
    typealias Entry = (position: StatementPosition, body: [UInt8])

    private static let size = 50
    private(set) var statements: [Entry]
    private(set) var attachments: [HeldAttachment] = []
    /// Up to where everything is dealt with when these are.
    private(set) var end: StatementPosition

    /// Nil when the target is up to date.
    static func next(
        _ target: ForwardingTarget, _ tenant: TenantID, _ services: Services, _ bound: ConsistencyBound
    ) async throws -> ForwardingBatch? {
        let limit = try await bound.current(tenant)
        guard limit >= target.reached.stored else { return nil }
        let settings = try ForwardingSettings(target, services.vault)
        var filter = settings.question.filter(services)
        filter.includesVoided = settings.kind == .recordStore
        filter.until = limit
        filter.isAscending = true
        let wanted = filter
        return try await services.database.read { tx in
            let page = try services.statements(of: tenant).page(
                wanted, after: target.reached, limit: size, byteLimit: 1 << 20, in: tx)
            guard !page.bodies.isEmpty else { return nil }
            var batch = ForwardingBatch(
                statements: zip(page.positions, page.bodies).map { (position: $0, body: Array($1)) },
                end: page.next ?? StatementPosition(stored: limit, row: .max))
            batch.keepAttachedApart()
            batch.attachments = try HeldAttachments(services, tenant).of(batch.statements.map(\.body), in: tx)
            return batch
        }
    }

    /// A statement with data of its own goes alone, so that no more than its data is on the way.
    private mutating func keepAttachedApart() {
        let marker = Array("\"attachments\"".utf8)
        guard let place = statements.firstIndex(where: { $0.body.firstRange(of: marker) != nil }) else { return }
        let count = max(1, place)
        guard count < statements.count else { return }
        statements.removeSubrange(count...)
        end = statements[count - 1].position
    }
}
