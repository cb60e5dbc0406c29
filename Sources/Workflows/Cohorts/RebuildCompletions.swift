package import Access
import Cohorts
import Database
import LearningRecords
package import Values

/// Makes all completions of a tenant anew from the stored statements (design D4): the same rows as live operation gave,
/// or a repair, with a line in the ledger for each difference.
package struct RebuildCompletions: Sendable {
    package struct Report: Sendable, Hashable {
        package var enrolments: Int
        /// Lessons whose result was different; 0 after undisturbed operation.
        package var changes: Int

        package init(enrolments: Int = 0, changes: Int = 0) {
            self.enrolments = enrolments
            self.changes = changes
        }
    }

    private let services: Services
    private static let step = 50

    package init(_ services: Services) { self.services = services }

    /// Goes through the enrolments in steps, each a transaction of its own, so that others can write meanwhile.
    /// Whoever calls it stands at the machine or has checked the right `manageCohorts`.
    package func run(tenant: TenantID, by actor: AuditActor) async throws -> Report {
        var report = Report()
        var last: UUID16?
        repeat {
            let from = last
            let (ids, changes) = try await services.database.write { tx in try rebuild(tenant, after: from, tx) }
            report.enrolments += ids.count
            report.changes += changes
            last = ids.last
        } while last != nil
        let total = report
        try await services.database.append { [services] tx in
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: "completions.rebuild", objectKind: "completion",
                count: total.changes)
            try AuditLog.append(event, in: tx, at: services.world.now())
        }
        return report
    }

    private func rebuild(
        _ tenant: TenantID, after last: UUID16?, _ tx: Transaction
    ) throws -> (ids: [UUID16], changes: Int) {
        let completions = Completions(tenant)
        let now = services.world.now()
        var count = 0
        let ids = try completions.enrolments(after: last, limit: Self.step, in: tx)
        for id in ids {
            let facts = try StatementStore.facts(registration: id, tenant: tenant, in: tx)
            let changes = try completions.rebuild(enrolment: id, from: facts, in: tx, now: now)
            count += changes.count
            if !changes.isEmpty { try CompletionsFollowUp(services).follow(changes, id, tenant, in: tx, now) }
        }
        return (ids, count)
    }
}
