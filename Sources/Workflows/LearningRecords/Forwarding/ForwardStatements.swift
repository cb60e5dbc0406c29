import Access
import Database
import JSON
import LearningRecords
import OutboundHTTP
package import Outbox
import Values
import XAPI

/// Brings a target up to date: all statements behind the place that it reached, in their order, up to the moment up to
/// which all can be seen (catalogue: LRS-OPS-04). Each batch that is taken moves the place, so that a break costs at most
/// one batch sent twice, which a record store answers as before.
///
/// A statement that the other side refuses for good is put aside with its answer; the others go on.
package struct ForwardStatements: OutboxHandler {
    package static let topic = "statements.forward"
    package var topic: String { Self.topic }
    private static let batchSize = 50
    private let services: Services
    private let bound: ConsistencyBound

    package init(_ services: Services) {
        self.services = services
        bound = ConsistencyBound(services.database, world: services.world)
    }

    static func message(_ target: ForwardingTarget, _ tenant: TenantID) -> OutboxMessage {
        OutboxMessage(
            tenant: tenant, topic: topic, orderingKey: target.id.bytes,
            payload: ["target": .string(target.id.description)])
    }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let id = delivery.payload.root["target"]?.string.flatMap({ UUID16($0) }) else {
            return .permanentFailure("the message can't be read")
        }
        var sent = 0
        do {
            while let target = try await target(id, delivery.tenant) {
                guard let batch = try await next(target, delivery.tenant) else { return .delivered("\(sent) sent") }
                sent += try await send(batch, to: target, delivery.tenant)
            }
            return .delivered("\(sent) sent; switched off or removed")
        } catch let failure as Failure {
            return .retry(after: failure.retryAfter, failure.reason + (sent > 0 ? ", after \(sent) sent" : ""))
        } catch let error as ServiceError {
            return .retry(after: error.retryAfter, error.message)
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    /// What keeps the other side from taking anything now.
    private struct Failure: Error {
        var reason: String
        var retryAfter: Int?
    }

    /// Statements that go together.
    fileprivate struct Batch: Sendable {
        var statements: [(position: StatementPosition, body: [UInt8])]
        var attachments: [HeldAttachment] = []
        /// Up to where everything is dealt with when these are.
        var end: StatementPosition
    }

    private func target(_ id: UUID16, _ tenant: TenantID) async throws -> ForwardingTarget? {
        let found = try await services.database.read { try ForwardingStore(tenant).find(id, in: $0) }
        return found?.isActive == true ? found : nil
    }

    /// Nil when the target is up to date.
    private func next(_ target: ForwardingTarget, _ tenant: TenantID) async throws -> Batch? {
        let limit = try await bound.current(tenant)
        guard limit >= target.reached.stored else { return nil }
        var filter = try ForwardingSettings(target, services.vault).question.filter(services)
        filter.until = limit
        filter.isAscending = true
        let (services, wanted) = (services, filter)
        return try await services.database.read { tx in
            let page = try services.statements(of: tenant).page(
                wanted, after: target.reached, limit: Self.batchSize, byteLimit: 1 << 20, in: tx)
            guard !page.bodies.isEmpty else { return nil }
            var batch = Batch(
                statements: zip(page.positions, page.bodies).map { (position: $0, body: $1) },
                end: page.next ?? StatementPosition(stored: limit, row: .max))
            batch.keepAttachedApart()
            batch.attachments = try HeldAttachments(services, tenant).of(batch.statements.map(\.body), in: tx)
            return batch
        }
    }

    /// - Returns: how many were taken.
    private func send(_ batch: Batch, to target: ForwardingTarget, _ tenant: TenantID) async throws -> Int {
        let settings = try ForwardingSettings(target, services.vault)
        var refused: [ForwardingRefusal] = []
        try await post(batch.statements[...], batch.attachments, settings, target.id, &refused)
        let (refusals, sent) = (refused, batch.statements.count - refused.count)
        try await services.database.write { [services] tx in
            try ForwardingStore(tenant).advance(
                target.id, to: batch.end, sent: sent, refused: refusals, in: tx, now: services.world.now())
        }
        return sent
    }

    /// A batch that is refused is halved until it is known which statement it is about.
    private func post(
        _ statements: ArraySlice<(position: StatementPosition, body: [UInt8])>, _ attachments: [HeldAttachment],
        _ settings: ForwardingSettings, _ target: UUID16, _ refused: inout [ForwardingRefusal]
    ) async throws {
        guard let first = statements.first, let last = statements.last else { return }
        let request = try ForwardingRequest(settings, now: services.world.now()).request(
            statements.map(\.body), attachments, id: "\(target)-\(first.position.row)-\(last.position.row)")
        let answer: OutboundResponse
        do { answer = try await services.outbound.send(request) } catch let error as OutboundError {
            throw Failure(reason: error.code.rawValue)
        }
        if answer.isSuccess { return }
        guard [400, 404, 409, 413, 415, 422].contains(answer.status) else {
            throw Failure(reason: "answered \(answer.status)", retryAfter: answer.retryAfter)
        }
        guard statements.count > 1 else {
            let id = try StoredStatement.read(first.body).id ?? services.world.newID()
            refused.append(
                ForwardingRefusal(
                    row: first.position.row, statement: id, status: answer.status, refusedAt: services.world.now()))
            return
        }
        let middle = statements.startIndex + statements.count / 2
        try await post(statements[..<middle], attachments, settings, target, &refused)
        try await post(statements[middle...], attachments, settings, target, &refused)
    }
}

extension ForwardStatements.Batch {
    /// A statement with data of its own goes alone, so that no more than its data is in memory.
    fileprivate mutating func keepAttachedApart() {
        let marker = Array("\"attachments\"".utf8)
        guard let place = statements.firstIndex(where: { $0.body.firstRange(of: marker) != nil }) else { return }
        let count = max(1, place)
        guard count < statements.count else { return }
        statements.removeSubrange(count...)
        end = statements[count - 1].position
    }
}

/// Finds targets that are behind, and puts the message that brings them up to date into the outbox.
package struct QueueForwarding: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    package func run() async throws {
        let targets = try await services.database.read { try ForwardingStore.active(in: $0) }
        for (tenant, target) in targets where try await isBehind(target, tenant) {
            try await services.database.write { [services] tx in
                let waiting = try OutboxQueue.unfinished(
                    ForwardStatements.topic, target.id.bytes, tenant: tenant, in: tx)
                guard waiting == nil else { return }
                try OutboxQueue.enqueue(
                    ForwardStatements.message(target, tenant), in: tx, now: services.world.now())
            }
        }
    }

    private func isBehind(_ target: ForwardingTarget, _ tenant: TenantID) async throws -> Bool {
        var filter = try ForwardingSettings(target, services.vault).question.filter(services)
        filter.isAscending = true
        let (services, wanted) = (services, filter)
        return try await services.database.read { tx in
            let page = try services.statements(of: tenant).page(wanted, after: target.reached, limit: 1, in: tx)
            return !page.bodies.isEmpty
        }
    }
}
