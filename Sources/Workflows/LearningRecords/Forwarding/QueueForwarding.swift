import Database
import LearningRecords
import Outbox
import Values

/// Finds targets that are behind, and puts the message that brings them up to date into the outbox.
package struct QueueForwarding: Sendable {
    private let services: Services
    private let bound: ConsistencyBound

    package init(_ services: Services) {
        self.services = services
        bound = ConsistencyBound(services)
    }

    /// - Throws: what kept a target from being looked at, after the others had their turn.
    package func run() async throws {
        let targets = try await services.database.read { try ForwardingStore.active(in: $0) }
        var failure: (any Error)?
        for (tenant, target) in targets {
            do {
                if try await isBehind(target, tenant) { try await queue(target, tenant) }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func queue(_ target: ForwardingTarget, _ tenant: TenantID) async throws {
        try await services.database.write { [services] tx in
            let waiting = try OutboxQueue.unfinished(ForwardStatements.topic, target.id.bytes, tenant: tenant, in: tx)
            guard waiting == nil else { return }
            try OutboxQueue.enqueue(
                ForwardStatements.message(target.id, tenant), in: tx, now: services.world.now())
        }
    }

    /// What was stored since and isn't wanted is gone through once: the place moves behind it.
    private func isBehind(_ target: ForwardingTarget, _ tenant: TenantID) async throws -> Bool {
        let store = services.statements(of: tenant)
        guard let newest = try await services.database.read({ try store.newest(in: $0) }), newest > target.reached
        else {
            return false
        }
        let limit = try await bound.current(tenant)
        var filter = try ForwardingSettings(target, services.vault).question.filter(services)
        filter.until = limit
        filter.isAscending = true
        let wanted = filter
        let isBehind = try await services.database.read { tx in
            try !store.page(wanted, after: target.reached, limit: 1, in: tx).bodies.isEmpty
        }
        let end = newest.stored <= limit ? newest : StatementPosition(stored: limit, row: .max)
        if !isBehind, end > target.reached {
            try await services.database.write { tx in
                try ForwardingStore(tenant).advance(
                    target.id, from: target.reached, to: end, sent: 0, refused: [], in: tx, now: tx.startedAt)
            }
        }
        return isBehind
    }
}
