package import Database
package import Values

/// Cohorts of one tenant, as rows.
package struct CohortStore: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// A cohort of a course on which cohorts are switched on.
    /// - Throws: `notFound` (course), `conflict` (cohorts not enabled, name taken), `unprocessable` with all faults.
    package func create(
        _ new: NewCohort, course id: UUID16, by author: String, world: World, in tx: Transaction
    ) throws -> Cohort {
        guard let course = try CourseStore(tenant).find(id, in: tx) else {
            throw ServiceError(.notFound, "There is no such course.")
        }
        guard course.cohortsEnabled else { throw CohortRefusal.notEnabled.error() }
        return try insert(new, course: id, isDefault: false, by: author, world: world, in: tx)
    }

    func insert(
        _ new: NewCohort, course: UUID16, isDefault: Bool, by author: String, world: World, in tx: Transaction
    ) throws -> Cohort {
        try check(new, course: course, except: nil, in: tx)
        let now = world.now()
        let id = world.newID()
        try tx.execute(
            """
            insert into cohort (tenant, id, course, name, name_key, learner_label, description, lifecycle, access,
                starts_at, ends_at, zone, enrol_from, enrol_until, capacity, after_end, is_default, version,
                created_by, created_at, updated_at)
            values (\(tenant), \(id), \(course), \(new.name.trimmedForNames), \(new.name.nameKey),
                \(new.learnerLabel), \(new.description), \(new.intent.lifecycle.rawValue),
                \(new.intent.access.rawValue), \(new.intent.startsAt), \(new.intent.endsAt), \(new.zone.name),
                \(new.enrolFrom), \(new.enrolUntil), \(new.capacity), \(new.afterEnd.rawValue), \(isDefault), 1,
                \(author), \(now), \(now))
            """)
        return try existing(id, in: tx)
    }

    /// Changes what the change names.
    /// - Parameter expectedVersion: nil when the caller holds no ETag.
    /// - Throws: `notFound`, `preconditionFailed`, `conflict` (name), `unprocessable` with all faults.
    package func update(
        _ id: UUID16, _ change: CohortChange, expectedVersion: Int64? = nil, now: Instant, in tx: Transaction
    ) throws -> Cohort {
        let cohort = try existing(id, in: tx)
        if let expectedVersion, expectedVersion != cohort.version {
            throw ServiceError(.preconditionFailed, "The cohort was changed by somebody else.")
        }
        let new = change.applied(to: cohort)
        try check(new, course: cohort.course, except: id, in: tx)
        try tx.execute(
            """
            update cohort set name = \(new.name.trimmedForNames), name_key = \(new.name.nameKey),
                learner_label = \(new.learnerLabel), description = \(new.description),
                lifecycle = \(new.intent.lifecycle.rawValue), access = \(new.intent.access.rawValue),
                starts_at = \(new.intent.startsAt), ends_at = \(new.intent.endsAt), zone = \(new.zone.name),
                enrol_from = \(new.enrolFrom), enrol_until = \(new.enrolUntil), capacity = \(new.capacity),
                after_end = \(new.afterEnd.rawValue), version = version + 1, updated_at = \(now)
            where tenant = \(tenant) and id = \(id)
            """)
        return try existing(id, in: tx)
    }

    /// Deletes a cohort that never had an enrolment; one that had is archived instead (COH-CRUD-10).
    package func delete(_ id: UUID16, in tx: Transaction) throws {
        let cohort = try existing(id, in: tx)
        let used = try tx.row("select 1 from enrolment where tenant = \(tenant) and cohort = \(id) limit 1")
        guard used == nil, !cohort.isDefault else {
            throw ServiceError(.conflict, "A cohort that had learners, or is the default one, can only be archived.")
        }
        try tx.execute("delete from module_window where tenant = \(tenant) and cohort = \(id)")
        try tx.execute("delete from cohort where tenant = \(tenant) and id = \(id)")
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> Cohort? {
        try tx.row(Self.selection + "where c.tenant = \(tenant) and c.id = \(id)").map(decode)
    }

    /// - Throws: `notFound` under the name `cohort-not-found`.
    package func existing(_ id: UUID16, in tx: Transaction) throws -> Cohort {
        guard let cohort = try find(id, in: tx) else { throw CohortRefusal.notFound.error() }
        return cohort
    }

    private func check(_ new: NewCohort, course: UUID16, except id: UUID16?, in tx: Transaction) throws {
        let faults = new.faults
        guard faults.isEmpty else { throw ServiceError(.unprocessable, "The cohort breaks a rule.", faults: faults) }
        guard new.intent.lifecycle != .archived else { return }
        let namesake = try tx.row(
            """
            select id from cohort where tenant = \(tenant) and course = \(course) and name_key = \(new.name.nameKey)
                and lifecycle <> 'archived'
            """)
        if let namesake, try namesake.id(0) != id {
            throw ServiceError(.conflict, "Another cohort of the course has this name.")
        }
    }

    static let selection: SQL = """
        select c.id, c.course, c.name, c.learner_label, c.description, c.lifecycle, c.access, c.starts_at, c.ends_at,
            c.zone, c.enrol_from, c.enrol_until, c.capacity, c.after_end, c.is_default, c.version, c.created_at
        from cohort c\u{20}
        """

    func decode(_ row: Row) throws -> Cohort {
        let lifecycle = CohortLifecycle(rawValue: try row.text(5)) ?? .draft
        let access = CohortAccess(rawValue: try row.text(6)) ?? .closed
        return Cohort(
            tenant: tenant, id: try row.id(0), course: try row.id(1), name: try row.text(2),
            learnerLabel: try row.textIfAny(3), description: try row.textIfAny(4),
            intent: CohortIntent(
                lifecycle: lifecycle, access: access, startsAt: try row.instantIfAny(7),
                endsAt: try row.instantIfAny(8)),
            zone: CohortZone(try row.text(9)) ?? .utc, enrolFrom: try row.instantIfAny(10),
            enrolUntil: try row.instantIfAny(11), capacity: try row.intIfAny(12).map { Int($0) },
            afterEnd: AfterEnd(rawValue: try row.text(13)) ?? .nothing, isDefault: try row.bool(14),
            version: Int64(try row.int(15)), createdAt: try row.instant(16))
    }
}
