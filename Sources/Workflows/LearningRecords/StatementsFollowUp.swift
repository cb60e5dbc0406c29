import Cohorts
import Database
import Values

/// What changed completions bring about in their transaction: what cmi5 has the LMS say, and the score for the
/// platform.
struct CompletionsFollowUp {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// - Parameter session: the cmi5 session of the statement that changed something; nil without one.
    func follow(
        _ changes: [CompletionChange], _ enrolment: UUID16, _ tenant: TenantID, session: String? = nil,
        in tx: Transaction, _ now: Instant
    ) throws {
        guard !changes.isEmpty else { return }
        if changes.contains(where: \.becameMet) {
            try Cmi5Rollup(services).settle(
                enrolment: enrolment, tenant: tenant, session: session, in: tx, now: now)
        }
        let progress = try CourseProgress.read(enrolment: enrolment, tenant: tenant, now: now, in: tx)
        try ScoreQueue(tenant).enqueue(progress, in: tx, now: now)
    }
}
