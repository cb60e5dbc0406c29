import Access
import CMI5
import Cohorts
import Content
import Database
import JSON
import Values
import XAPI

/// Says `satisfied` for blocks and courses whose AUs are done (cmi5 §9.3.9), once each and in the transaction that made
/// them so.
struct Cmi5Rollup {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// To be called after an enrolment's completions changed, and before its first launch.
    /// - Parameter session: the session id of the launch that caused it; nil when nothing was launched (CMI-LST-19).
    func settle(
        enrolment: UUID16, tenant: TenantID, session: String?, in tx: Transaction, now: Instant
    ) throws {
        let progress = try CourseProgress.read(enrolment: enrolment, tenant: tenant, now: now, in: tx)
        let lessons = progress.modules.flatMap(\.lessons)
        let met = Set(lessons.filter(\.result.isMet).compactMap(\.lesson.item))
        let person = progress.enrolment.person
        let store = PackageStore(tenant)
        var versions: Set<UUID16> = []
        for item in lessons.compactMap(\.lesson.item) {
            guard let item = try store.item(item, in: tx), item.kind == .unit, versions.insert(item.version).inserted
            else { continue }
            let pending = try Satisfactions(tenant).settle(
                registration: enrolment, person: person, items: store.items(version: item.version, in: tx), met: met,
                world: services.world, in: tx)
            try write(pending, enrolment, person, tenant, session, in: tx, now)
        }
    }

    private func write(
        _ pending: [Satisfactions.Pending], _ enrolment: UUID16, _ person: UUID16, _ tenant: TenantID,
        _ session: String?, in tx: Transaction, _ now: Instant
    ) throws {
        guard !pending.isEmpty, let actor = try actor(person, tenant, tx) else { return }
        let sessionID = session ?? "\(services.world.newID())"
        let statements = pending.map { satisfied in
            LMSStatement.satisfied(
                .init(
                    id: satisfied.statementID, timestamp: now, actor: actor, registration: enrolment,
                    sessionID: sessionID),
                activityID: satisfied.item.activityID,
                type: satisfied.item.kind == .course ? CMI5ActivityType.course : CMI5ActivityType.block,
                publisherIDs: satisfied.publisherIDs)
        }
        try RecordStatements(services).append(service: statements, tenant: tenant, in: tx, now: now)
    }

    private func actor(_ person: UUID16, _ tenant: TenantID, _ tx: Transaction) throws -> AgentIdentifier? {
        try services.person(person, of: tenant, in: tx).flatMap { services.actors(of: $0.accountName).first }
    }
}
