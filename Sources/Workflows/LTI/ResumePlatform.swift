import Connections
import Database
import Outbox
import Values

/// What goes on when a platform or one of its deployments is switched on again: scores and line items that met it switched
/// off, also those that were given up meanwhile, and rosters that couldn't be read.
struct ResumePlatform {
    let tenant: TenantID
    let now: Instant

    /// - Parameter deployment: nil for all of the platform's.
    func run(_ registration: UUID16, deployment: UUID16? = nil, in tx: Transaction) throws {
        guard try Registrations.find(registration, in: tx)?.isActive == true else { return }
        for link in try ResourceLinks(tenant).of(registration: registration, in: tx)
        where deployment == nil || link.deployment == deployment {
            try resume(link, tx)
        }
        for roster in try Rosters(tenant).of(registration: registration, in: tx)
        where roster.state == .blocked && (deployment == nil || roster.deployment == deployment) {
            try RosterSchedule.resume(roster, in: tx, now: now)
        }
    }

    private func resume(_ link: ResourceLink, _ tx: Transaction) throws {
        let reason = GradePlace.Absence.inactive.reason
        for score in try ScoreDeliveries(tenant).unsent(of: link.id, note: reason, in: tx) {
            try again(score.message, tx)
        }
        let column = try OutboxQueue.unfinished(UpdateLineItems.topic, link.id.bytes, tenant: tenant, in: tx)
        if let column, column.note == reason { try again(column.id, tx) }
    }

    private func again(_ message: Int64, _ tx: Transaction) throws {
        guard try !OutboxQueue.replay(message, tenant: tenant, in: tx, now: now) else { return }
        _ = try OutboxQueue.hasten(message, tenant: tenant, in: tx, now: now)
    }
}
