package import Database
package import Values

/// Courses of one tenant, as rows.
package struct CourseStore: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// A course with its default cohort, which stays hidden while cohorts are off.
    /// - Throws: `conflict` for a code that is taken, `unprocessable` with all faults.
    package func create(_ new: NewCourse, by author: String, world: World, in tx: Transaction) throws -> Course {
        let faults = new.faults
        guard faults.isEmpty else { throw ServiceError(.unprocessable, "The course breaks a rule.", faults: faults) }
        guard try find(code: new.code, in: tx) == nil else {
            throw ServiceError(.conflict, "Another course has this code.")
        }
        let id = world.newID()
        try tx.execute(
            """
            insert into course (tenant, id, code, title, language, edition, cohorts_enabled, enrolment_policy,
                default_weeks, opens_without_window, created_by, created_at)
            values (\(tenant), \(id), \(new.code), \(new.title.trimmedForNames), \(new.language), \(new.edition),
                \(new.cohortsEnabled), \(new.enrolmentPolicy.rawValue), \(new.defaultWeeks),
                \(new.opensWithoutWindow), \(author), \(world.now()))
            """)
        let cohort = try CohortStore(tenant).insert(
            NewCohort(name: "Default", zone: new.zone), course: id, isDefault: true, by: author, world: world, in: tx)
        try tx.execute(
            "update course set default_cohort = \(cohort.id) where tenant = \(tenant) and id = \(id)")
        return try existing(id, in: tx)
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> Course? {
        try tx.row(Self.selection + "where tenant = \(tenant) and id = \(id)").map(decode)
    }

    package func find(code: String, in tx: Transaction) throws -> Course? {
        try tx.row(Self.selection + "where tenant = \(tenant) and code = \(code)").map(decode)
    }

    /// - Throws: `notFound`.
    package func existing(_ id: UUID16, in tx: Transaction) throws -> Course {
        guard let course = try find(id, in: tx) else { throw ServiceError(.notFound, "There is no such course.") }
        return course
    }

    /// All courses that aren't archived, by title.
    package func list(in tx: Transaction) throws -> [Course] {
        try tx.rows(Self.selection + "where tenant = \(tenant) and archived_at is null order by title, id").map(decode)
    }

    /// Makes another cohort the one that unbound launches land in (COH-DEF-05).
    /// - Throws: `unprocessable` for a cohort that is ended, archived, cancelled or of another course.
    package func setDefault(cohort id: UUID16, of course: UUID16, now: Instant, in tx: Transaction) throws {
        let cohort = try CohortStore(tenant).existing(id, in: tx)
        let state = cohort.state(now: now)
        guard cohort.course == course, state == .running || state == .scheduled else {
            throw ServiceError(.unprocessable, "The default cohort is a running or coming one of this course.")
        }
        try tx.execute("update cohort set is_default = 0 where tenant = \(tenant) and course = \(course)")
        try tx.execute("update cohort set is_default = 1 where tenant = \(tenant) and id = \(id)")
        try tx.execute("update course set default_cohort = \(id) where tenant = \(tenant) and id = \(course)")
    }

    /// Shows the hidden default cohort; nothing else changes, neither registrations nor completions (COH-DEF-02).
    package func enableCohorts(_ id: UUID16, in tx: Transaction) throws {
        _ = try existing(id, in: tx)
        try tx.execute("update course set cohorts_enabled = 1 where tenant = \(tenant) and id = \(id)")
    }

    /// Hides cohorts again, allowed with exactly one that isn't archived (COH-DEF-06). Nothing is deleted.
    /// - Throws: `conflict` otherwise.
    package func disableCohorts(_ id: UUID16, in tx: Transaction) throws {
        let left = try CohortStore(tenant).list(course: id, in: tx)
        guard let only = left.first, left.count == 1 else {
            throw ServiceError(.conflict, "Cohorts can be switched off only with exactly one that isn't archived.")
        }
        try tx.execute("update cohort set is_default = 0 where tenant = \(tenant) and course = \(id)")
        try tx.execute("update cohort set is_default = 1 where tenant = \(tenant) and id = \(only.cohort.id)")
        try tx.execute(
            """
            update course set cohorts_enabled = 0, default_cohort = \(only.cohort.id)
            where tenant = \(tenant) and id = \(id)
            """)
    }

    private static let selection: SQL = """
        select id, code, title, language, edition, cohorts_enabled, enrolment_policy, default_cohort, default_weeks,
            opens_without_window, created_at, archived_at
        from course\u{20}
        """

    private func decode(_ row: Row) throws -> Course {
        Course(
            tenant: tenant, id: try row.id(0), code: try row.text(1), title: try row.text(2),
            language: try row.text(3), edition: try row.text(4), cohortsEnabled: try row.bool(5),
            enrolmentPolicy: EnrolmentPolicy(rawValue: try row.text(6)) ?? .cohortOnly,
            defaultCohort: try row.idIfAny(7), defaultWeeks: try row.intIfAny(8).map { Int($0) },
            opensWithoutWindow: try row.bool(9), createdAt: try row.instant(10),
            archivedAt: try row.instantIfAny(11))
    }
}
