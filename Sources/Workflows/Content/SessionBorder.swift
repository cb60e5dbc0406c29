import CMI5
import Cohorts
import Content
import Database
import Values

/// Whether a session may still record: a date border leaves open ones half an hour, closing by staff ends them at once
/// (design D7). Judged anew at each request, since dates move.
struct SessionBorder {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// - Throws: `forbidden`.
    func check(session id: UUID16, tenant: TenantID, in tx: Transaction, now: Instant) throws {
        guard let session = try ContentSessions().find(id, tenant: tenant, in: tx), let lesson = session.lesson,
            let enrolment = session.enrolment, session.mode == .normal
        else { return }
        let access = try LessonAccess.read(lesson: lesson, enrolment: enrolment, tenant: tenant, in: tx)
        let verdict = access.entitlement.verdict(
            now: now, sessionOpenedAt: session.openedAt, grace: services.settings.graceMinutes * 60)
        guard !verdict.mayRecord else { return }
        let reason = verdict.reason.map { ServiceError.Fault("/lesson", $0.rawValue) }
        throw ServiceError(
            .forbidden, "The lesson takes no more results: its time is over.", faults: [reason].compactMap(\.self))
    }
}
