package import Access
package import Cohorts
import Database
package import Values

/// Makes and changes cohorts, their modules' windows and their members.
package struct SaveCohort: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `unprocessable` with all faults, `conflict` for a name that is taken.
    package func create(_ new: NewCohort, course: UUID16, by principal: StaffPrincipal) async throws -> Cohort {
        try principal.require(.manageCohorts)
        let world = services.world
        return try await services.database.write { tx in
            let cohort = try CohortStore(principal.tenant).create(
                new, course: course, by: principal.user.description, world: world, in: tx)
            try Self.audit("cohort.create", cohort.id, principal, tx, world.now())
            return cohort
        }
    }

    /// - Parameter version: the one that the form showed; another one now means that somebody was faster.
    package func update(
        _ id: UUID16, _ change: CohortChange, version: Int64?, by principal: StaffPrincipal
    ) async throws {
        try principal.require(.manageCohorts)
        let now = services.world.now()
        try await services.database.write { tx in
            _ = try CohortStore(principal.tenant).update(id, change, expectedVersion: version, now: now, in: tx)
            try LineItemQueue(principal.tenant).follow(cohort: id, in: tx, now: now)
            try Self.audit("cohort.update", id, principal, tx, now)
        }
    }

    /// Sets the windows of modules; one without borders is taken away. All of them or none.
    package func setWindows(
        _ windows: [ModuleWindow], cohort: UUID16, by principal: StaffPrincipal
    ) async throws {
        try principal.require(.manageCohorts)
        let now = services.world.now()
        try await services.database.write { tx in
            let store = ModuleWindowStore(principal.tenant)
            for window in windows {
                if window.unlock == nil, window.lock == nil {
                    try store.clear(module: window.module, cohort: cohort, in: tx)
                } else {
                    try store.set(window, cohort: cohort, in: tx)
                }
            }
            try LineItemQueue(principal.tenant).follow(cohort: cohort, in: tx, now: now)
            try Self.audit("cohort.set-windows", cohort, principal, tx, now)
        }
    }

    /// Moves a member to another status; pausing and dropping end what they have open at once.
    /// - Throws: `conflict` for a step that isn't possible.
    package func changeMember(
        _ enrolment: UUID16, to status: EnrolmentStatus, reason: String?, by principal: StaffPrincipal
    ) async throws -> Enrolment {
        try principal.require(.manageCohorts)
        let now = services.world.now()
        let changed = try await services.database.write { tx in
            let changed = try Enrolments(principal.tenant).change(
                enrolment, to: status, reason: reason, by: principal.user.description, now: now, in: tx)
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "enrolment." + status.rawValue,
                objectKind: "enrolment", objectID: enrolment.description, person: changed.person)
            try AuditLog.append(event, in: tx, at: now)
            return changed
        }
        if status == .paused || status == .dropped {
            _ = try await CloseSessions(services).of(
                enrolment: enrolment, tenant: principal.tenant, by: .staff(principal.user))
        }
        return changed
    }

    private static func audit(
        _ verb: String, _ cohort: UUID16, _ principal: StaffPrincipal, _ tx: Transaction, _ now: Instant
    ) throws {
        let event = AuditEvent(
            tenant: principal.tenant, actor: .staff(principal.user), verb: verb, objectKind: "cohort",
            objectID: cohort.description)
        try AuditLog.append(event, in: tx, at: now)
    }
}
