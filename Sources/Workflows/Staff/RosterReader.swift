package import Access
import Cohorts
package import Values

/// Somebody who may read members and progress: a staff user, or an instructor who came in by a launch and sees the one
/// cohort that the launched link is bound to.
package struct RosterReader: Sendable {
    package let tenant: TenantID
    package let actor: AuditActor
    private let only: UUID16?

    /// - Throws: `forbidden` without the right to see every cohort.
    package init(_ principal: StaffPrincipal) throws {
        try principal.require(.seeEveryCohort)
        tenant = principal.tenant
        actor = .staff(principal.user)
        only = nil
    }

    /// An instructor's launch.
    package init(tenant: TenantID, instructor: UUID16, cohort: UUID16) {
        self.tenant = tenant
        actor = .person(instructor)
        only = cohort
    }

    /// - Throws: `notFound` for a cohort that isn't this reader's, as if there were none.
    func require(cohort: UUID16) throws {
        guard only == nil || only == cohort else { throw CohortRefusal.notFound.error() }
    }
}
