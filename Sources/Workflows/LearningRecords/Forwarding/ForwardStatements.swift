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
/// A statement that the other side refuses for good is put aside with its answer; the others go on. A delivery that got
/// somewhere counts as one, whatever ended it: what is left goes with a new message, whose tries begin anew.
package struct ForwardStatements: OutboxHandler {
    package static let topic = "statements.forward"
    package var topic: String { Self.topic }
    package var share: Int? { 2 }
    /// After so many batches, or seconds, a delivery makes room for others.
    package static let (mostBatches, longest) = (40, Int64(30))
    /// Seconds until the next try after a failure that came behind progress.
    private static let pause = 10
    private let services: Services
    private let bound: ConsistencyBound

    package init(_ services: Services) {
        self.services = services
        bound = ConsistencyBound(services)
    }

    static func message(_ target: UUID16, _ tenant: TenantID, dueAt: Instant? = nil) -> OutboxMessage {
        OutboxMessage(
            tenant: tenant, topic: topic, orderingKey: target.bytes, payload: ["target": .string(target.description)],
            dueAt: dueAt)
    }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let id = delivery.payload.root["target"]?.string.flatMap({ UUID16($0) }) else {
            return .permanentFailure("the message can't be read")
        }
        var progress = Progress(startedAt: services.world.now())
        do {
            return try await send(id, delivery, &progress)
        } catch {
            let (reason, retryAfter) = Self.reason(error)
            guard progress.sent > 0 else { return .retry(after: retryAfter, reason) }
            let seconds = Int64(min(max(retryAfter ?? 0, Self.pause), 86_400))
            return await goOn(id, delivery, in: seconds, "\(progress.sent) sent, then: \(reason)", reason)
        }
    }

    /// What a delivery has done so far.
    private struct Progress {
        let startedAt: Instant
        var sent = 0
        var batches = 0
    }

    private func send(
        _ id: UUID16, _ delivery: OutboxDelivery, _ progress: inout Progress
    ) async throws -> DeliveryOutcome {
        while let target = try await target(id, delivery.tenant) {
            guard let batch = try await ForwardingBatch.next(target, delivery.tenant, services, bound) else {
                return .delivered("\(progress.sent) sent")
            }
            let took = services.world.now().microseconds(since: progress.startedAt)
            if progress.batches >= Self.mostBatches || took >= Self.longest * 1_000_000 {
                return await goOn(id, delivery, in: 0, "\(progress.sent) sent, more to come", "the store is busy")
            }
            progress.sent += try await send(batch, to: target, delivery)
            progress.batches += 1
        }
        return .delivered("\(progress.sent) sent; switched off or removed")
    }

    /// Leaves the rest to a new message.
    private func goOn(
        _ id: UUID16, _ delivery: OutboxDelivery, in seconds: Int64, _ note: String, _ reason: String
    ) async -> DeliveryOutcome {
        do {
            try await services.database.write { [services] tx in
                let now = services.world.now()
                let message = Self.message(id, delivery.tenant, dueAt: now.adding(seconds: seconds))
                try OutboxQueue.enqueue(message, in: tx, now: now)
            }
            return .delivered(note)
        } catch {
            return .retry(after: nil, reason)
        }
    }

    private static func reason(_ error: any Error) -> (String, Int?) {
        switch error {
        case let failure as ForwardingFailure: (failure.reason, failure.retryAfter)
        case let error as ServiceError: (error.message, error.retryAfter)
        default: ("the store can't be reached", nil)
        }
    }

    private func target(_ id: UUID16, _ tenant: TenantID) async throws -> ForwardingTarget? {
        let found = try await services.database.read { try ForwardingStore(tenant).find(id, in: $0) }
        return found?.isActive == true ? found : nil
    }

    /// - Returns: how many were taken.
    private func send(
        _ batch: ForwardingBatch, to target: ForwardingTarget, _ delivery: OutboxDelivery
    ) async throws -> Int {
        let refused = try await ForwardingPost(services, target, attempt: delivery.attempt).send(batch)
        let sent = batch.statements.count - refused.count
        try await services.database.write { [services] tx in
            try ForwardingStore(delivery.tenant).advance(
                target.id, from: target.reached, to: batch.end, sent: sent, refused: refused, in: tx,
                now: services.world.now())
        }
        return sent
    }
}
